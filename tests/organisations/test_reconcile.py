from msgspec.structs import replace

from noroshi.clock import SECOND
from noroshi.organisations.model import (
    ChannelKind,
    Contact,
    Holding,
    HoldingKind,
    Organisation,
    Origin,
)
from noroshi.organisations.reconcile import Changes, reconcile
from noroshi.organisations.register import Provenance, Row, RowKey, rows_of
from noroshi.organisations.roster import Roster

NOW = 1_000 * SECOND + 5
THIS_SECOND = 1_000 * SECOND
MAIL = Contact(ChannelKind.EMAIL, "soc@example.org")
OFFICE = Holding(HoldingKind.PREFIX, "192.0.2.0/24")
UNUSED = Holding(HoldingKind.PREFIX, "198.51.100.0/24")
EXAMPLE = Organisation("example", "Example", contacts=(MAIL,), holdings=(OFFICE, UNUSED))


def roster(*organisations: Organisation, source: str = "members.yaml", at: int = NOW) -> Roster:
    """Make the roster of a file."""
    provenance = Provenance(Origin.IMPORT, at, source, line=1)
    return Roster(source, tuple(row for each in organisations for row in rows_of(each, provenance)))


def applied(register: list[Row], changes: Changes) -> list[Row]:
    """Write changes down, as storage does."""
    rows: dict[RowKey, Row] = {row.key: row for row in register}
    for change in (*changes.changed, *changes.retired):
        del rows[change.before.key]
        if change.after:
            rows[change.after.key] = change.after
    for row in changes.added:
        rows[row.key] = row
    return list(rows.values())


def imported(*organisations: Organisation, source: str = "members.yaml") -> list[Row]:
    """Make a register that one file brought."""
    return applied([], reconcile([], roster(*organisations, source=source), NOW))


def typed(organisation: Organisation) -> list[Row]:
    """Make a register that a person wrote."""
    return rows_of(organisation, Provenance(Origin.PERSON, at=1))


def test_first_import() -> None:
    """All rows of a first import are added, each with file, line and time."""
    changes = reconcile([], roster(EXAMPLE), NOW)

    assert 4 == len(changes.added)
    assert {Provenance(Origin.IMPORT, NOW, "members.yaml", 1)} == {row.provenance for row in changes.added}


def test_idempotent() -> None:
    """The same file a second time, later and with other line numbers, changes nothing."""
    changes = reconcile(imported(EXAMPLE), roster(EXAMPLE, at=NOW + SECOND), NOW + SECOND)

    assert not changes
    assert 4 == len(changes.unchanged)


def test_changed() -> None:
    """A row that the file says otherwise about is changed, and only that row."""
    changes = reconcile(imported(EXAMPLE), roster(replace(EXAMPLE, name="Renamed")), NOW)
    (change,) = changes.changed

    assert change.after is not None
    assert ("Example", "Renamed") == (change.before.value.name, change.after.value.name)  # type: ignore[union-attr]  # both are organisations
    assert 3 == len(changes.unchanged)


def test_person_wins() -> None:
    """What a person wrote is kept, and what the file says instead is listed."""
    changes = reconcile(typed(EXAMPLE), roster(replace(EXAMPLE, name="Renamed")), NOW)

    assert not changes
    assert ["Renamed"] == [change.after.value.name for change in changes.kept if change.after]  # type: ignore[union-attr]  # an organisation


def test_person_is_not_retired() -> None:
    """What a person wrote is not retired because a file lacks it."""
    register = typed(EXAMPLE)

    assert not reconcile(register, roster(Organisation("other", "Other")), NOW).retired


def test_retired_holding() -> None:
    """A holding that the file no longer contains ends at this second; it is not removed."""
    register = imported(EXAMPLE)
    changes = reconcile(register, roster(replace(EXAMPLE, holdings=(OFFICE,))), NOW)
    (change,) = changes.retired

    assert change.after is not None
    assert replace(UNUSED, valid_until=THIS_SECOND) == change.after.value


def test_retired_once() -> None:
    """What has been retired is not retired again by the next import."""
    shorter = roster(replace(EXAMPLE, holdings=(OFFICE,)))
    register = applied(imported(EXAMPLE), reconcile(imported(EXAMPLE), shorter, NOW))

    assert not reconcile(register, shorter, NOW + 100 * SECOND)


def test_retired_before_it_began() -> None:
    """A holding that would only begin later ends as it begins, and that once."""
    later = replace(UNUSED, valid_from=2 * NOW)
    register = imported(replace(EXAMPLE, holdings=(OFFICE, later)))
    shorter = roster(replace(EXAMPLE, holdings=(OFFICE,)))
    changes = reconcile(register, shorter, NOW)

    assert [2 * NOW] == [change.after.value.valid_until for change in changes.retired if change.after]  # type: ignore[union-attr]  # a holding
    assert not reconcile(applied(register, changes), shorter, NOW)


def test_retired_contact() -> None:
    """A contact that the file no longer contains is removed."""
    changes = reconcile(imported(EXAMPLE), roster(replace(EXAMPLE, contacts=())), NOW)

    assert [(MAIL, None)] == [(change.before.value, change.after) for change in changes.retired]


def test_retired_organisation() -> None:
    """An organisation that the file no longer contains ends, with all that it held."""
    register = imported(EXAMPLE, Organisation("other", "Other"))
    after = applied(register, reconcile(register, roster(Organisation("other", "Other")), NOW))

    assert {"Example": THIS_SECOND, "Other": None} == {
        row.value.name: row.value.valid_until for row in after if isinstance(row.value, Organisation)
    }
    assert {THIS_SECOND} == {row.value.valid_until for row in after if isinstance(row.value, Holding)}


def test_organisation_that_a_person_added_to() -> None:
    """An organisation that still has a person's row is kept, for the row would lose its effect."""
    added = Row("example", Holding(HoldingKind.ASN, "64500"), Provenance(Origin.PERSON, at=1))
    register = [*imported(EXAMPLE, Organisation("other", "Other")), added]
    changes = reconcile(register, roster(Organisation("other", "Other")), NOW)

    assert ["example"] == [change.before.organisation for change in changes.kept]
    assert not [change for change in changes.retired if isinstance(change.before.value, Organisation)]


def test_other_file() -> None:
    """A file retires nothing that another file brought."""
    register = imported(EXAMPLE)

    assert not reconcile(register, roster(Organisation("other", "Other"), source="partners.csv"), NOW).retired


def test_other_file_takes_over() -> None:
    """A row that another file says otherwise about belongs to that file from then on."""
    register = imported(EXAMPLE)
    renamed = roster(replace(EXAMPLE, name="Renamed"), source="partners.csv")
    after = applied(register, reconcile(register, renamed, NOW))

    assert ["partners.csv"] == [row.provenance.source for row in after if isinstance(row.value, Organisation)]
