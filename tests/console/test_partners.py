"""What partners may know, decided by two persons at the keyboard."""

from pathlib import Path

from playwright.sync_api import Page, expect

from noroshi.people.audit import AuditWanted, What
from noroshi.people.rights import Role
from tests.console.desk import Served
from tests.console.sight import Sight, barriers
from tests.console.test_shift import walk_to

WITHIN = 30_000
"""Milliseconds; a tick comes every five seconds, and this machine may be busy."""


def test_two_leads(centre: Served, sight: Sight) -> None:
    """One lead asks at the alert and cannot approve; another approves, and the alert's open page says what the partner gets now."""
    alert = centre.alerted(1, "infection.internal", 99)[0]
    first = sight.of(centre, "lea", Role.LEAD).open(f"/alerts/{alert}")
    known = first.locator("section", has=first.get_by_role("heading", name="Who may know"))
    expect(known).to_contain_text("as a number: no release covers it")
    ask(first)
    expect(known).to_contain_text("a release waits for another person")
    go_to(first, "d", "Releases")
    expect(first.get_by_role("row", name=alert)).to_contain_text("You asked for it: another person approves.")
    expect(first.get_by_role("row", name=alert).get_by_role("button", name="Approve")).to_have_count(0)
    first.go_back()
    expect(known).to_contain_text("a release waits for another person")

    second = sight.of(centre, "kei", Role.LEAD).open("/")
    go_to(second, "d", "Releases")
    row = second.get_by_role("row", name=alert)
    expect(row).to_contain_text("It is theirs to clean.")
    walk_to(second, "Approve")
    second.keyboard.press("Enter")
    expect(second.get_by_role("dialog")).to_contain_text("It covers 1 alert that there is now.")
    assert [] == barriers(second, "dialog")
    walk_to(second, "Approve")
    second.keyboard.press("Enter")
    expect(row).to_contain_text("approved by kei")

    expect(known).to_contain_text("in full: it is released", timeout=WITHIN)
    walk_to(first, "Exactly what it is told")
    first.keyboard.press("Enter")
    expect(known.get_by_text("192.0.2.99", exact=True)).to_be_visible()
    expect(known).not_to_contain_text("Example University")
    assert [] == barriers(first)


def test_indication(centre: Served, sight: Sight) -> None:
    """A lead releases one indication at its page, at the keyboard; the page says what the partner gets now, and of the next one nothing."""
    one, other = centre.indications[:2]
    page = sight.of(centre, "lea", Role.LEAD).open(f"/indications/{one}")
    known = page.locator("section", has=page.get_by_role("heading", name="Who may know"))
    expect(known).to_contain_text("no release covers it")
    page.keyboard.press("e")
    expect(page.get_by_label("Why")).to_be_focused()
    assert [] == barriers(page, "dialog")
    page.keyboard.type("Do they see it, too?")
    walk_to(page, "Ask")
    page.keyboard.press("Enter")
    expect(known).to_contain_text("in full: it is released")
    walk_to(page, "Exactly what it is told")
    page.keyboard.press("Enter")
    port = page.get_by_role("heading", level=1).inner_text()
    expect(known.get_by_text(port, exact=True)).to_be_visible()
    assert [] == barriers(page)
    page.goto(f"/indications/{other}")
    expect(known).to_contain_text("no release covers it")


def test_mark(centre: Served, sight: Sight) -> None:
    """A lead marks an alert red at the keyboard, and nothing of it leaves; an officer who has it open sees that, and has no button."""
    alert = centre.alerts[0]
    officer = sight.of(centre, "mika").open(f"/alerts/{alert}")
    theirs = officer.locator("section", has=officer.get_by_role("heading", name="Who may know"))
    page = sight.of(centre, "lea", Role.LEAD).open(f"/alerts/{alert}")
    known = page.locator("section", has=page.get_by_role("heading", name="Who may know"))
    page.keyboard.press("t")
    expect(page.get_by_label("Marking", exact=True)).to_be_focused()
    assert [] == barriers(page, "dialog")
    page.keyboard.type("TLP:RED")
    walk_to(page, "Mark")
    page.keyboard.press("Enter")
    expect(known).to_contain_text("TLP:RED")
    expect(known).to_contain_text("nothing: it is marked above the clearance")

    expect(theirs).to_contain_text("marked by lea", timeout=WITHIN)
    expect(theirs.get_by_role("button")).to_have_count(0)


def test_partner(centre: Served, sight: Sight) -> None:
    """An administrator finds a partner by its name, reads its new secret once, sees what withdrawing takes away, and withdraws."""
    page = sight.of(centre, "root", Role.ADMINISTRATOR).open("/")
    page.keyboard.press("/")
    page.keyboard.type("CERT Abr")
    expect(page.get_by_role("option", name="CERT Abroad").first).to_be_visible()
    page.get_by_role("option", name="partner").click()
    expect(page.get_by_role("heading", name="CERT Abroad")).to_be_visible()
    page.keyboard.press("c")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert [] == barriers(page, "dialog")
    page.get_by_role("checkbox", name="Give it a new secret").check()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("nrp_")
    page.keyboard.press("Escape")
    page.keyboard.press("w")
    expect(page.get_by_role("dialog")).to_contain_text("0 alerts stand on its word alone")
    assert [] == barriers(page, "dialog")
    page.get_by_role("button", name="Withdraw all of it").click()
    expect(page.locator("header .tag").filter(has_text="withdrawn")).to_be_visible()

    assert "withdrawn" == centre.centre.sharing.partners.get("abroad").state


def test_chosen_by_name(centre: Served, sight: Sight) -> None:
    """Whom a release is for, whose alerts it is about, and for which group an alert is, is chosen by name, and never typed."""
    page = sight.of(centre, "lea", Role.LEAD).open("/releases")
    page.get_by_role("button", name="Ask for a release").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Why", exact=True).fill("They are affected.")
    dialog.get_by_label("Recipient").select_option("the group asia")
    dialog.get_by_label("Organisation that holds it").select_option("Example University")
    assert [] == barriers(page, "dialog")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(dialog).to_have_count(0)
    page.goto(f"/alerts/{centre.alerts[1]}")
    expect(page.get_by_role("heading", name="Who may know")).to_be_visible()
    page.keyboard.press("t")
    dialog.get_by_label("For this sharing group alone").select_option("asia")
    page.get_by_role("button", name="Mark", exact=True).last.click()
    expect(page.get_by_text("For the group asia alone")).to_be_visible()
    # The panel shows a mark before the server has it.
    expect(page.get_by_text("The mark is set.")).to_be_visible()

    [release] = [each for each in centre.centre.sharing.releases.all() if each.what.organisation]
    assert ("group:asia", "example") == (release.to, release.what.organisation)
    assert "asia" == centre.centre.sharing.marks.of(centre.alerts)[centre.alerts[1]].group


def ask(page: Page) -> None:
    """Ask that the alert on the page may leave in full."""
    page.keyboard.press("e")
    expect(page.get_by_label("Why", exact=True)).to_be_focused()
    assert [] == barriers(page, "dialog")
    page.keyboard.type("It is theirs to clean.")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)


def go_to(page: Page, key: str, heading: str) -> None:
    """Go to a page by its key."""
    page.keyboard.press("g")
    page.keyboard.press(key)
    expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()


def test_files(centre: Served, sight: Sight, tmp_path: Path) -> None:
    """For a partner without a server a lead saves what it may know as a file, and takes what it hands over as one, by keyboard."""
    page = sight.of(centre, "lea", Role.LEAD).open("/partners/abroad")
    page.keyboard.press("s")
    expect(page.get_by_label("Format")).to_be_focused()
    assert [] == barriers(page, "dialog")
    with page.expect_download() as download:
        walk_to(page, "Share")
        page.keyboard.press("Enter")
    told = tmp_path / "told.csv"
    download.value.save_as(told)

    page.keyboard.press("t")
    assert [] == barriers(page, "dialog")
    page.get_by_label("File", exact=True).set_input_files(told)
    page.get_by_role("button", name="Take", exact=True).click()
    expect(page.get_by_text("0 findings were read.")).to_be_visible()

    [taken] = centre.centre.door.audit.page(AuditWanted(what=What.PULL_PARTNER), None, 9)
    assert "csv from told.csv: 0 findings" in taken.entry.note
    assert "id,centre,level,marking" in told.read_text("utf-8")
