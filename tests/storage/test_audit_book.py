import time

import pytest
from sqlalchemy import Engine, delete, text, update

from noroshi.clock import DAY
from noroshi.errors import StorageError
from noroshi.people.audit import AuditEntry, AuditWanted, Outcome, What
from noroshi.people.caller import Via
from noroshi.storage.people.audit import SqlAuditBook
from noroshi.storage.tables.audit import audit
from noroshi.storage.transactions import writing

NOW = time.time_ns()
ENTRIES = [
    AuditEntry(NOW - 60 * DAY, "mika", Via.SESSION, What.READ, "A-1"),
    AuditEntry(NOW, "花子", Via.TOKEN, What.EXPORT, "/alerts.csv", Outcome.REFUSED, "2001:db8::1", "q"),
    AuditEntry(NOW, "", Via.NOBODY, What.SIGN_IN, "", Outcome.FAILED, "192.0.2.1", "password"),
]


@pytest.fixture
def book(database: Engine) -> SqlAuditBook:
    """Give a book with three lines."""
    kept = SqlAuditBook(database)
    kept.write(ENTRIES)
    return kept


def found(book: SqlAuditBook, wanted: AuditWanted) -> list[AuditEntry]:
    """The lines that meet conditions, the latest first."""
    return [row.entry for row in book.page(wanted, None, 10)]


def test_kept(book: SqlAuditBook) -> None:
    """Lines come back as they were written, the latest first, page by page."""
    first = book.page(AuditWanted(), None, 2)
    rest = book.page(AuditWanted(), first[-1].id, 2)
    book.write([])

    assert ENTRIES[::-1] == [row.entry for row in (*first, *rest)]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (AuditWanted(who="mika"), [0]),
        (AuditWanted(what=What.EXPORT), [1]),
        (AuditWanted(about="A-1"), [0]),
        (AuditWanted(outcome=Outcome.FAILED), [2]),
        (AuditWanted("mika", What.EXPORT), []),
        (AuditWanted(who="\0"), []),
        (AuditWanted(about="\ud800"), []),
    ],
)
def test_wanted(book: SqlAuditBook, wanted: AuditWanted, expected: list[int]) -> None:
    """Each condition that is given must be met; what no database holds is found nowhere."""
    assert [ENTRIES[place] for place in expected] == found(book, wanted)


def test_never_changed(book: SqlAuditBook, database: Engine) -> None:
    """Nobody changes a line, or deletes one that is younger than 30 days; an older one can go."""
    for statement in (
        update(audit).values(who="somebody else"),
        update(audit).where(audit.c.who == "mika").values(note=""),
        delete(audit),
        delete(audit).where(audit.c.who == "花子"),
    ):
        with (
            pytest.raises(StorageError, match="the audit is never changed"),
            writing(database) as connection,
        ):
            connection.execute(statement)
    assert ENTRIES[::-1] == found(book, AuditWanted())
    with writing(database) as connection:
        connection.execute(delete(audit).where(audit.c.who == "mika"))

    assert ENTRIES[:0:-1] == found(book, AuditWanted())


def test_not_emptied(book: SqlAuditBook, database: Engine) -> None:
    """PostgreSQL's quick way to empty a table is refused too."""
    if database.dialect.name == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")

    with pytest.raises(StorageError, match="the audit is never changed"), writing(database) as connection:
        connection.execute(text("TRUNCATE audit"))
    assert 3 == len(found(book, AuditWanted()))
