import time

import pytest
from sqlalchemy import Engine

from noroshi.clock import DAY
from noroshi.errors import NotFoundError, OvertakenError
from noroshi.people.audit import AuditEntry, AuditWanted, What
from noroshi.people.caller import Via
from noroshi.sharing.blocklists.book import BlockListBook
from noroshi.sharing.blocklists.model import BlockList, Line, Spare, proposed, released, withdrawn
from noroshi.storage.migrations import downgrade, upgrade
from noroshi.storage.people.audit import SqlAuditBook
from noroshi.storage.sharing.books import sharing_books
from noroshi.storage.transactions import writing

NOW = time.time_ns()
LINE = Line("45.0.0.7", NOW + DAY, "malicious-code/infected-system", "an id", alert="A-7QX3M2K")


def made(at: int = NOW) -> BlockList:
    """A block-list as one is proposed."""
    return proposed(["A-7QX3M2K"], "蠕虫", [LINE], [Spare("8.8.8.8", "allowed", "service x")], "mika", at)


def entry(what: What = What.PROPOSE_BLOCK_LIST) -> AuditEntry:
    """A line of the audit."""
    return AuditEntry(NOW, "mika", Via.COMMAND, what)


@pytest.fixture
def book(database: Engine) -> BlockListBook:
    """Give the book of block-lists."""
    return sharing_books(database).block_lists


def test_life(book: BlockListBook, database: Engine) -> None:
    """A block-list comes back at each turn of its life as it was written, is served while it is released, and the audit has each turn."""
    first = made()
    book.add(first, entry())
    before = book.served(NOW)
    let = released(first, 1, "kei", NOW + 1)
    book.change(first, let, entry(What.RELEASE_BLOCK_LIST))
    during, at_end = book.served(NOW + 1), book.served(NOW + DAY)
    over = withdrawn(let, "mika", NOW + 2)
    book.change(let, over, entry(What.WITHDRAW_BLOCK_LIST))
    audited = [row.entry.what for row in SqlAuditBook(database).page(AuditWanted(), None, 100)]

    assert ([], [let], [], []) == (before, during, at_end, book.served(NOW + 2))
    assert over == book.get(first.id.lower())
    assert [What.WITHDRAW_BLOCK_LIST, What.RELEASE_BLOCK_LIST, What.PROPOSE_BLOCK_LIST] == audited


def test_at_once(book: BlockListBook) -> None:
    """Of two who decide about the same block-list, or propose one of the same id, the slower is told."""
    first = made()
    book.add(first, entry())
    book.change(first, withdrawn(first, "kei", NOW), entry(What.WITHDRAW_BLOCK_LIST))
    with pytest.raises(OvertakenError):
        book.change(first, released(first, 1, "aki", NOW), entry(What.RELEASE_BLOCK_LIST))
    with pytest.raises(OvertakenError):
        book.add(first, entry())
    with pytest.raises(NotFoundError):
        book.get("B-NOTHING")


def test_listed(book: BlockListBook) -> None:
    """The latest proposed comes first."""
    one, other = made(), made(NOW + 1)
    for each in (one, other):
        book.add(each, entry())

    assert [other, one] == book.all()


def test_waits(book: BlockListBook, database: Engine) -> None:
    """Taken back and brought forward, the database has the block-lists, and the audit's lines about them, that it had."""
    book.add(made(), entry())
    with writing(database) as connection:
        downgrade(connection)
    with writing(database) as connection:
        upgrade(connection)

    assert [made()] == book.all()
    assert [What.PROPOSE_BLOCK_LIST] == [
        row.entry.what for row in SqlAuditBook(database).page(AuditWanted(), None, 100)
    ]
