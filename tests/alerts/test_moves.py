from itertools import product

import pytest
from msgspec.structs import replace

from noroshi.alerts.history import WATCH, Deed, Entry
from noroshi.alerts.model import Alert, AlertState, Handling, Outcome
from noroshi.alerts.moves import ALLOWED, DEEDS, REFUSED, Asked, Move, check, moved, undone
from noroshi.clock import HOUR
from noroshi.errors import MoveRefusedError, UsageError
from tests.alerts.stories import NOON, alert

OTHER = "A-0000002"


def asked(move: Move, who: str = "aiko") -> Asked:
    """Ask for a move, with what it takes."""
    match move:
        case Move.RESOLVE:
            return Asked(move, who, outcome=Outcome.SPOOFED)
        case Move.CLOSE:
            return Asked(move, who, outcome=Outcome.QUIET)
        case Move.ASSIGN:
            return Asked(move, who, to="ben")
        case Move.SNOOZE:
            return Asked(move, who, until=NOON + HOUR)
        case Move.MERGE:
            return Asked(move, who, into=OTHER)
        case Move.NOTE:
            return Asked(move, who, note="I called them.")
        case _:
            return Asked(move, who)


def ready(state: AlertState, move: Move) -> Alert:
    """Give an alert in a state, with which a move has something to do."""
    return alert(
        state=state,
        outcome=Outcome.CLEANED if state is AlertState.RESOLVED else None,
        assignee="aiko" if state is AlertState.ACKNOWLEDGED else "",
        snoozed_until=NOON + 2 * HOUR if move is Move.WAKE else None,
        merged_into=OTHER if move is Move.UNMERGE else "",
    )


def test_complete() -> None:
    """Every move but undoing is either allowed from a state or refused with a reason, never both, and has its deed."""
    every = set(product(AlertState, set(Move) - {Move.UNDO}))

    assert every == ALLOWED.keys() | REFUSED.keys()
    assert set() == ALLOWED.keys() & REFUSED.keys()
    assert set(Move) == DEEDS.keys()


@pytest.mark.parametrize(("state", "move"), ALLOWED)
def test_allowed(state: AlertState, move: Move) -> None:
    """An allowed move leads to its state and counts a version; there is an outcome where it is resolved, and only there."""
    before = ready(state, move)

    after = moved(before, asked(move), NOON)

    assert (ALLOWED[state, move], before.version + 1) == (after.state, after.version)
    assert (after.state is AlertState.RESOLVED) == (after.outcome is not None)


@pytest.mark.parametrize(("state", "move"), REFUSED)
def test_refused(state: AlertState, move: Move) -> None:
    """A refused move says which alert, why, and what to do instead."""
    with pytest.raises(MoveRefusedError, match="A-0000001") as refusal:
        moved(ready(state, move), asked(move), NOON)

    assert refusal.value.hint


@pytest.mark.parametrize(
    ("before", "move", "expected"),
    [
        ({}, Asked(Move.ACKNOWLEDGE, "aiko"), Handling(AlertState.ACKNOWLEDGED, assignee="aiko")),
        (
            {"assignee": "ben"},
            Asked(Move.ACKNOWLEDGE, "aiko"),
            Handling(AlertState.ACKNOWLEDGED, assignee="aiko"),
        ),
        ({}, Asked(Move.ASSIGN, "aiko", to="ben"), Handling(AlertState.OPEN, assignee="ben")),
        ({"assignee": "ben"}, Asked(Move.ASSIGN, "aiko"), Handling(AlertState.OPEN)),
        (
            {},
            Asked(Move.SNOOZE, "aiko", until=NOON + 1),
            Handling(AlertState.OPEN, snoozed_until=NOON + 1),
        ),
        ({"snoozed_until": NOON + 1}, Asked(Move.WAKE, "aiko"), Handling(AlertState.OPEN)),
        ({}, Asked(Move.MERGE, "aiko", into=OTHER), Handling(AlertState.OPEN, merged_into=OTHER)),
        ({"merged_into": OTHER}, Asked(Move.UNMERGE, "aiko"), Handling(AlertState.OPEN)),
        ({}, Asked(Move.NOTE, "aiko", "They know."), Handling(AlertState.OPEN)),
        (
            {"assignee": "ben", "snoozed_until": NOON + 1},
            Asked(Move.RESOLVE, "aiko", outcome=Outcome.CLEANED),
            Handling(AlertState.RESOLVED, Outcome.CLEANED, "ben"),
        ),
        (
            {"state": AlertState.ACKNOWLEDGED, "assignee": "ben", "snoozed_until": NOON + 1},
            Asked(Move.REOPEN, "aiko"),
            Handling(AlertState.OPEN),
        ),
    ],
)
def test_handling(before: dict[str, object], move: Asked, expected: Handling) -> None:
    """What each move makes of how people stand to an alert."""
    assert expected == moved(alert(**before), move, NOON).handling


@pytest.mark.parametrize(
    ("before", "move", "why"),
    [
        ({"assignee": "ben"}, Asked(Move.ASSIGN, "aiko", to="ben"), "is ben's already"),
        ({}, Asked(Move.ASSIGN, "aiko"), "is nobody's already"),
        ({"state": AlertState.ACKNOWLEDGED, "assignee": "ben"}, Asked(Move.ASSIGN, "aiko"), "is somebody's"),
        ({}, Asked(Move.SNOOZE, "aiko", until=NOON), "cannot sleep until 2026-11-24T12:00:00.000Z"),
        ({}, Asked(Move.WAKE, "aiko"), "is not snoozed"),
        ({"snoozed_until": NOON}, Asked(Move.WAKE, "aiko"), "is not snoozed"),
        ({}, Asked(Move.UNMERGE, "aiko"), "is not merged"),
    ],
)
def test_needless(before: dict[str, object], move: Asked, why: str) -> None:
    """A move that would change nothing, or could not be, is refused."""
    with pytest.raises(MoveRefusedError, match=why):
        moved(alert(**before), move, NOON)


@pytest.mark.parametrize("move", set(Move) - {Move.NOTE, Move.UNMERGE, Move.UNDO})
def test_merged(move: Move) -> None:
    """An alert that is merged is moved by the one that it is merged into, and takes notes only."""
    merged = alert(merged_into=OTHER)

    with pytest.raises(MoveRefusedError, match=f"is merged into {OTHER}"):
        moved(merged, asked(move), NOON)

    assert OTHER == moved(merged, asked(Move.NOTE), NOON).merged_into


@pytest.mark.parametrize(
    "wrong",
    [
        Asked(Move.RESOLVE, "aiko"),
        Asked(Move.ACKNOWLEDGE, "aiko", outcome=Outcome.CLEANED),
        Asked(Move.SNOOZE, "aiko"),
        Asked(Move.WAKE, "aiko", until=NOON),
        Asked(Move.MERGE, "aiko"),
        Asked(Move.UNMERGE, "aiko", into=OTHER),
        Asked(Move.NOTE, "aiko"),
        Asked(Move.REOPEN, "aiko", to="ben"),
    ],
)
def test_takes(wrong: Asked) -> None:
    """A move takes what it needs, and nothing else."""
    with pytest.raises(UsageError, match=wrong.move):
        check(wrong)


@pytest.mark.parametrize(("state", "move"), [key for key in ALLOWED if key[1] is not Move.NOTE])
def test_undone(state: AlertState, move: Move) -> None:
    """Whatever a person did is undone, and undone again it is done once more; each counts a version."""
    before = ready(state, move)
    after = moved(before, asked(move), NOON)
    did = Entry(before.id, NOON, NOON, DEEDS[move], "aiko", after.state, before=before.handling)
    did_undo = replace(did, deed=Deed.UNDONE, before=after.handling)

    back = undone(after, did)
    again = undone(back, did_undo)

    assert (before.handling, before.version + 2) == (back.handling, back.version)
    assert (after.handling, before.version + 3) == (again.handling, again.version)


@pytest.mark.parametrize(
    ("last", "why"),
    [
        (None, "nothing was done"),
        (Entry("A-0000001", NOON, NOON, Deed.WORSE, WATCH, AlertState.OPEN), "was worse as was seen"),
        (Entry("A-0000001", NOON, NOON, Deed.JOINED, "aiko", AlertState.OPEN), "was joined"),
        (
            Entry("A-0000001", NOON, NOON, Deed.NOTED, "aiko", AlertState.OPEN, before=alert().handling),
            "noted changed nothing",
        ),
    ],
)
def test_not_undone(last: Entry | None, why: str) -> None:
    """What was seen, and what changed nothing, cannot be undone."""
    with pytest.raises(MoveRefusedError, match=why):
        moved(alert(), Asked(Move.UNDO, "aiko"), NOON, last)


@pytest.mark.parametrize(
    "given",
    [Asked(Move.CLOSE, "aiko", outcome=Outcome.QUIET), Asked(Move.RESOLVE, "aiko", outcome=Outcome.QUIET)],
)
def test_the_centres_own(given: Asked) -> None:
    """Nobody closes an alert as quiet, or calls one that, but the centre itself."""
    with pytest.raises(UsageError, match="only the centre itself"):
        check(given)
