from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from noroshi.alerts.book import AlertBook, Changed
from noroshi.alerts.desk import Desk
from noroshi.alerts.history import WATCH, Deed
from noroshi.alerts.model import Alert, AlertState, Outcome
from noroshi.alerts.moves import Asked, Move
from noroshi.alerts.notices import NoticeState, Reason
from noroshi.alerts.silences import Scope
from noroshi.alerts.wanted import Wanted
from noroshi.clock import DAY, HOUR
from noroshi.detections.model import Detection, Phase
from noroshi.errors import MoveRefusedError, NotFoundError, OvertakenError
from noroshi.organisations.responsibility import Responsibility
from noroshi.storage.alerts import SqlAlertBook
from noroshi.storage.database import open_database, sqlite_url
from noroshi.testing import HandClock
from tests.alerts.stories import MEMBERS, NOON, REGISTER, again, detection, later

LATER = NOON + 30 * DAY
"""The clock's time, far from the data's."""


class Room(NamedTuple):
    """A desk with all around it."""

    book: AlertBook
    clock: HandClock
    desk: Desk

    def all(self) -> list[Alert]:
        """Give every alert."""
        return list(self.book.page(Wanted(), 0, 1000).alerts)

    def notices(self) -> list[tuple[str, Reason, NoticeState]]:
        """Give every notice: to whom, why, and where it stands."""
        found = self.book.notices((), "", 1000)
        return sorted((notice.address, notice.reason, notice.state) for notice in found)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A desk over an empty SQLite database."""
    engine = open_database(sqlite_url(tmp_path / "noroshi.db"))
    book, clock = SqlAlertBook(engine), HandClock(LATER)
    yield Room(book, clock, Desk(book, REGISTER, clock))
    engine.dispose()


def test_told(room: Room) -> None:
    """An alert is recorded with its history, and owed to each contact that wants its severity."""
    (turn,) = room.desk.conclude([detection()])
    (alert,) = room.all()
    (entry,) = room.book.history(alert.id)

    assert alert == turn.alert
    assert ("one", "192.0.2.0/24") == (alert.organisation, alert.holding)
    assert (Deed.OPENED, WATCH, LATER, detection().at) == (entry.deed, entry.who, entry.at, entry.seen)
    assert [("office.ndjson", Reason.FIRST, NoticeState.OWED)] == room.notices()


def test_nobodys(room: Room) -> None:
    """A subject that nobody holds is no alert, and is counted."""
    told = room.desk.conclude([detection(subject="8.8.8.8")])

    assert [] == [*told, *room.all()]
    assert 1 == room.desk.counters()["nobody's"]


def test_shared(room: Room) -> None:
    """A subject that two hold alike is an alert of each."""
    room.desk.conclude([detection(subject="203.0.113.1")])

    assert ["three", "two"] == sorted(alert.organisation for alert in room.all())


def test_a_life_at_once(room: Room) -> None:
    """A whole life in one go is recorded as the same life step by step."""
    life = [detection(), later(), later(Phase.ENDED, hours=3), again(days=2)]

    turns = room.desk.conclude(life)
    (alert,) = room.all()

    assert [Deed.OPENED, None, Deed.ENDED, Deed.CAME_BACK] == [turn.deed for turn in turns]
    assert (2, 4) == (alert.episodes, alert.version)
    assert [Deed.OPENED, Deed.ENDED, Deed.CAME_BACK] == [entry.deed for entry in room.book.history(alert.id)]
    assert [Reason.CAME_BACK, Reason.ENDED, Reason.FIRST, Reason.STILL] == [
        reason for _, reason, _ in room.notices()
    ]


@pytest.mark.parametrize("killed_after", range(5))
def test_repeats(room: Room, killed_after: int) -> None:
    """What a run that was killed repeats is neither recorded nor owed again."""
    life = [detection(), later(), later(Phase.ENDED, hours=3), again(days=2)]
    room.desk.conclude(life)
    before = room.all(), room.notices()

    room.desk.conclude(life[killed_after - 1 :])

    assert before == (room.all(), room.notices())


def test_held_by_another_since(room: Room) -> None:
    """When an address changes hands, its new holder is told, and the old one that it is over."""
    room.desk.conclude([detection()])
    handed_over = Responsibility([MEMBERS[0].__class__("heir", "Heir", (), MEMBERS[0].holdings)])
    heir = Desk(room.book, handed_over, room.clock)

    heir.conclude([later()])
    heir.conclude([later(Phase.ENDED, hours=3)])

    assert {"one": True, "heir": True} == {alert.organisation: alert.ended for alert in room.all()}


def test_worse(room: Room) -> None:
    """A contact that wants only the worst hears of an alert when it gets that bad."""
    room.desk.conclude([detection()])
    room.desk.conclude([later(severity=MEMBERS[0].contacts[1].minimum_severity)])

    assert [
        ("night.ndjson", Reason.WORSE, NoticeState.OWED),
        ("office.ndjson", Reason.FIRST, NoticeState.OWED),
        ("office.ndjson", Reason.WORSE, NoticeState.OWED),
    ] == room.notices()


def test_moves(room: Room) -> None:
    """Who did what, and when, is history; a new start reopens what was closed."""
    (turn,) = room.desk.conclude([detection()])
    identity = turn.alert.id

    room.desk.move(identity, Asked(Move.ACKNOWLEDGE, "aiko", "on it"))
    room.clock.advance(HOUR)
    room.desk.move(identity.lower(), Asked(Move.RESOLVE, "ben", outcome=Outcome.CLEANED))
    room.desk.conclude([later(Phase.ENDED), again(days=2)])

    assert [
        (Deed.OPENED, WATCH, AlertState.OPEN, LATER),
        (Deed.ACKNOWLEDGED, "aiko", AlertState.ACKNOWLEDGED, LATER),
        (Deed.RESOLVED, "ben", AlertState.RESOLVED, LATER + HOUR),
        (Deed.ENDED, WATCH, AlertState.RESOLVED, LATER + HOUR),
        (Deed.CAME_BACK, WATCH, AlertState.OPEN, LATER + HOUR),
    ] == [(entry.deed, entry.who, entry.state, entry.at) for entry in room.book.history(identity)]


def test_unknown(room: Room) -> None:
    """A move of an alert that does not exist is refused."""
    with pytest.raises(NotFoundError, match="A-NOTHING"):
        room.desk.move("A-NOTHING", Asked(Move.ACKNOWLEDGE, "aiko"))


def test_two_officers(room: Room) -> None:
    """Of two officers who take an alert at once, the second is told that it has been taken."""
    (turn,) = room.desk.conclude([detection()])
    room.desk.move(turn.alert.id, Asked(Move.ACKNOWLEDGE, "aiko"))

    with pytest.raises(MoveRefusedError, match="acknowledged already"):
        room.desk.move(turn.alert.id, Asked(Move.ACKNOWLEDGE, "ben"))


def test_silenced(room: Room) -> None:
    """A silence holds notices back and counts them; alerts are recorded all the same."""
    silence = room.desk.silence(Scope(organisation="one"), "maintenance", "aiko", LATER + HOUR)

    room.desk.conclude([detection(), detection(subject="198.51.100.1")])
    (held,) = room.book.silences()

    assert 2 == len(room.all())
    assert [NoticeState.HELD, NoticeState.OWED] == [state for _, _, state in room.notices()]
    assert (silence.id, 1) == (held.id, held.held)


def test_lifted(room: Room) -> None:
    """Lifting a silence lets go all that it held, once."""
    silence = room.desk.silence(Scope(), "mistake", "aiko", LATER + HOUR)
    room.desk.conclude([detection(), later(Phase.ENDED)])

    let_go = room.desk.lift(silence.id)

    assert 2 == let_go
    assert {NoticeState.OWED} == {state for _, _, state in room.notices()}
    with pytest.raises(MoveRefusedError):
        room.desk.lift(silence.id)


def test_expired(room: Room) -> None:
    """When a silence expires, what still goes on is told, and what is over is not."""
    room.desk.silence(Scope(), "maintenance", "aiko", LATER + HOUR)
    room.desk.conclude([detection(), detection(subject="198.51.100.1")])
    room.desk.conclude([later(Phase.ENDED, subject="198.51.100.1")])
    before = room.desk.tend()
    room.clock.advance(HOUR)

    let_go = room.desk.tend()

    assert (0, 1) == (before, let_go)
    assert [Reason.FIRST] == [reason for _, reason, state in room.notices() if state is NoticeState.OWED]
    assert {Reason.FIRST, Reason.ENDED} == {
        reason for _, reason, state in room.notices() if state is NoticeState.MUTED
    }
    (silence,) = room.book.silences()
    assert 3 == silence.held


def test_expired_by_a_clock_that_went_back(room: Room) -> None:
    """A clock that was ahead, and is set right, does not keep the desk from letting go what expires from then on."""
    room.clock.set(LATER + DAY)
    room.desk.tend()
    room.clock.set(LATER)
    room.desk.silence(Scope(), "maintenance", "aiko", LATER + HOUR)
    room.desk.conclude([detection()])
    room.clock.advance(HOUR)

    assert 1 == room.desk.tend()


class Overtaken(SqlAlertBook):
    """A book in which somebody else is faster, a few times."""

    times = 2

    def record(self, changed: Changed) -> None:
        """Write, or be too late."""
        if self.times:
            self.times -= 1
            raise OvertakenError("too late")
        super().record(changed)


def test_decided_anew(tmp_path: Path) -> None:
    """When somebody else wrote in the meantime, the desk decides anew."""
    engine = open_database(sqlite_url(tmp_path / "noroshi.db"))
    desk = Desk(Overtaken(engine), REGISTER, HandClock(LATER))

    turns: list[Detection] = [turn.alert.detection for turn in desk.conclude([detection()])]
    engine.dispose()

    assert [detection()] == turns
