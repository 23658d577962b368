"""Indications, as they are kept."""

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine

from noroshi.clock import SECOND
from noroshi.errors import NotFoundError
from noroshi.indications.book import Place, Wanted
from noroshi.indications.model import Indication, begun
from noroshi.organisations.model import Severity
from noroshi.storage.indications import SqlIndicationBook
from tests.indications.signs import NIGHT, sign


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


def test_older(book: SqlIndicationBook) -> None:
    """What is no newer than what is kept changes nothing, and has no number."""
    (new,) = some(1)
    later = replace(new, version=2, ended=True)
    book.record([later])
    book.record([new, replace(later, subject="other")])

    assert later == book.get(new.id)
    assert 1 == book.latest_change()


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
