"""What following up asks of the database, and migration 0007, forward and back."""

from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace
from sqlalchemy import Engine, inspect, text

from noroshi.alerts.book import Changed, Revision
from noroshi.alerts.follow_up import Attended
from noroshi.alerts.history import WATCH, Deed, Entry
from noroshi.alerts.model import Alert, AlertState, Handling, Outcome
from noroshi.alerts.notices import Reason
from noroshi.delivery.message import MessageState
from noroshi.errors import StorageError
from noroshi.organisations.model import Contact, Origin
from noroshi.organisations.reconcile import Changes
from noroshi.organisations.register import Provenance, Row
from noroshi.storage.alerts import SqlAlertBook
from noroshi.storage.migrations import upgrade
from noroshi.storage.organisations import SqlOrganisationBook
from noroshi.storage.outbox import SqlOutboxBook
from noroshi.storage.transactions import reading, writing
from tests.delivery.stories import NIGHT, alert, contact, message, notice, organisation, telling
from tests.storage.steps import back_to

FIRST, SECOND = alert(number=1), alert(number=2)


def line(of: Alert, at: int, deed: Deed, state: AlertState = AlertState.OPEN, **more: object) -> Entry:
    """Make a line of history."""
    return replace(Entry(of.id, NIGHT + at, NIGHT + at, deed, WATCH, state), **more)


def record(engine: Engine, *entries: Entry) -> SqlAlertBook:
    """Write two alerts with some history."""
    book = SqlAlertBook(engine)
    book.record(Changed([Revision(FIRST, 0), Revision(SECOND, 0)], entries))
    return book


def test_unanswered(database: Engine) -> None:
    """Of what happened since somebody last answered, the first of each deed is told, of each alert for itself."""
    book = record(
        database,
        line(FIRST, 1, Deed.OPENED),
        line(SECOND, 2, Deed.OPENED),
        line(FIRST, 3, Deed.REMINDED),
        line(SECOND, 4, Deed.CAME_BACK),
        line(SECOND, 5, Deed.CAME_BACK),
        line(FIRST, 6, Deed.ACKNOWLEDGED),
        line(FIRST, 7, Deed.REOPENED),
        line(SECOND, 8, Deed.REMINDED),
    )

    assert {
        FIRST.id: {Deed.REOPENED: NIGHT + 7},
        SECOND.id: {Deed.OPENED: NIGHT + 2, Deed.CAME_BACK: NIGHT + 4, Deed.REMINDED: NIGHT + 8},
    } == book.unanswered([FIRST.id, SECOND.id, "A-9999999"])


def test_attended(database: Engine) -> None:
    """What is noted of a sensor replaces what was known of it, and of no other."""
    book = SqlAlertBook(database)
    notes = [Attended("b", 1, 2), Attended("a", 1, 3), Attended("b", 1, 4)]
    for note in notes:
        book.attend(note)

    assert notes[1:] == book.attended()


def test_answered_by_a_partner(database: Engine) -> None:
    """A partner that has said how it stands there has answered."""
    book = record(database, line(FIRST, 1, Deed.OPENED), line(FIRST, 2, Deed.ANSWERED))

    assert {} == book.unanswered([FIRST.id])


@pytest.fixture
def followed(database: Engine) -> SqlAlertBook:
    """One alert was closed as quiet, and one has been escalated, with a message that waits."""
    book = record(
        database,
        line(FIRST, 1, Deed.OPENED),
        line(SECOND, 2, Deed.OPENED),
        line(SECOND, 3, Deed.ESCALATED),
        line(
            FIRST,
            4,
            Deed.CLOSED,
            AlertState.RESOLVED,
            outcome=Outcome.QUIET,
            before=Handling(AlertState.OPEN),
        ),
    )
    closed = replace(FIRST, state=AlertState.RESOLVED, outcome=Outcome.QUIET, version=2)
    owed = notice(SECOND, contact(), Reason.ESCALATED)
    book.record(Changed([Revision(closed, 1)], (), [owed]))
    book.attend(Attended("live:eth1", 1, 2))
    told = message(replace(telling(SECOND, Reason.ESCALATED), notices=(owed.id,)), to=second())
    assert SqlOutboxBook(database).compose(told)
    whole = organisation(second())
    rows = [
        Row(whole.id, value, Provenance(Origin.PERSON, 1, "mika"))
        for value in (replace(whole, contacts=()), second())
    ]
    SqlOrganisationBook(database).apply(Changes(added=tuple(rows)))
    return book


def second() -> Contact:
    """Make a contact for escalation."""
    return replace(contact(), escalation=True)


def test_back(database: Engine, followed: SqlAlertBook, tmp_path: Path) -> None:
    """Taken back, nothing is left that the Noroshi before cannot read, and what was closed as quiet waits again."""
    assert followed.attended()
    back_to(database, tmp_path, "0006")

    with reading(database) as connection:
        tables = set(inspect(connection).get_table_names())
        deeds = set(connection.scalars(text("SELECT deed FROM history")))
        alerts = {tuple(row) for row in connection.execute(text("SELECT state, outcome FROM alerts"))}
        [reason] = connection.scalars(text("SELECT reason FROM notices"))
        [content] = connection.scalars(text("SELECT content FROM messages"))
        kept = " ".join(connection.scalars(text("SELECT value FROM register")))
    assert "attendance" not in tables
    assert ({"opened"}, {("open", None)}) == (deeds, alerts)
    assert ("still", ["still"]) == (reason, msgspec.json.decode(content)["tellings"][0]["reasons"])
    assert "escalation" not in content + kept
    with pytest.raises(StorageError, match="history is never changed"), writing(database) as connection:
        connection.execute(text("DELETE FROM history"))


def test_forward(database: Engine, followed: SqlAlertBook, tmp_path: Path) -> None:
    """Brought forward again, all history is there, and what was written before can be read."""
    back_to(database, tmp_path, "0006")
    with writing(database) as connection:
        upgrade(connection)

    deeds = {each.id: [entry.deed for entry in followed.history(each.id)] for each in (FIRST, SECOND)}
    assert {FIRST.id: [Deed.OPENED, Deed.CLOSED], SECOND.id: [Deed.OPENED, Deed.ESCALATED]} == deeds
    assert (AlertState.OPEN, None) == (followed.get(FIRST.id).state, followed.get(FIRST.id).outcome)
    [told] = SqlOutboxBook(database).messages((MessageState.WAITING,), 9)
    assert (Reason.STILL,) == told.message.tellings[0].reasons
    assert [False] == [each.escalation for each in SqlOrganisationBook(database).get("example").contacts]
