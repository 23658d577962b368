"""Campaigns in the browser."""

import re

from playwright.sync_api import expect

from noroshi.people.rights import Role
from tests.console.desk import Served
from tests.console.sight import Sight


def test_campaigns(centre: Served, sight: Sight) -> None:
    """A campaign is found by keyboard; its page says whom it has reached, who was first, and leads to their alerts."""
    campaign = centre.spread()
    page = sight.of(centre, "mika").open("/")
    page.keyboard.press("g")
    page.keyboard.press("c")
    expect(page.get_by_role("heading", name="Campaigns")).to_be_visible()
    expect(page.get_by_role("row").nth(1)).to_contain_text("infection: mirai, tcp/23")

    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/campaigns/{campaign}$"))
    expect(page.get_by_role("heading", name="infection: mirai, tcp/23")).to_be_visible()
    expect(page.locator("tbody tr td:first-child a")).to_have_text(["Lending Library", "Example University"])
    expect(page.get_by_role("img", name="New alerts over time")).to_be_visible()
    expect(page.get_by_role("link", name=centre.indications[1])).to_be_visible()
    page.get_by_role("link", name="12", exact=True).click()
    expect(page.get_by_text("12 alerts")).to_be_visible()


def test_none(centre: Served, sight: Sight) -> None:
    """Where nothing has spread the page says so; to a member it is not offered."""
    page = sight.of(centre, "mika").open("/campaigns")
    expect(page.get_by_text("No campaign.")).to_be_visible()
    page = sight.of(centre, "ema", Role.MEMBER, "example").open("/")
    expect(page.get_by_role("navigation").get_by_text("Indications")).to_be_visible()
    expect(page.get_by_role("navigation").get_by_text("Campaigns")).to_have_count(0)
