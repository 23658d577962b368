"""Every page, in both themes and two languages: whole, quiet, within reach of everybody, and asking no other host."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, ViewportSize, expect

from noroshi.clock import SECOND
from noroshi.people.rights import Role
from tests.console.desk import Served
from tests.console.sight import Sight, Windows, barriers, violations

PAGES = {
    "/": "lead",
    "/alerts?state=resolved": "lead",
    "/alerts/FIRST": "lead",
    "/indications": "lead",
    "/indications/RISES": "lead",
    "/campaigns": "lead",
    "/campaigns/SPREADS": "lead",
    "/silences": "lead",
    "/notices": "lead",
    "/organisations": "lead",
    "/organisations/example": "lead",
    "/roster": "administrator",
    "/addresses/192.0.2.10": "lead",
    "/addresses/192.0.2.0/25": "lead",
    "/traffic": "lead",
    "/sensors": "lead",
    "/reports": "lead",
    "/reports?kind=week": "lead",
    "/reports?kind=member&organisation=example": "lead",
    "/partners": "administrator",
    "/partners/abroad": "administrator",
    "/releases": "lead",
    "/people": "administrator",
    "/audit": "administrator",
    "/help": "lead",
    "/me": "lead",
    "/sign-in": "",
    "/sign-in/refused?why=stranger": "",
    "/invitations/NEW": "",
    "/nowhere": "lead",
}
"""A page's address, and the role of somebody who sees it; empty for nobody."""

LOOKS = [("dark", "ja"), ("light", "th")]
PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def windows(browser: Browser, shared: Served) -> Iterator[Windows]:
    """Browsers in which each role has signed in, opened once: a page that is opened in one takes its files from its cache."""
    contexts: list[BrowserContext] = []
    yield Windows(Sight(browser, contexts), shared)
    for context in contexts:
        context.close()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("theme", "language"), LOOKS, ids=["-".join(look) for look in LOOKS])
def test_page(path: str, theme: str, language: str, shared: Served, windows: Windows) -> None:
    """A page has no barrier by WCAG 2.2 AA, no error, no refused script or style, asks no other host, and fits a telephone."""
    page = windows.of(PAGES[path], theme, language).open(named(path, shared))

    assert language == page.locator("html").get_attribute("lang")
    assert [] == barriers(page)
    page.set_viewport_size(PHONE)
    expect(page.locator("html")).to_have_js_property("scrollWidth", 390)  # once charts have been drawn anew
    assert [] == barriers(page, rules=["target-size", "scrollable-region-focusable", "color-contrast"])
    assert [] == violations(page)
    page.close()
    assert [] == windows.complaints()


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_question(theme: str, windows: Windows) -> None:
    """What is asked before something is done has no barrier either."""
    page = windows.of("lead", theme, "en").open("/")
    expect(page.get_by_role("row").first).to_be_visible()
    page.keyboard.press("j")
    for keys in ("?", "r", "s", "i", "n", "m", "h", "f"):
        page.keyboard.press(keys)
        expect(page.get_by_role("dialog")).to_be_visible()
        assert [] == barriers(page, "dialog"), keys
        page.keyboard.press("Escape")
        expect(page.locator("dialog")).to_have_count(0)
    page.close()
    assert [] == windows.complaints()


def test_language(shared: Served, sight: Sight) -> None:
    """Whoever chooses another language reads it at once, around the page, too, and signs in to it from then on."""
    page = sight.of(shared, "nanami").open("/me")
    with page.expect_response("**/me"):
        page.get_by_label("Language").select_option("ja")
    expect(page.get_by_role("navigation")).to_contain_text("アラート")
    expect(page.get_by_role("heading", name="表示と言語")).to_be_visible()

    assert "ja" == shared.centre.door.roll.get("nanami").language
    assert "ja" == page.locator("html").get_attribute("lang")


def test_as_of(shared: Served, sight: Sight) -> None:
    """Whoever asks how it was reads who held an address at a moment, by a link that can be sent on, and comes back to now."""
    page = sight.of(shared, "lead").open("/addresses/192.0.2.10")
    page.get_by_label("At (UTC)").fill("2026-03-01T12:00")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="Who held it")).to_contain_text("Mar 1, 2026 12:00:00 UTC")
    assert "at=2026-03-01T12%3A00%3A00Z" in page.url
    page.get_by_role("button", name="Now").click()
    expect(page.get_by_role("heading", name="Who holds it")).to_be_visible()


def test_years(shared: Served, windows: Windows) -> None:
    """A year is the same in every language as in files and messages: Thailand's is 543 years ahead."""
    page = windows.of("lead", "light", "th").open("/reports")
    year = datetime.fromtimestamp(shared.centre.clock.now() / SECOND, UTC).year

    expect(page.locator(".report-title")).to_contain_text(f"{year} ")
    expect(page.locator(".report-title")).not_to_contain_text(str(year + 543))
    page.close()


def test_paper(shared: Served, sight: Sight) -> None:
    """An alert can be printed: on paper there is the page alone."""
    page = sight.of(shared, "lead", Role.LEAD).open(f"/alerts/{shared.alerts[0]}")
    page.emulate_media(media="print")

    expect(page.get_by_role("navigation")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.pdf().startswith(b"%PDF")


def named(path: str, centre: Served) -> str:
    """A page's address with the id of an alert, an indication or a campaign, or the secret of an invitation, that there is."""
    if path == "/invitations/NEW":
        return centre.invitation(f"new-{uuid4().hex[:8]}")
    if "/campaigns" in path:
        path = path.replace("SPREADS", centre.spread())
    return path.replace("FIRST", centre.alerts[0]).replace("RISES", centre.indications[0])
