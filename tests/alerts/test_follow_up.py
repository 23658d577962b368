"""What the centre does by itself, rule by rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from noroshi.alerts.follow_up import (
    ANSWERS,
    AWAY,
    BEGINS,
    STEPS,
    Attended,
    FollowUp,
    attend,
    due,
    is_quiet,
    quiet_together,
)
from noroshi.alerts.history import WATCH, Deed, Entry
from noroshi.alerts.model import AlertState
from noroshi.clock import DAY, HOUR, MINUTE
from tests.alerts.stories import NOON, alert

WAITS = FollowUp()
NOW = NOON + 20 * DAY
QUIET = alert(ended=True, last=NOON)
WATCHED = Attended("live:eth1", NOON - DAY, NOW)


def test_sets() -> None:
    """No deed both begins a wait and answers it, and no step does either."""
    assert frozenset() == (BEGINS & ANSWERS) | (STEPS.keys() & (BEGINS | ANSWERS))


@pytest.mark.parametrize(
    ("days", "done", "expected"),
    [
        (2, {Deed.OPENED: 0}, []),
        (3, {Deed.OPENED: 0}, [Deed.REMINDED]),
        (3, {Deed.CAME_BACK: 1, Deed.OPENED: 0}, [Deed.REMINDED]),
        (3, {Deed.REOPENED: 1}, []),
        (6, {Deed.OPENED: 0, Deed.REMINDED: 3}, []),
        (7, {Deed.OPENED: 0, Deed.REMINDED: 3}, [Deed.ESCALATED]),
        (7, {Deed.OPENED: 0}, [Deed.ESCALATED, Deed.REMINDED]),
        (30, {Deed.OPENED: 0, Deed.ESCALATED: 7}, []),
        (30, {}, []),
    ],
)
def test_due(days: int, done: dict[Deed, int], expected: list[Deed]) -> None:
    """Who does not answer is reminded once, then it is escalated once, and what came back meanwhile waits from the start."""
    first = {deed: NOON + day * DAY for deed, day in done.items()}

    assert expected == [deed for deed, _ in due(first, WAITS, NOON + days * DAY)]


def test_never() -> None:
    """With 0 days nothing is ever due, and nothing quiet."""
    never = FollowUp(0, 0, 0)

    assert [] == list(due({Deed.OPENED: NOON}, never, NOON + 900 * DAY))
    assert not is_quiet(QUIET, None, [WATCHED], never, NOW)


def test_quiet() -> None:
    """What has ended is quiet when nothing was seen for the whole span, while a sensor watched."""
    assert is_quiet(QUIET, None, [WATCHED], WAITS, NOW)


@pytest.mark.parametrize(
    "attended",
    [
        [],
        [Attended("live:eth1", NOW - 14 * DAY + 1, NOW)],
        [Attended("live:eth1", NOON, NOW - AWAY - 1)],
        [WATCHED, Attended("live:eth2", NOON - DAY, NOON + DAY)],
        [Attended("live:eth1", NOON, NOW + DAY)],
    ],
    ids=["nobody", "away within the span", "away now", "another one is gone", "a clock that was ahead"],
)
def test_blind(attended: list[Attended]) -> None:
    """Nothing is quiet if a sensor that was there did not watch in that time, or none ever did."""
    assert not is_quiet(QUIET, None, attended, WAITS, NOW)


def test_gone_before() -> None:
    """A sensor that was gone before the alert was last seen has no say."""
    gone = Attended("live:eth2", NOON - 9 * DAY, NOON - 1)

    assert is_quiet(QUIET, None, [WATCHED, gone], WAITS, NOW)
    assert not is_quiet(QUIET, None, [gone], WAITS, NOW)


@pytest.mark.parametrize(
    "changes",
    [
        {"ended": False},
        {"last": NOW - 14 * DAY + 1},
        {"state": AlertState.RESOLVED},
        {"snoozed_until": NOW + HOUR},
    ],
    ids=str,
)
def test_not_quiet(changes: dict[str, object]) -> None:
    """What goes on, was seen of late, is resolved or snoozed is not called quiet."""
    assert not is_quiet(replace(QUIET, **changes), None, [WATCHED], WAITS, NOW)


def test_dealt_with() -> None:
    """Whatever somebody did with an alert of late keeps it for as long again: what was reopened is not closed at once."""
    lines = [
        Entry(QUIET.id, NOW - ago, NOW - ago, Deed.REOPENED, "mika", AlertState.OPEN)
        for ago in (DAY, 14 * DAY)
    ]

    assert [False, True] == [is_quiet(QUIET, line, [WATCHED], WAITS, NOW) for line in lines]


def test_merged() -> None:
    """An alert is closed with all that are merged into it, or not at all."""
    other = replace(QUIET, id="A-0000002", merged_into=QUIET.id)

    def closed(follower: object) -> list[str]:
        found = quiet_together([QUIET], [follower], {}, [WATCHED], WAITS, NOW)  # type: ignore[list-item]  # an alert
        return [each.id for each in found]

    assert [QUIET.id] == closed(other)
    assert [] == closed(replace(other, ended=False))
    assert [QUIET.id] == closed(replace(other, ended=False, state=AlertState.RESOLVED))


def test_attended() -> None:
    """A sensor has seen since it was first noted well, without a break; a restart within minutes is none."""
    first = attend(None, "live:eth1", NOON, is_well=True)
    restarted = attend(first, "live:eth1", NOON + AWAY, is_well=True)
    away = attend(restarted, "live:eth1", NOON + 2 * AWAY + 1, is_well=True)
    unwell = attend(first, "live:eth1", NOON + MINUTE, is_well=False)
    back = attend(first, "live:eth1", NOON - HOUR, is_well=True)

    assert Attended("live:eth1", NOON, NOON) == first
    assert Attended("live:eth1", NOON, NOON + AWAY) == restarted
    assert NOON + 2 * AWAY + 1 == away.since
    assert NOON + MINUTE == unwell.since
    assert NOON - HOUR == back.since


@given(st.lists(st.tuples(st.integers(-2 * HOUR, 2 * HOUR), st.booleans()), max_size=20))
def test_attended_law(steps: list[tuple[int, bool]]) -> None:
    """However clocks jump: since a sensor was last unwell, or unheard of for more than minutes, it never counts as attended."""
    now, kept, breach = NOON, None, NOON
    for step, is_well in steps:
        before, now = now, now + step
        if not is_well or not 0 <= now - before <= AWAY or kept is None:
            breach = now
        kept = attend(kept, "x", now, is_well=is_well)

        assert (breach, now) == (kept.since, kept.until)


def test_who() -> None:
    """The centre closes in its own name."""
    assert "noroshi" == WATCH
