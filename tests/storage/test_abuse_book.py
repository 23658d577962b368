import time

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine

from noroshi.errors import MoveRefusedError, OvertakenError
from noroshi.people.audit import AuditEntry, AuditWanted, What
from noroshi.people.caller import Via
from noroshi.sharing.blocklists.abuse_book import AbuseBook, Reported
from noroshi.storage.migrations import downgrade, upgrade
from noroshi.storage.people.audit import SqlAuditBook
from noroshi.storage.sharing.books import sharing_books
from noroshi.storage.transactions import writing
from noroshi.storage.turn import Turn

NOW = time.time_ns()
FIRST = Reported("report-1", "abuse@net.example", "B-3K9XT", "finding-1", NOW, "蜜柑")
SECOND = replace(FIRST, report="report-2", block_list="B-00000", finding="finding-2", at=NOW + 1)


@pytest.fixture
def book(database: Engine) -> AbuseBook:
    """Give the book of abuse mail."""
    return sharing_books(database).abuse


def test_reported(book: AbuseBook) -> None:
    """What was reported comes back by its block-list, or by the report, the earliest first, and as it was written."""
    for each in (SECOND, FIRST):
        book.add(each)
    asked = [
        ("B-3K9XT", []),
        ("B-3K9XT", ["report-2"]),
        ("B-11111", ["report-2", "report-3"]),
        ("B-11111", []),
    ]

    assert [[FIRST], [FIRST, SECOND], [SECOND], []] == [book.reported(*each) for each in asked]


def test_once(book: AbuseBook) -> None:
    """That a report has gone to a mailbox is written once; to another mailbox it may have gone, too."""
    book.add(FIRST)
    book.add(replace(FIRST, mailbox="abuse@other.example"))
    with pytest.raises(OvertakenError, match="report-1"):
        book.add(replace(FIRST, at=NOW + 1))

    assert 2 == len(book.reported("B-3K9XT", []))


def test_alone(book: AbuseBook, database: Engine) -> None:
    """One sends at a time, in whatever process; members are told meanwhile, and whoever comes after those who are done sends."""
    delivery = Turn(database)
    with book.alone():
        assert delivery.take()
        with pytest.raises(MoveRefusedError, match="somebody else"), sharing_books(database).abuse.alone():
            pass
    delivery.give_back()
    with sharing_books(database).abuse.alone():
        pass


def test_waits(book: AbuseBook, database: Engine) -> None:
    """Taken back and brought forward, the database has what was reported, and the audit's lines about it, that it had."""
    book.add(FIRST)
    entry = AuditEntry(NOW, "mika", Via.COMMAND, What.REPORT_ABUSE)
    audit = SqlAuditBook(database)
    audit.write([entry])
    with writing(database) as connection:
        downgrade(connection)
    between = audit.page(AuditWanted(), None, 100)
    with writing(database) as connection:
        upgrade(connection)

    assert [FIRST] == book.reported("B-3K9XT", [])
    assert ([], [entry]) == (between, [row.entry for row in audit.page(AuditWanted(), None, 100)])
