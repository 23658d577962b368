from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from noroshi.alerts.book import AlertBook, Changed
from noroshi.alerts.desk import Desk
from noroshi.alerts.history import WATCH, Deed
from noroshi.alerts.model import Alert, AlertState, Handling, Outcome
from noroshi.alerts.moves import Asked, Move
from noroshi.alerts.moving import Seen
from noroshi.alerts.notices import NoticeState, Reason
from noroshi.alerts.silences import Scope
from noroshi.alerts.wanted import Shown, Wanted
from noroshi.clock import DAY, HOUR
from noroshi.detections.model import Detection, Phase
from noroshi.errors import MoveRefusedError, NotFoundError, OvertakenError, VersionConflictError
from noroshi.organisations.model import Severity
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


def opened(room: Room, *subjects: str) -> list[str]:
    """Open alerts of organisation `one`; give their ids."""
    return [
        room.desk.conclude([detection(subject=each)])[0].alert.id
        for each in subjects or ("192.0.2.1", "192.0.2.2")
    ]


def standing(room: Room) -> dict[str, Handling]:
    """Give how people stand to each alert, by id."""
    return {alert.id: alert.handling for alert in room.all()}


def deeds(room: Room, identity: str) -> list[Deed]:
    return [entry.deed for entry in room.book.history(identity)]


def test_undo(room: Room) -> None:
    """What was done last is undone, and again; both stand in the history with who did them, what, and what was before."""
    [identity] = opened(room, "192.0.2.1")
    room.desk.move(identity, Asked(Move.RESOLVE, "aiko", outcome=Outcome.CLEANED))

    back = room.desk.move(identity, Asked(Move.UNDO, "ben"))
    again = room.desk.move(identity, Asked(Move.UNDO, "aiko"))
    history = room.book.history(identity)

    assert Handling(AlertState.OPEN) == back.handling
    assert Handling(AlertState.RESOLVED, Outcome.CLEANED) == again.handling
    assert [
        (Deed.OPENED, WATCH, "", 1, None),
        (Deed.RESOLVED, "aiko", "", 2, Handling(AlertState.OPEN)),
        (Deed.UNDONE, "ben", "resolved", 3, Handling(AlertState.RESOLVED, Outcome.CLEANED)),
        (Deed.UNDONE, "aiko", "undone", 4, Handling(AlertState.OPEN)),
    ] == [(each.deed, each.who, each.about, each.version, each.before) for each in history]


def test_undo_of_what_went_on(room: Room) -> None:
    """That its numbers went on does not keep a deed from being undone; that it got worse does."""
    [identity] = opened(room, "192.0.2.1")
    room.desk.move(identity, Asked(Move.ACKNOWLEDGE, "aiko"))
    room.desk.conclude([later(hours=1)])
    went_on = room.desk.move(identity, Asked(Move.UNDO, "aiko"))
    room.desk.move(identity, Asked(Move.ACKNOWLEDGE, "aiko"))
    room.desk.conclude([later(hours=2, severity=Severity.CRITICAL)])

    assert AlertState.OPEN == went_on.state
    with pytest.raises(MoveRefusedError, match="what happened last was worse as was seen"):
        room.desk.move(identity, Asked(Move.UNDO, "aiko"))


@pytest.mark.parametrize(
    "seen",
    [
        [later(severity=Severity.CRITICAL)],
        [later(Phase.ENDED), again(days=2)],
    ],
    ids=["worse", "came-back"],
)
def test_seen_again(room: Room, seen: list[Detection]) -> None:
    """What gets worse or comes back is in sight again: neither snoozed nor merged."""
    snoozed, into = opened(room)
    merged = replace_subject(seen, "192.0.2.2")
    room.desk.move(snoozed, Asked(Move.SNOOZE, "aiko", until=LATER + HOUR))
    before = room.book.page(Wanted(snoozed=Shown.HIDE), LATER, 10).alerts
    room.desk.conclude(seen)
    awake = room.book.page(Wanted(snoozed=Shown.HIDE), LATER, 10).alerts
    room.desk.move(into, Asked(Move.MERGE, "aiko", into=snoozed))
    room.desk.conclude(merged)

    assert ([into], {snoozed, into}) == ([each.id for each in before], {each.id for each in awake})
    assert {snoozed: Handling(AlertState.OPEN), into: Handling(AlertState.OPEN)} == standing(room)


def replace_subject(seen: list[Detection], subject: str) -> list[Detection]:
    """Give the same detections about another address."""
    return [
        detection(
            each.phase,
            subject=subject,
            first=each.evidence.first,
            after=each.evidence.last - each.evidence.first,
            severity=each.severity,
        )
        for each in seen
    ]


def test_told_all_the_same(room: Room) -> None:
    """That officers do not see an alert, for it is snoozed or merged, does not keep its member from being told."""
    snoozed, merged = opened(room)
    room.desk.move(merged, Asked(Move.MERGE, "aiko", into=snoozed))
    room.desk.move(snoozed, Asked(Move.SNOOZE, "aiko", until=LATER + DAY))

    room.desk.conclude([later(Phase.ENDED), later(Phase.ENDED, subject="192.0.2.2")])

    office = ("office.ndjson", Reason.ENDED, NoticeState.OWED)
    assert 2 == room.notices().count(office)
    assert {snoozed, merged} == standing(room).keys()


def test_a_snooze_expires(room: Room) -> None:
    """A snooze that is over hides nothing any more, and nobody has to write that down."""
    [identity] = opened(room, "192.0.2.1")
    asleep = room.desk.move(identity, Asked(Move.SNOOZE, "aiko", until=LATER + HOUR))

    shown = {
        now: len(room.book.page(Wanted(snoozed=Shown.HIDE), now, 10).alerts)
        for now in (LATER + HOUR - 1, LATER + HOUR)
    }

    assert {LATER + HOUR - 1: 0, LATER + HOUR: 1} == shown
    assert (True, False) == (asleep.is_snoozed(LATER + HOUR - 1), asleep.is_snoozed(LATER + HOUR))


def test_dealt_with_together(room: Room) -> None:
    """What is done with an alert is done with those merged into it, as far as their states allow; and so is undoing it."""
    one, two, into = opened(room, "192.0.2.1", "192.0.2.2", "192.0.2.3")
    room.desk.move(two, Asked(Move.ACKNOWLEDGE, "ben"))
    room.desk.move_all([Seen(one), Seen(two)], Asked(Move.MERGE, "aiko", into=into.lower()))
    merged = standing(room)

    room.desk.move(into, Asked(Move.ACKNOWLEDGE, "aiko"))
    taken = standing(room)
    room.desk.move(into, Asked(Move.RESOLVE, "aiko", outcome=Outcome.CLEANED))
    closed = standing(room)
    room.desk.move(into, Asked(Move.UNDO, "aiko"))

    assert (into, into) == (merged[one].merged_into, merged[two].merged_into)
    assert {one: "aiko", two: "ben", into: "aiko"} == {each: taken[each].assignee for each in taken}
    assert {AlertState.RESOLVED} == {each.state for each in closed.values()}
    assert {Outcome.CLEANED} == {each.outcome for each in closed.values()}
    assert taken == standing(room)
    assert [Deed.OPENED, Deed.JOINED, Deed.JOINED, Deed.ACKNOWLEDGED, Deed.RESOLVED, Deed.UNDONE] == deeds(
        room, into
    )


def test_unmerged(room: Room) -> None:
    """An alert that was taken out stands alone: what is done with the other is done with that alone."""
    one, into = opened(room)
    room.desk.move(one, Asked(Move.MERGE, "aiko", into=into))
    room.desk.move(one, Asked(Move.UNMERGE, "ben"))
    room.desk.move(into, Asked(Move.ACKNOWLEDGE, "aiko"))

    assert Handling(AlertState.OPEN) == standing(room)[one]
    assert [Deed.OPENED, Deed.MERGED, Deed.UNMERGED] == deeds(room, one)
    assert ["", into, into] == [entry.about for entry in room.book.history(one)]


def test_not_merged(room: Room) -> None:
    """Merged is only what could be dealt with together: one organisation's, neither twice nor into what is closed."""
    room.desk.conclude([detection(subject="198.51.100.1")])
    [others] = [alert.id for alert in room.all()]
    one, two, three, closed = opened(room, "192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4")
    room.desk.move(closed, Asked(Move.RESOLVE, "aiko", outcome=Outcome.SPOOFED))
    room.desk.move(two, Asked(Move.MERGE, "aiko", into=one))
    before = standing(room)

    for alert, into, why in (
        (three, three, "that is itself"),
        (three, others, "another organisation's"),
        (three, two, f"that is merged into {one}"),
        (three, closed, "that is resolved"),
        (one, three, f"{two} is merged into it"),
    ):
        with pytest.raises(MoveRefusedError, match=why):
            room.desk.move(alert, Asked(Move.MERGE, "aiko", into=into))
    with pytest.raises(NotFoundError):
        room.desk.move(three, Asked(Move.MERGE, "aiko", into="A-NOTHING"))
    assert before == standing(room)


def test_no_merging_by_undoing(room: Room) -> None:
    """Undoing an unmerge merges again, and is refused where merging would be."""
    one, into = opened(room)
    room.desk.move(one, Asked(Move.MERGE, "aiko", into=into))
    room.desk.move(one, Asked(Move.UNMERGE, "aiko"))
    again = room.desk.move(one, Asked(Move.UNDO, "aiko"))
    room.desk.move(one, Asked(Move.UNMERGE, "aiko"))
    room.desk.move(into, Asked(Move.RESOLVE, "ben", outcome=Outcome.CLEANED))

    assert into == again.merged_into
    with pytest.raises(MoveRefusedError, match="that is resolved"):
        room.desk.move(one, Asked(Move.UNDO, "aiko"))


def test_conflict(room: Room) -> None:
    """Of two officers who saw the same, the second is told what the first did, and nothing of theirs is done."""
    (turn,) = room.desk.conclude([detection()])
    identity, version = turn.alert.id, turn.alert.version
    taken = room.desk.move(identity, Asked(Move.ACKNOWLEDGE, "aiko"), version)

    with pytest.raises(VersionConflictError, match="acknowledged, by aiko") as conflict:
        room.desk.move(identity, Asked(Move.RESOLVE, "ben", outcome=Outcome.SPOOFED), version)

    assert (identity, 2, "aiko", "acknowledged", LATER) == (
        conflict.value.alert,
        conflict.value.version,
        conflict.value.who,
        conflict.value.deed,
        conflict.value.at,
    )
    assert [taken] == room.all()
    assert AlertState.RESOLVED == (
        room.desk.move(identity, Asked(Move.RESOLVE, "ben", outcome=Outcome.SPOOFED), taken.version).state
    )


def test_numbers_are_no_conflict(room: Room) -> None:
    """That numbers went on since an officer looked is no conflict: nothing happened that they could have been shown."""
    (turn,) = room.desk.conclude([detection()])
    room.desk.conclude([later(hours=1), later(hours=2)])

    moved = room.desk.move(turn.alert.id, Asked(Move.ACKNOWLEDGE, "aiko"), turn.alert.version)

    assert (AlertState.ACKNOWLEDGED, 4) == (moved.state, moved.version)


@pytest.mark.parametrize("version", [0, 3])
def test_a_version_that_nobody_saw(room: Room, version: int) -> None:
    """A version from before the alert was opened, or that it does not have yet, is a conflict."""
    (turn,) = room.desk.conclude([detection()])

    with pytest.raises(VersionConflictError):
        room.desk.move(turn.alert.id, Asked(Move.ACKNOWLEDGE, "aiko"), version)


def test_many(room: Room) -> None:
    """Of many, each is moved or refused with its reason; whoever is named twice is moved once."""
    one, two, three = opened(room, "192.0.2.1", "192.0.2.2", "192.0.2.3")
    room.desk.move(two, Asked(Move.ACKNOWLEDGE, "ben"))

    done, refused = room.desk.move_all(
        [Seen(one), Seen(one.lower()), Seen(two), Seen(three, 9), Seen("A-NOTHING")],
        Asked(Move.ACKNOWLEDGE, "aiko"),
    )

    assert [one] == [alert.id for alert in done]
    assert [(two, MoveRefusedError), (three, VersionConflictError), ("A-NOTHING", NotFoundError)] == [
        (each.alert, type(each.error)) for each in refused
    ]
    assert {one: "aiko", two: "ben", three: ""} == {
        identity: handling.assignee for identity, handling in standing(room).items()
    }


def test_all_or_none(room: Room) -> None:
    """Of many that are moved whole, none is moved if one is refused."""
    one, two = opened(room)
    room.desk.move(two, Asked(Move.ACKNOWLEDGE, "ben"))
    before = standing(room)

    with pytest.raises(MoveRefusedError, match=two):
        room.desk.move_all([Seen(one), Seen(two)], Asked(Move.ACKNOWLEDGE, "aiko"), whole=True)

    assert before == standing(room)


def test_a_whole_list(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that a list has is moved, a portion at a time, though what was moved is no longer in it."""
    monkeypatch.setattr("noroshi.alerts.desk.AT_A_TIME", 3)
    room.desk.conclude([detection(subject=f"192.0.2.{number}", first=NOON + number) for number in range(8)])
    room.desk.conclude([detection(subject="198.51.100.1")])
    wanted = Wanted(states=[AlertState.OPEN], organisation="one")

    portions = list(room.desk.move_wanted(wanted, Asked(Move.ACKNOWLEDGE, "aiko")))

    assert [3, 3, 2] == [len(each.done) for each in portions]
    assert 0 == room.book.count(wanted, LATER)
    assert 1 == room.book.count(Wanted(states=[AlertState.OPEN]), LATER)


def test_came_back_to_nobody(room: Room) -> None:
    """What comes back after it was closed is nobody's; what comes back while somebody works on it stays theirs."""
    closed, at_work = opened(room)
    room.desk.move_all([Seen(closed), Seen(at_work)], Asked(Move.ACKNOWLEDGE, "aiko"))
    room.desk.move(closed, Asked(Move.RESOLVE, "aiko", outcome=Outcome.CLEANED))
    life = [later(Phase.ENDED), again(days=2)]
    room.desk.conclude([*life, *replace_subject(life, "192.0.2.2")])

    assert {
        closed: Handling(AlertState.OPEN),
        at_work: Handling(AlertState.ACKNOWLEDGED, assignee="aiko"),
    } == standing(room)
