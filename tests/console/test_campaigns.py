"""Campaigns in the browser."""

import re

from playwright.sync_api import expect

from noroshi.cli.program import run
from noroshi.people.rights import Role
from tests.console.desk import Served
from tests.console.sight import Sight, barriers
from tests.delivery.stories import detection

SCHOOL = """\
organisations:
  - {id: school, name: Night School, holdings: [{prefix: 100.64.9.0/24}]}
"""
WITHIN = 30_000
"""Milliseconds; the page asks five seconds after an alert, and this machine may be busy."""


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


def test_live(centre: Served, sight: Sight) -> None:
    """An open campaign counts new alerts by itself; an organisation that is new waits until asked for, and nothing moves."""
    campaign = centre.spread()
    page = sight.of(centre, "mika").open(f"/campaigns/{campaign}")
    rows = page.locator("table").first.locator("tbody tr")
    expect(rows).to_have_count(2)
    expect(page.get_by_text("13 alerts · 2 organisations")).to_be_visible()
    places = [rows.last.bounding_box(), page.get_by_role("heading", name="How it spread").bounding_box()]
    roster = centre.centre.home.path.parent / "school.yaml"
    roster.write_text(SCHOOL, "utf-8")
    assert run(["organisations", "import", str(roster), "--home", str(centre.centre.home.path)]) == 0
    centre.alerted(1, host=120)
    centre.centre.desk().conclude([detection("infection.external", "100.64.9.7", centre.centre.clock.now())])

    expect(page.get_by_text("15 alerts · 3 organisations")).to_be_visible(timeout=WITHIN)
    pill = page.get_by_role("button", name="1 more organisation")
    expect(pill).to_be_visible()
    expect(rows).to_have_count(2)
    expect(rows.last.locator(".number")).to_have_text("13")
    assert places == [
        rows.last.bounding_box(),
        page.get_by_role("heading", name="How it spread").bounding_box(),
    ]
    assert [] == barriers(page)
    pill.click()
    expect(rows).to_have_count(3)
    expect(pill).to_have_count(0)
