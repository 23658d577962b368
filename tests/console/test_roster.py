"""The register taken away as a roster, and brought as one, at the keyboard."""

from pathlib import Path

from playwright.sync_api import expect

from noroshi.people.rights import Role
from tests.console.desk import Served
from tests.console.sight import Sight, barriers
from tests.console.test_shift import walk_to

NEWCOMER = "organisations:\n- {id: newcomer, name: Newcomer, holdings: [{prefix: 203.0.113.0/24}]}\n"


def test_roster(centre: Served, sight: Sight, tmp_path: Path) -> None:
    """An administrator exports the register, sees what the changed file would change, and imports it; until then nothing changes."""
    page = sight.of(centre, "root", Role.ADMINISTRATOR).open("/organisations")
    page.keyboard.press("r")
    expect(page.get_by_role("heading", name="Roster", level=1)).to_be_visible()
    with page.expect_download() as download:
        walk_to(page, "Export as YAML")
        page.keyboard.press("Enter")
    file = tmp_path / "members.yaml"
    download.value.save_as(file)
    file.write_text(file.read_text("utf-8").replace("organisations:\n", NEWCOMER, 1), "utf-8")
    page.get_by_label("Roster file").set_input_files(file)
    expect(page.get_by_label("Name of the roster")).to_have_value("members.yaml")
    walk_to(page, "Preview")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What members.yaml would change")).to_be_focused()
    expect(page.get_by_text("2 rows of the register.")).to_be_visible()
    expect(page.get_by_text("newcomer: 203.0.113.0/24, live")).to_be_visible()
    expect(page.get_by_role("heading", name="Held by several")).to_be_visible()
    assert [] == barriers(page)
    known = [each.id for each in centre.centre.organisations.all()]
    walk_to(page, "Import")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What members.yaml has changed")).to_be_focused()
    expect(page.get_by_role("button", name="Import")).to_have_count(0)

    assert "newcomer" not in known
    assert "Newcomer" == centre.centre.organisations.get("newcomer").name
    assert [] == sight.complaints


def test_faults(centre: Served, sight: Sight, tmp_path: Path) -> None:
    """A file with faults is shown with each of them, one that is no UTF-8 is not sent, and neither leaves anything to import."""
    page = sight.of(centre, "root", Role.ADMINISTRATOR).open("/roster")
    faulty, foreign = tmp_path / "faulty.yaml", tmp_path / "foreign.csv"
    faulty.write_text("organisations: [{id: a, name: A, holdings: [{prefix: x}, {prefix: 10.0.0.1/8}]}]")
    foreign.write_bytes("id,name\na,大学\n".encode("shift_jis"))
    page.get_by_label("Roster file").set_input_files(faulty)
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("alert")).to_contain_text("faulty.yaml: 2 faults; nothing was imported")
    expect(page.locator("li", has_text="10.0.0.1/8")).to_be_visible()
    assert [] == barriers(page)
    page.get_by_label("Roster file").set_input_files(foreign)
    expect(page.get_by_role("alert")).to_contain_text("The file is not UTF-8.")
    expect(page.get_by_role("button", name="Preview")).to_be_disabled()
    expect(page.get_by_role("button", name="Import")).to_have_count(0)


def test_lead(centre: Served, sight: Sight) -> None:
    """A lead is told that the register is not theirs to change, and has no way to it."""
    window = sight.of(centre, "lea", Role.LEAD)
    organisations = window.open("/organisations")
    expect(organisations.get_by_role("link", name="Roster")).to_have_count(0)
    page = window.open("/roster")

    expect(page.get_by_text("Administrators alone bring rosters.")).to_be_visible()
    expect(page.get_by_role("button", name="Preview")).to_have_count(0)
