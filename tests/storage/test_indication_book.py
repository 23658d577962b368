"""Indications, as they are kept."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine, text

from noroshi.clock import SECOND
from noroshi.detections.model import Subject
from noroshi.errors import NotFoundError, OvertakenError
from noroshi.indications.book import Place, Wanted
from noroshi.indications.merging import Told, heard
from noroshi.indications.model import Indication, Seen, begun
from noroshi.organisations.model import Severity
from noroshi.storage.indications import SqlIndicationBook
from noroshi.storage.migrations import upgrade
from noroshi.storage.transactions import writing
from tests.indications.signs import NIGHT, sign
from tests.storage.steps import back_to


@pytest.fixture
def book(database: Engine) -> SqlIndicationBook:
    """Give an empty book."""
    return SqlIndicationBook(database)


def some(count: int = 3) -> list[Indication]:
    """Give indications on ports from 1 up, a second apart."""
    return [begun(sign(f"tcp/{number}", first=NIGHT + number * SECOND)) for number in range(1, count + 1)]


def test_all_of_an_indication(book: SqlIndicationBook) -> None:
    """Every field comes back as it was, new and changed."""
    new = replace(begun(sign()), subject="狼煙", severity=Severity.CRITICAL)
    changed = replace(new, severity=Severity.LOW, last=2**62, ended=True, version=7, detection=sign(bins=2))
    book.record([new])
    as_begun = book.get(new.id.lower())
    book.record([changed])

    assert new == as_begun
    assert changed == book.get(new.id)
    assert {new.id: changed} == book.of_ids([new.id, "I-00000000"])


def test_unknown(book: SqlIndicationBook) -> None:
    """One that does not exist is said not to."""
    with pytest.raises(NotFoundError, match="I-00000000"):
        book.get("I-00000000")


def test_overtaken(book: SqlIndicationBook) -> None:
    """Who has not seen the latest version changes nothing, of no indication, and is told; a change has one number."""
    one, two = some(2)
    later = replace(one, version=2, ended=True)
    book.record([later])
    for stale in (one, replace(later, subject="other")):
        with pytest.raises(OvertakenError):
            book.record([two, stale])

    with pytest.raises(OvertakenError):
        book.record([two], [one])

    assert [later] == book.page(Wanted(), 9)
    assert 1 == book.latest_change()


def test_struck_out(book: SqlIndicationBook) -> None:
    """What is struck out is gone, until somebody tells of it again; the others stay, and no number comes twice."""
    one, two = some(2)
    book.record([one, two])
    book.record([], [two])
    left, latest = book.page(Wanted(), 9), book.latest_change()
    book.record([replace(two, severity=Severity.LOW)])

    assert [one] == left
    assert (3, [4]) == (latest, [number for number, _ in book.since(latest, 9)])
    assert Severity.LOW is book.get(two.id).severity


def test_lately(book: SqlIndicationBook) -> None:
    """Those about some subjects that somebody has seen since a moment are found at once."""
    one, two, three = some()
    book.record([one, two, three])

    assert [two] == book.lately(["tcp/1", "tcp/2"], two.last)
    assert [three, two] == book.page(Wanted(since=two.last), 9)


def test_from_before(book: SqlIndicationBook, database: Engine) -> None:
    """What was written before it was kept who has seen it was seen here, as its latest detection has it."""
    (one,) = some(1)
    book.record([one])
    with writing(database) as connection:
        connection.execute(text("UPDATE indications SET seen_by = '[]'"))

    assert one == book.get(one.id)


def test_pages(book: SqlIndicationBook) -> None:
    """The latest seen come first, a page at a time, by subject, kind, and whether they are over."""
    one, two, three = some()
    over = replace(two, ended=True)
    book.record([one, over, three])
    first = book.page(Wanted(), 2)

    assert [three, over] == first
    assert [one] == book.page(Wanted(), 2, Place(over.last, over.id))
    assert [over] == book.page(Wanted(ended=True), 9)
    assert [three, one] == book.page(Wanted(ended=False), 9)
    assert [one] == book.page(Wanted(subject="tcp/1", kind="port.rising"), 9)
    assert [] == book.page(Wanted(kind="port"), 9)


def test_changes(book: SqlIndicationBook) -> None:
    """Whoever follows gets each change after the last they have seen, and of one that changed twice the latest."""
    one, two, three = some()
    book.record([one, two])
    seen = book.latest_change()
    again, more = replace(one, version=2), replace(one, version=3)
    book.record([again, three])
    book.record([more])

    assert [one, two] == [each for _, each in book.since(0, 2)] or 2 == seen
    assert [(4, three), (5, more)] == list(book.since(seen, 9))
    assert [(4, three)] == list(book.since(seen, 1))
    assert 5 == book.latest_change()


def test_back_to_before_partners(book: SqlIndicationBook, database: Engine, tmp_path: Path) -> None:
    """Taken back, only what this centre has seen is left, for the Noroshi before would take the rest for its own; forward again, that is there."""
    (one,) = some(1)
    seen = Seen("East", NIGHT, NIGHT, False, 90, 500, NIGHT, "an id")
    theirs = heard(None, Told("port.rising", Subject("port", "udp/53"), 0.5, seen))
    assert theirs is not None
    book.record([one, theirs])
    back_to(database, tmp_path, "0012")
    with writing(database) as connection:
        left = connection.scalars(text("SELECT id FROM indications")).all()
        upgrade(connection)

    assert [one.id] == left
    assert [one] == book.page(Wanted(), 9)
