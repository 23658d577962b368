"""A shift at the desk by keyboard alone, from the invitation to signing out."""

import pytest
from playwright.sync_api import Page, expect

from tests.console.desk import Served
from tests.console.sight import Sight

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
"""An authenticator that a laptop has built in, and a finger that is always there."""


@pytest.fixture
def page(centre: Served, sight: Sight) -> Page:
    """A browser with an authenticator, at the page of an invitation."""
    window = sight.of(centre, permissions=["clipboard-read", "clipboard-write"])
    page = window.open("/sign-in")
    device = window.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.goto(centre.invitation("aiko"))
    return page


def test_shift(page: Page, centre: Served) -> None:
    """An officer makes a passkey, triages ten alerts, undoes, merges, notes, silences, exports, and signs out, without a mouse."""
    join(page)
    triage_ten(page)
    resolve_and_take_back(page)
    merge(page)
    note_and_snooze(page)
    silence(page)
    export(page)
    settled = [centre.centre.alerts.get(alert) for alert in centre.alerts]

    assert 10 == sum(1 for alert in settled if alert.assignee == "aiko")
    assert 1 == sum(1 for alert in settled if alert.snoozed_until)
    assert 1 == sum(1 for alert in settled if alert.merged_into)
    assert 1 == len(centre.centre.alerts.silences())
    leave(page)


def join(page: Page) -> None:
    """Make a passkey, and keep the recovery codes."""
    walk_to(page, "Make a passkey")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Keep these codes")).to_be_visible()
    walk_to(page, "I have kept them")
    page.keyboard.press("Enter")
    expect(page.get_by_role("row").first).to_be_visible()


def triage_ten(page: Page) -> None:
    """Take the ten alerts on top, one after the other."""
    for place in range(10):
        page.keyboard.press("j")
        page.keyboard.press("a")
        expect(page.get_by_role("row").nth(place)).to_contain_text("you")


def resolve_and_take_back(page: Page) -> None:
    """Resolve one as misconfiguration, and think better of it."""
    page.keyboard.press("r")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("row").nth(9)).to_contain_text("misconfiguration")
    page.keyboard.press("u")
    expect(page.get_by_role("row").nth(9)).to_contain_text("acknowledged")


def merge(page: Page) -> None:
    """Merge the one above into the one below, whose id stands in its row."""
    into = page.locator(".row-id").nth(9).inner_text()
    page.keyboard.press("k")
    page.keyboard.press("m")
    page.keyboard.type(into)
    page.keyboard.press("Enter")
    expect(page.get_by_role("row").nth(8)).to_contain_text(f"in {into}")
    page.keyboard.press("j")


def export(page: Page) -> None:
    """Take the queue home as a table for spreadsheets."""
    page.keyboard.press("g")
    page.keyboard.press("q")
    expect(page.get_by_role("row").first).to_be_visible()
    walk_to(page, "CSV")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    lines = waiting.value.path().read_text("utf-8").splitlines()
    assert "subject" in "".join(lines[:5])
    assert 24 - 1 - 1 <= sum("192.0.2." in line for line in lines) <= 24


def note_and_snooze(page: Page) -> None:
    """Open one, write a note, and put it off until tomorrow."""
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Why this fired")).to_be_visible()
    page.keyboard.press("n")
    page.keyboard.type("Called them; they look for the machine.")
    walk_to(page, "Write")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Called them; they look for the machine.")).to_be_visible()
    page.keyboard.press("s")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text("snoozed until")).to_be_visible()


def silence(page: Page) -> None:
    """Put a silence with a reason, having seen what it would have held back."""
    page.keyboard.press("h")
    page.keyboard.type("They scan with permission.")
    expect(page.get_by_text("It would have held back")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("g")
    page.keyboard.press("l")
    expect(page.get_by_text("They scan with permission.")).to_be_visible()


def leave(page: Page) -> None:
    """Sign out, and come back with the passkey."""
    walk_to(page, "Aiko, menu")
    page.keyboard.press("Enter")
    walk_to(page, "Sign out")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    walk_to(page, "Sign in with a passkey")
    page.keyboard.press("Enter")
    expect(page.get_by_role("row").first).to_be_visible()


def walk_to(page: Page, name: str) -> None:
    """Press Tab until what has the focus is called so."""
    for _ in range(60):
        focused = page.evaluate("document.activeElement.innerText || document.activeElement.ariaLabel || ''")
        if name in focused and page.evaluate("document.activeElement !== document.body"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no Tab leads to {name}")
