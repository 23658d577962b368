"""What the desk does by itself as time goes by, by a clock that a hand drives."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine

from noroshi.alerts.desk import Desk
from noroshi.alerts.follow_up import FollowUp
from noroshi.alerts.history import WATCH, Deed
from noroshi.alerts.model import Alert, AlertState, Outcome
from noroshi.alerts.moves import Asked, Move
from noroshi.alerts.notices import NoticeState, Reason
from noroshi.alerts.silences import Scope
from noroshi.alerts.wanted import Wanted
from noroshi.clock import DAY, HOUR, MINUTE, SECOND
from noroshi.detections.model import Phase
from noroshi.organisations.model import ChannelKind, Contact
from noroshi.organisations.responsibility import Responsibility
from noroshi.storage.alerts import SqlAlertBook
from noroshi.storage.database import open_database, sqlite_url
from noroshi.testing import HandClock
from tests.alerts.stories import MEMBERS, NOON, OFFICE, again, detection, later

BOSS = Contact(ChannelKind.FILE, "boss.ndjson", escalation=True)
REGISTER = Responsibility((replace(MEMBERS[0], contacts=(OFFICE, BOSS)), *MEMBERS[1:]))
SENSOR = "live:eth1"


class Room(NamedTuple):
    """A desk with all around it."""

    book: SqlAlertBook
    clock: HandClock
    desk: Desk

    def wait(
        self, days: float, *, is_well: bool = True, is_watched: bool = True, goes_on: bool = False
    ) -> None:
        """Let days go by, three hours at a time, in which a watch notes that it is there, and what was seen may go on."""
        for _ in range(round(days * 8)):
            before = self.clock.now()
            self.clock.advance(3 * HOUR)
            if goes_on:
                since = (self.clock.now() - NOON) / HOUR
                self.desk.conclude([later(hours=since)])
            if is_watched:
                if before in {each.until for each in self.book.attended()[:1]}:  # it was there all the time
                    [each, *_] = self.book.attended()
                    self.book.attend(each._replace(until=self.clock.now() - 5 * MINUTE))
                self.desk.attend(SENSOR, is_well=is_well)
                self.desk.tend()

    def alert(self) -> Alert:
        """Give the only alert."""
        (alert,) = self.book.of_episodes([detection().episode])
        return alert

    def deeds(self) -> list[Deed]:
        """Give what its history says."""
        return [entry.deed for entry in self.book.history(self.alert().id)]

    def told(self, reason: Reason) -> list[str]:
        """Give who is told for a reason."""
        return sorted(each.address for each in self.book.notices((), "", 1000) if each.reason is reason)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An empty SQLite database; what is asked of it is tried with PostgreSQL beside the book's own tests."""
    engine = open_database(sqlite_url(tmp_path / "noroshi.db"))
    yield engine
    engine.dispose()


@pytest.fixture
def room(engine: Engine) -> Room:
    """A desk to which a machine of one member has been told."""
    book, clock = SqlAlertBook(engine), HandClock(NOON)
    desk = Desk(book, REGISTER, clock)
    desk.attend(SENSOR, is_well=True)
    desk.conclude([detection()])
    return Room(book, clock, desk)


def test_first(room: Room) -> None:
    """A contact for escalation is not told at first, or when it goes on."""
    room.wait(1, goes_on=True)

    assert (["office.ndjson"], {"office.ndjson"}) == (room.told(Reason.FIRST), set(room.told(Reason.STILL)))


def test_unanswered(room: Room) -> None:
    """Who does not answer is reminded after three days, and after a week somebody else of theirs is told; each once."""
    room.wait(2.875, goes_on=True)
    before = room.deeds()
    room.wait(0.25, goes_on=True)
    reminded = room.deeds()
    room.wait(8, goes_on=True)

    assert [Deed.OPENED] == before
    assert [Deed.OPENED, Deed.REMINDED] == reminded
    assert [Deed.OPENED, Deed.REMINDED, Deed.ESCALATED] == room.deeds()
    assert (["office.ndjson"], ["boss.ndjson"]) == (room.told(Reason.REMINDER), room.told(Reason.ESCALATED))
    assert "Nobody has answered for 7 days." == room.book.history(room.alert().id)[-1].note


def test_answered(room: Room) -> None:
    """Who has answered is left in peace; if it is reopened, the wait begins anew."""
    room.wait(2, goes_on=True)
    room.desk.move(room.alert().id, Asked(Move.ACKNOWLEDGE, "mika"))
    room.wait(6, goes_on=True)
    answered = room.deeds()
    room.desk.move(room.alert().id, Asked(Move.REOPEN, "mika"))
    room.wait(2.875, goes_on=True)
    before = room.deeds()
    room.wait(0.25, goes_on=True)

    assert [Deed.OPENED, Deed.ACKNOWLEDGED] == answered
    assert Deed.REOPENED == before[-1]
    assert Deed.REMINDED == room.deeds()[-1]


def test_over(room: Room) -> None:
    """Nobody is reminded of what has not been seen for a day."""
    room.wait(10)

    assert [Deed.OPENED] == room.deeds()


def test_no_second_contact(engine: Engine) -> None:
    """Where there is nobody to escalate to, the contacts are reminded, and nothing is said to be escalated."""
    clock = HandClock(NOON)
    room = Room(SqlAlertBook(engine), clock, Desk(SqlAlertBook(engine), Responsibility(MEMBERS), clock))
    room.desk.conclude([detection()])
    room.wait(9, goes_on=True)

    assert [Deed.OPENED, Deed.REMINDED] == room.deeds()


def test_only_second_contacts(engine: Engine) -> None:
    """Of an organisation that has no other contacts, those for escalation are told like any."""
    clock = HandClock(NOON)
    members = Responsibility((replace(MEMBERS[0], contacts=(BOSS,)),))
    room = Room(SqlAlertBook(engine), clock, Desk(SqlAlertBook(engine), members, clock))
    room.desk.conclude([detection()])

    assert ["boss.ndjson"] == room.told(Reason.FIRST)


def test_silenced(room: Room) -> None:
    """A silence holds reminders as it holds any notice."""
    room.desk.silence(Scope(organisation="one"), "known", "mika", NOON + 30 * DAY)
    room.wait(4, goes_on=True)

    held = [each for each in room.book.notices((), "", 1000) if each.reason is Reason.REMINDER]
    assert [NoticeState.HELD] == [each.state for each in held]


def ended(room: Room) -> None:
    """Let the story end an hour after it began."""
    room.clock.advance(HOUR)
    room.desk.conclude([later(Phase.ENDED)])


def test_quiet(room: Room) -> None:
    """What has ended and was quiet for two weeks, while the sensor watched, the centre closes; once, and by its own deed."""
    ended(room)
    room.wait(13.9)
    before = room.alert().state
    room.wait(2)
    (*_, closed) = room.book.history(room.alert().id)

    assert AlertState.OPEN == before
    assert (AlertState.RESOLVED, Outcome.QUIET) == (room.alert().state, room.alert().outcome)
    assert [Deed.OPENED, Deed.ENDED, Deed.CLOSED] == room.deeds()
    assert (WATCH, Outcome.QUIET, "Quiet for 14 days, while every sensor watched.") == (
        closed.who,
        closed.outcome,
        closed.note,
    )


@pytest.mark.parametrize("trouble", [{"is_well": False}, {"is_watched": False}], ids=["silent", "away"])
def test_blind(room: Room, trouble: dict[str, bool]) -> None:
    """If the sensor was silent or the watch away, though for hours, the two weeks begin after that."""
    ended(room)
    room.wait(13)
    room.wait(1 / 8, **trouble)
    room.wait(13.5)
    before = room.alert().state
    room.wait(1)

    assert (AlertState.OPEN, AlertState.RESOLVED) == (before, room.alert().state)


def test_sensor_gone(room: Room) -> None:
    """If a sensor that was there is gone for good, nobody knows what it would have seen: it stays open."""
    room.desk.attend("live:eth2", is_well=True)
    ended(room)
    room.wait(0.125)
    room.desk.attend("live:eth2", is_well=True)
    room.wait(20)

    assert AlertState.OPEN == room.alert().state


def test_back(room: Room) -> None:
    """What was closed as quiet and starts again is reopened, nobody's, and its contacts are told."""
    ended(room)
    room.wait(15)
    room.desk.conclude([again(days=16)])
    (alert,) = room.book.page(Wanted(), 0, 2).alerts

    assert (AlertState.OPEN, None, "") == (alert.state, alert.outcome, alert.assignee)
    assert ["office.ndjson"] == room.told(Reason.CAME_BACK)


def test_reopened(room: Room) -> None:
    """What a person reopens after that is not closed again at once, and undoing the closing does the same."""
    ended(room)
    room.wait(15)
    room.desk.move(room.alert().id, Asked(Move.UNDO, "mika"))
    room.wait(13)
    before = room.alert().state
    room.wait(2)

    assert (AlertState.OPEN, AlertState.RESOLVED) == (before, room.alert().state)


def test_killed(room: Room) -> None:
    """Whoever is killed at any moment, and begins anew, repeats nothing."""
    for _ in range(20):
        room.wait(0.5, goes_on=True)
        room = room._replace(desk=Desk(room.book, REGISTER, room.clock))

    assert [Deed.OPENED, Deed.REMINDED, Deed.ESCALATED] == room.deeds()
    assert (1, 1) == (len(room.told(Reason.REMINDER)), len(room.told(Reason.ESCALATED)))


def test_many(engine: Engine) -> None:
    """However many there are, each look takes a portion, and all have their turn."""
    clock = HandClock(NOON)
    book = SqlAlertBook(engine)
    desk = Desk(book, REGISTER, clock, FollowUp(remind=HOUR))
    desk.conclude([detection(subject=f"192.0.2.{last}") for last in range(1, 255)])
    desk.conclude([detection(subject=f"198.51.100.{last}") for last in range(1, 255)])
    clock.advance(HOUR)
    reminded = []
    for _ in range(4):
        clock.advance(SECOND)
        desk.tend()
        reminded.append(sum(1 for each in book.notices((), "", 2000) if each.reason is Reason.REMINDER))

    assert [500, 508, 508, 508] == reminded
