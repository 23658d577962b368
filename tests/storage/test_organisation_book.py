from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import Engine

from noroshi.clock import SECOND
from noroshi.errors import NotFoundError, OvertakenError, StorageError
from noroshi.organisations.model import (
    ChannelKind,
    Contact,
    Holding,
    HoldingKind,
    Hours,
    Marking,
    Organisation,
    Origin,
    Severity,
    Use,
)
from noroshi.organisations.reconcile import Change, Changes, reconcile
from noroshi.organisations.register import Provenance, Row, rows_of
from noroshi.organisations.roster import Roster
from noroshi.storage.organisations import SqlOrganisationBook
from tests.delivery.stories import NIGHT

TYPED = Provenance(Origin.PERSON, at=NIGHT, source="花子")
READ = Provenance(Origin.IMPORT, at=NIGHT, source="members.yaml", line=7)

WHOLE = Organisation(
    id="example",
    name="狼煙大学",
    contacts=(
        Contact(
            ChannelKind.EMAIL,
            "soc@example.org",
            "SOC",
            "ja",
            "Asia/Tokyo",
            Hours((1, 2), "09:00", "17:00"),
            Severity.HIGH,
        ),
        Contact(ChannelKind.FILE, "-"),
    ),
    holdings=(
        Holding(HoldingKind.PREFIX, "2001:db8::/32", Use.DARK, NIGHT, NIGHT + SECOND, "A note."),
        Holding(HoldingKind.ASN, "64500"),
    ),
    clearance=Marking.RED,
    language="ja",
    tags=("university", "大学"),
    valid_from=NIGHT,
    valid_until=NIGHT + SECOND,
)


@pytest.fixture
def book(database: Engine) -> SqlOrganisationBook:
    """Give an empty register."""
    return SqlOrganisationBook(database)


def test_all_of_an_organisation(book: SqlOrganisationBook) -> None:
    """Every field of an organisation, its contacts and holdings comes back, row by row and whole."""
    rows = rows_of(WHOLE, READ)

    book.apply(Changes(added=tuple(rows)))

    assert rows == book.rows()
    assert [WHOLE] == book.all()
    assert WHOLE == book.get("example")


def test_order(book: SqlOrganisationBook) -> None:
    """Organisations come by id; their contacts and holdings in the order in which they were added."""
    later = Organisation("zebra", "Zebra", (Contact(ChannelKind.FILE, "z"), Contact(ChannelKind.FILE, "a")))
    for organisation in (later, WHOLE):
        book.apply(Changes(added=tuple(rows_of(organisation, TYPED))))

    assert [WHOLE, later] == book.all()


def test_no_such(book: SqlOrganisationBook) -> None:
    """An organisation that is not there is named."""
    with pytest.raises(NotFoundError, match="'nobody'"):
        book.get("nobody")


def test_changed_and_retired(book: SqlOrganisationBook) -> None:
    """A row that changes keeps its place and has its new provenance; one without a successor is removed."""
    organisation, mail, file, dark, number = rows_of(WHOLE, READ)
    renamed = Row("example", Organisation("example", "Renamed"), TYPED)
    ended = Row(
        "example", replace(WHOLE.holdings[1], valid_until=NIGHT), replace(READ, at=NIGHT + 1, line=None)
    )
    book.apply(Changes(added=(organisation, mail, file, dark, number)))

    book.apply(
        Changes(changed=(Change(organisation, renamed),), retired=(Change(mail, None), Change(number, ended)))
    )

    assert [renamed, file, dark, ended] == book.rows()


def test_left_alone(book: SqlOrganisationBook) -> None:
    """What is unchanged or kept is not touched."""
    rows = rows_of(WHOLE, TYPED)
    other = Row("example", Organisation("example", "Other"), READ)
    book.apply(Changes(added=tuple(rows)))

    book.apply(Changes(unchanged=tuple(rows), kept=(Change(rows[0], other),)))

    assert rows == book.rows()


@pytest.mark.parametrize("what", ["changed", "written by another", "removed", "added"])
def test_overtaken(book: SqlOrganisationBook, what: str) -> None:
    """If somebody else changed, removed or added a row in the meantime, nothing is written."""
    organisation, mail, file, *_ = rows_of(WHOLE, READ)
    before = (organisation, mail) if what == "added" else (organisation, mail, file)
    book.apply(Changes(added=before))
    others = {
        "changed": Changes(
            changed=(Change(file, Row("example", replace(WHOLE.contacts[1], name="Log"), READ)),)
        ),
        "written by another": Changes(changed=(Change(file, replace(file, provenance=TYPED)),)),
        "removed": Changes(retired=(Change(file, None),)),
        "added": Changes(added=(file,)),
    }
    ours = replace(file, value=replace(WHOLE.contacts[1], name="Ours"))
    book.apply(others[what])
    now = book.rows()
    renamed = Change(organisation, Row("example", Organisation("example", "Renamed"), READ))
    overtaken = (
        Changes(changed=(renamed,), added=(ours,))
        if what == "added"
        else Changes(changed=(renamed, Change(file, ours)))
    )

    with pytest.raises(OvertakenError):
        book.apply(overtaken)

    assert now == book.rows()


def test_orphan(book: SqlOrganisationBook) -> None:
    """A contact of an organisation that is not there is refused: else nobody could read the register."""
    _, mail, *_ = rows_of(WHOLE, READ)

    with pytest.raises(StorageError, match="example"):
        book.apply(Changes(added=(mail,)))

    assert [] == book.all()


parts = st.one_of(
    st.builds(
        Contact, st.sampled_from(ChannelKind), st.sampled_from(["a", "b"]), st.sampled_from(["", "name"])
    ),
    st.builds(
        Holding,
        st.just(HoldingKind.PREFIX),
        st.sampled_from(["192.0.2.0/24", "2001:db8::/32"]),
        st.sampled_from(Use),
        st.none(),
        st.sampled_from([None, NIGHT, NIGHT + SECOND]),
    ),
)


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    """Draw what a file may say of two organisations."""
    source = draw(st.sampled_from(["one.yaml", "two.csv"]))
    rows: dict[object, Row] = {}
    for line, name in enumerate(draw(st.lists(st.sampled_from(["alpha", "beta"]), unique=True))):
        provenance = Provenance(Origin.IMPORT, NIGHT, source, line)
        whole = Organisation(name, draw(st.sampled_from(["One", "Two"])))
        for value in (whole, *draw(st.lists(parts, max_size=4))):
            row = Row(name, value, provenance)
            rows.setdefault(row.key, row)
    return Roster(source, tuple(rows.values()))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(rosters(), min_size=1, max_size=5))
def test_imports(database: Engine, imported: Sequence[Roster]) -> None:
    """After an import the register is what was decided, and a second import of the same changes nothing."""
    book = SqlOrganisationBook(database)
    for moment, roster in enumerate(imported):
        before = {row.key: row for row in book.rows()}
        changes = reconcile(book.rows(), roster, NIGHT + moment * SECOND)
        book.apply(changes)

        expected = before | {row.key: row for row in changes.added}
        for change in (*changes.changed, *changes.retired):
            if change.after is None:
                del expected[change.before.key]
            else:
                expected[change.before.key] = change.after
        assert list(expected.values()) == list(book.rows())
        assert not reconcile(book.rows(), roster, NIGHT + moment * SECOND)
        assert len(book.all()) <= 2
