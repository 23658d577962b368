"""Migration 0002, forward and back, over a database in which officers have worked."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text

from noroshi.alerts.book import Changed, Revision
from noroshi.alerts.desk import Desk
from noroshi.alerts.history import WATCH, Deed, Entry
from noroshi.alerts.model import Alert, AlertState
from noroshi.alerts.moves import Asked, Move
from noroshi.alerts.wanted import Wanted
from noroshi.clock import DAY
from noroshi.errors import StorageError
from noroshi.organisations.responsibility import Responsibility
from noroshi.storage.alerts import SqlAlertBook
from noroshi.storage.migrations import upgrade
from noroshi.storage.transactions import reading, writing
from noroshi.testing import HandClock
from tests.delivery.stories import NIGHT, alert
from tests.storage.steps import back_to


@pytest.fixture
def worked(database: Engine) -> dict[str, Alert]:
    """Let officers work on three alerts; give them as they were opened."""
    alerts = {each.id: each for each in (alert(number=number) for number in range(1, 4))}
    opened = [
        Entry(each, NIGHT, NIGHT, Deed.OPENED, WATCH, AlertState.OPEN, None, "狼煙", version=1)
        for each in alerts
    ]
    book = SqlAlertBook(database)
    book.record(Changed([Revision(each, 0) for each in alerts.values()], opened))
    desk = Desk(book, Responsibility(()), HandClock(NIGHT))
    first, second, third = alerts
    desk.move(first, Asked(Move.ACKNOWLEDGE, "aiko"))
    desk.move(first, Asked(Move.ASSIGN, "aiko", to="ben"))
    desk.move(second, Asked(Move.SNOOZE, "aiko", "花見", until=NIGHT + DAY))
    desk.move(third, Asked(Move.MERGE, "aiko", into=first))
    return alerts


def test_back(database: Engine, worked: dict[str, Alert], tmp_path: Path) -> None:
    """Taken back, the database has the columns of before, and no line of history that the Noroshi before cannot read."""
    back_to(database, tmp_path, "0001")

    with reading(database) as connection:
        columns = {
            table: {each["name"] for each in inspect(connection).get_columns(table)}
            for table in ("alerts", "history")
        }
        indexes = {each["name"]: each["column_names"] for each in inspect(connection).get_indexes("alerts")}
        deeds = set(connection.scalars(text("SELECT deed FROM history")))
        ids = set(connection.scalars(text("SELECT id FROM alerts")))
    assert set() == columns["alerts"] & {"subject_key", "assignee", "snoozed_until", "merged_into"}
    assert set() == columns["history"] & {"about", "version", "before"}
    assert ["state", "severity", "last", "kind"] == indexes["alerts_state_ix"]
    assert ["organisation", "state", "severity", "last"] == indexes["alerts_organisation_ix"]
    assert ["subject", "state", "severity", "last"] == indexes["alerts_subject_ix"]
    assert ({"opened", "acknowledged"}, set(worked)) == (deeds, ids)


def test_forward(database: Engine, worked: dict[str, Alert], tmp_path: Path) -> None:
    """Brought forward, alerts are found by prefix, what is acknowledged is whose it is who took it, and all history is there."""
    book = SqlAlertBook(database)
    before = {each: {(entry.deed, entry.who, entry.note) for entry in book.history(each)} for each in worked}
    back_to(database, tmp_path, "0001")
    with writing(database) as connection:
        upgrade(connection)
    after = {each: {(entry.deed, entry.who, entry.note) for entry in book.history(each)} for each in worked}
    found = book.page(Wanted(subject="192.0.2.0/30"), NIGHT, 10).alerts

    assert before == after
    assert worked.keys() == {each.id for each in found}
    assert {"A-0000001": "aiko", "A-0000002": "", "A-0000003": ""} == {
        each.id: each.assignee for each in found
    }
    assert {(None, "")} == {(each.snoozed_until, each.merged_into) for each in found}


@pytest.mark.parametrize("schema", ["0001", "0002"])
@pytest.mark.usefixtures("worked")
def test_history_stays(database: Engine, tmp_path: Path, schema: str) -> None:
    """After each step the database still refuses to change or delete history."""
    back_to(database, tmp_path, schema)

    for change in ("DELETE FROM history", "UPDATE history SET who = 'nobody'"):
        with pytest.raises(StorageError, match="history is never changed"), writing(database) as connection:
            connection.execute(text(change))
