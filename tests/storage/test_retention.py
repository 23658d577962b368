from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine, text

from noroshi.alerts.book import Changed, Revision
from noroshi.alerts.history import Deed, Entry
from noroshi.alerts.model import Alert, AlertState, Outcome
from noroshi.clock import DAY
from noroshi.delivery.message import Message, MessageState
from noroshi.organisations.model import Marking
from noroshi.people.audit import AuditEntry, What
from noroshi.people.caller import Via
from noroshi.sharing.finding import Level
from noroshi.sharing.ledger import Standing
from noroshi.sharing.marks import Mark
from noroshi.sharing.policy import Rule
from noroshi.storage.alerts import SqlAlertBook
from noroshi.storage.database import open_database, sqlite_url
from noroshi.storage.outbox import SqlOutboxBook
from noroshi.storage.retention.tables import ROWS, SqlRetention
from noroshi.storage.sharing.books import sharing_books
from noroshi.storage.transactions import reading, writing
from tests.delivery.stories import NIGHT, alert, contact, message, notice, telling


@pytest.fixture
def retention(database: Engine) -> SqlRetention:
    """Give what empties a new database."""
    return SqlRetention(database)


def composed(database: Engine, number: int) -> Message:
    """Write down a message about an alert."""
    told, outbox = alert(number=number), SqlOutboxBook(database)
    owed = notice(told, contact())
    SqlAlertBook(database).record(Changed([Revision(told, 0)], notices=[owed]))
    made = message(replace(telling(told), notices=(owed.id,)))
    assert outbox.compose(made)
    return made


def resolved(database: Engine, *numbers: int, at: int = NIGHT) -> Sequence[Alert]:
    """Open alerts, and resolve them."""
    fields = {"state": AlertState.RESOLVED, "outcome": Outcome.CLEANED}
    alerts = [replace(alert(number=number), **fields) for number in numbers]
    entries = [
        Entry(each.id, at, at, Deed.RESOLVED, "mika", each.state, each.outcome, "Reinstalled.")
        for each in alerts
    ]
    SqlAlertBook(database).record(Changed([Revision(each, 0) for each in alerts], entries))
    return alerts


def test_texts(database: Engine, retention: SqlRetention) -> None:
    """A message that was sent before the moment says nothing any more; to whom and when it was sent stays."""
    old, young, waiting, dead = (composed(database, number) for number in range(4))
    outbox = SqlOutboxBook(database)
    outbox.sent(old.key, NIGHT)
    outbox.sent(young.key, NIGHT + DAY)
    outbox.failed(dead.key, "no such mailbox", None)

    counted = retention.texts(NIGHT + DAY)
    emptied = list(retention.empty_texts(NIGHT + DAY))
    after = {each.message.key: each for each in outbox.messages(tuple(MessageState), 10)}

    assert (1, [1]) == (counted, emptied)
    assert replace(old, tellings=()) == after[old.key].message
    assert (MessageState.SENT, NIGHT) == (after[old.key].state, after[old.key].sent)
    assert [young, waiting, dead] == [after[each.key].message for each in (young, waiting, dead)]
    assert (0, []) == (retention.texts(NIGHT + DAY), list(retention.empty_texts(NIGHT + DAY)))


def test_samples(database: Engine, retention: SqlRetention) -> None:
    """A resolved alert to which nothing has happened since loses its samples, and nothing else."""
    [old] = resolved(database, 1)
    [young] = resolved(database, 2, at=NIGHT + DAY)
    book = SqlAlertBook(database)
    going_on = alert(number=3)
    book.record(Changed([Revision(going_on, 0)]))

    counted = retention.samples(NIGHT + DAY)
    emptied = list(retention.empty_samples(NIGHT + DAY))
    bare = replace(old.detection, evidence=replace(old.detection.evidence, samples=()))

    assert (1, [1]) == (counted, emptied)
    assert replace(old, detection=bare, version=old.version + 1) == book.get(old.id)
    assert [young, going_on] == [book.get(young.id), book.get(going_on.id)]
    assert [Deed.RESOLVED] == [entry.deed for entry in book.history(old.id)]
    assert (0, []) == (retention.samples(NIGHT + DAY), list(retention.empty_samples(NIGHT + DAY)))


def test_marked(database: Engine, retention: SqlRetention) -> None:
    """What partners were told of an alert, and its mark, outlive its samples."""
    [old] = resolved(database, 1)
    books, entry = sharing_books(database), AuditEntry(NIGHT, "mika", Via.COMMAND, What.MARK)
    marked = books.marks.put(old.id, Mark(Marking.RED, by="mika", at=NIGHT), entry)
    standing = Standing(old.id, "abroad", Level.FULL, Rule.RELEASED, NIGHT, Level.FULL)
    books.ledger.note([standing], [])

    assert [1] == list(retention.empty_samples(NIGHT + DAY))
    assert {old.id: marked} == books.marks.of([old.id])
    assert {old.id: standing} == books.ledger.of("abroad", [old.id])


def test_overtaken(database: Engine, retention: SqlRetention) -> None:
    """An alert that somebody opens again between reading and writing keeps its samples."""
    alerts = resolved(database, *range(ROWS + 1))
    book = SqlAlertBook(database)
    portions = retention.empty_samples(NIGHT + DAY)
    first = next(portions)
    again = replace(alerts[ROWS], state=AlertState.OPEN, outcome=None, version=2)
    book.record(Changed([Revision(again, 1)]))

    assert (ROWS, []) == (first, list(portions))
    assert again == book.get(again.id)


def test_portions(database: Engine, retention: SqlRetention) -> None:
    """However much there is, one transaction changes a bounded part of it, and all of it goes."""
    resolved(database, *range(2 * ROWS + 1))

    assert [ROWS, ROWS, 1] == list(retention.empty_samples(NIGHT + DAY))


def filled(engine: Engine) -> None:
    """Write 20 MB into a database, and delete them."""
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE filling (value TEXT)"))
        connection.execute(text("INSERT INTO filling VALUES (:value)"), [{"value": "x" * 5000}] * 4000)
    with writing(engine) as connection:
        connection.execute(text("DROP TABLE filling"))


def test_given_back(tmp_path: Path) -> None:
    """An SQLite file becomes shorter by what is unused in it, in portions; PostgreSQL is left to itself."""
    path = tmp_path / "noroshi.db"
    engine = open_database(sqlite_url(path))
    filled(engine)
    with reading(engine) as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint")
    before = path.stat().st_size
    portions = list(SqlRetention(engine).give_back())
    engine.dispose()  # what is in the log comes into the file

    assert before - sum(portions) == path.stat().st_size < 1 << 20
    assert len(portions) > 5


def test_nothing_to_give_back(database: Engine, retention: SqlRetention) -> None:
    """A database in which all is used, or which is a server's, gives nothing back."""
    del database

    assert [] == list(retention.give_back())


def test_made_before(tmp_path: Path) -> None:
    """A file that was made without it gives nothing back, and is as good as ever."""
    path = tmp_path / "noroshi.db"
    engine = open_database(sqlite_url(path))
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        for order in ("ROLLBACK", "PRAGMA journal_mode = DELETE", "PRAGMA auto_vacuum = NONE", "VACUUM"):
            if order != "ROLLBACK" or driver.in_transaction:
                driver.execute(order)
    filled(engine)
    with reading(engine) as connection:
        kind = connection.exec_driver_sql("PRAGMA auto_vacuum").scalar()

    given = list(SqlRetention(engine).give_back())
    engine.dispose()

    assert (0, []) == (kind, given)


def test_room(tmp_path: Path) -> None:
    """What was emptied makes an SQLite file shorter, and leaves what refers to it as it was."""
    engine = open_database(sqlite_url(tmp_path / "noroshi.db"))
    retention, outbox = SqlRetention(engine), SqlOutboxBook(engine)
    for number in range(ROWS):
        outbox.sent(composed(engine, number).key, NIGHT)

    emptied = sum(retention.empty_texts(NIGHT + DAY))
    given = sum(retention.give_back())
    with reading(engine) as connection:
        dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        settled = connection.scalar(text("SELECT count(*) FROM settled"))
    engine.dispose()

    assert (ROWS, ROWS, []) == (emptied, settled, dangling)
    assert given > ROWS * 2000
