"""Every page, in both themes and two languages: whole, quiet, within reach of everybody, and asking no other host."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from noroshi.people.rights import Role
from tests.console.desk import Served
from tests.console.sight import Sight, barriers, violations

PAGES = {
    "/": "lead",
    "/alerts?state=resolved": "lead",
    "/alerts/FIRST": "lead",
    "/silences": "lead",
    "/notices": "lead",
    "/organisations": "lead",
    "/organisations/example": "lead",
    "/addresses/192.0.2.10": "lead",
    "/addresses/192.0.2.0/25": "lead",
    "/traffic": "lead",
    "/sensors": "lead",
    "/reports": "lead",
    "/people": "administrator",
    "/audit": "administrator",
    "/help": "lead",
    "/me": "lead",
    "/sign-in": "",
    "/invitations/NEW": "",
    "/nowhere": "lead",
}
"""A page's address, and the role of somebody who sees it; empty for nobody."""

LOOKS = [("dark", "ja"), ("light", "th")]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("theme", "language"), LOOKS, ids=["-".join(look) for look in LOOKS])
def test_page(path: str, theme: str, language: str, shared: Served, sight: Sight) -> None:
    """A page has no barrier by WCAG 2.2 AA, no error, no refused script or style, and asks no other host."""
    role = PAGES[path]
    window = sight.of(shared, role and f"the-{role}", Role(role or "viewer"), color_scheme=theme)
    page = window.prefer(language=language).open(named(path, shared))

    assert language == page.locator("html").get_attribute("lang")
    assert [] == barriers(page)
    assert [] == violations(page)


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("keys", ["?", "r", "s", "i", "n", "m", "h"])
def test_question(keys: str, theme: str, shared: Served, sight: Sight) -> None:
    """What is asked before something is done has no barrier either."""
    page = sight.of(shared, "lead", Role.LEAD, color_scheme=theme).open("/")
    expect(page.get_by_role("row").first).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press(keys)
    expect(page.get_by_role("dialog")).to_be_visible()

    assert [] == barriers(page)


@pytest.mark.parametrize("path", PAGES)
def test_narrow(path: str, shared: Served, sight: Sight) -> None:
    """On a telephone, a page is as wide as the screen."""
    role, screen = PAGES[path], {"width": 390, "height": 844}
    page = sight.of(shared, role and f"the-{role}", Role(role or "viewer"), viewport=screen).open(
        named(path, shared)
    )

    assert 390 == page.evaluate("document.documentElement.scrollWidth")
    assert [] == barriers(page)


def test_paper(shared: Served, sight: Sight) -> None:
    """An alert can be printed: on paper there is the page alone."""
    page = sight.of(shared, "lead", Role.LEAD).open(f"/alerts/{shared.alerts[0]}")
    page.emulate_media(media="print")

    expect(page.get_by_role("navigation")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.pdf().startswith(b"%PDF")


def named(path: str, centre: Served) -> str:
    """A page's address with the id of an alert, or the secret of an invitation, that there is."""
    if path == "/invitations/NEW":
        return centre.invitation(f"new-{uuid4().hex[:8]}")
    return path.replace("FIRST", centre.alerts[0])
