"""What opens doors asks anew who it is, and then goes on with what was asked."""

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from noroshi.people.audit import AuditWanted, What
from tests.console.desk import Served
from tests.console.sight import Sight
from tests.console.test_shift import DEVICE, walk_to


@pytest.fixture
def page(centre: Served, sight: Sight) -> Page:
    """The own settings of somebody who joined with a passkey, and whose session nobody has proved for long."""
    window = sight.of(centre)
    page = window.open("/sign-in")
    device = window.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.goto(centre.invitation("aiko"))
    page.get_by_role("button", name="Make a passkey").click()
    page.get_by_role("button", name="I have kept them").click()
    expect(page.get_by_role("row").first).to_be_visible()
    with closing(sqlite3.connect(centre.centre.home.database)) as connection, connection:
        connection.execute("UPDATE sessions SET proved = 0")
    page.goto(f"{centre.url}/me")
    return page


def proofs(centre: Served) -> int:
    """How often somebody has proved anew who they are."""
    return len(centre.centre.door.audit.page(AuditWanted(what=What.RENEW), None, 9))


def test_passkey(page: Page, centre: Served) -> None:
    """By keyboard alone: it asks, the passkey answers, and the recovery codes that were asked for are made."""
    walk_to(page, "Make new ones")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Prove that it is you")).to_be_visible()
    expect(page.get_by_role("button", name="Use your passkey")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Keep these codes")).to_be_visible()

    assert 10 == page.locator(".codes li").count()
    assert 1 == proofs(centre)


def test_not_now(page: Page, centre: Served) -> None:
    """Whoever closes the question has nothing done, and is told why; asked again, they may still answer."""
    made = page.get_by_role("heading", name="Keep these codes")
    page.get_by_role("button", name="Make new ones").click()
    expect(page.get_by_role("dialog", name="Prove that it is you")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("this opens doors")).to_be_visible()

    assert (0, 0) == (made.count(), proofs(centre))
