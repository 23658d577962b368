"""How soon alerts are taken and cleaned, and how many of those that were cleaned come back."""

from collections.abc import Iterator

import pytest

from noroshi.alerts.book import Happened
from noroshi.alerts.history import WATCH, Deed, Entry
from noroshi.alerts.model import AlertState, Outcome
from noroshi.alerts.promptness import Promptness, promptness
from noroshi.alerts.recurrence import WITHIN, Recurrence, cleanings, recurrence
from noroshi.clock import DAY, HOUR
from tests.alerts.stories import NOON

Line = tuple[str, float, Deed] | tuple[str, float, Deed, Outcome]

STATES = {
    Deed.ACKNOWLEDGED: AlertState.ACKNOWLEDGED,
    Deed.RESOLVED: AlertState.RESOLVED,
    Deed.CLOSED: AlertState.RESOLVED,
}
CLEANED = (Deed.RESOLVED, Outcome.CLEANED)


def history(*lines: Line, kinds: dict[str, str] | None = None) -> Iterator[Happened]:
    """Lines of history: whose alert by its subject's last number, after how many days, and what."""
    for alert, days, deed, *outcome in lines:
        state = STATES.get(deed, AlertState.OPEN)
        at = NOON + int(days * DAY)
        entry = Entry(f"A-{alert}", at, at, deed, WATCH, state, outcome[0] if outcome else None)
        kind = (kinds or {}).get(alert, "infection.external")
        yield Happened(entry, "one", f"192.0.2.{alert[0]}", kind)


def test_promptness() -> None:
    """Waits are counted from when an alert was opened or came back; what the centre closed as quiet is not called cleaned."""
    lines = history(
        ("1", 0, Deed.OPENED),
        ("1", 0.5, Deed.ACKNOWLEDGED),
        ("1", 1, *CLEANED),
        ("1", 10, Deed.CAME_BACK),
        ("1", 13, *CLEANED),
        ("2", 2, Deed.OPENED),
        ("2", 20, Deed.CLOSED, Outcome.QUIET),
    )

    assert Promptness(
        opened=2,
        came_back=1,
        acknowledged=1,
        resolved=2,
        cleaned=2,
        quiet=1,
        to_acknowledge=12 * HOUR,
        to_clean=2 * DAY,
    ) == promptness(each.entry for each in lines)


@pytest.mark.parametrize(
    ("after", "share"),
    [(0.1, 0.5), (29.9, 0.5), (30, 0.5), (30.1, 0.0)],
    ids=["soon", "late", "last", "over"],
)
def test_recurrence(after: float, share: float) -> None:
    """A subject recurs if it is back within 30 days after it was called cleaned; later it is a new story."""
    lines = history(("1", 0, *CLEANED), ("2", 0, *CLEANED), ("1", after, Deed.CAME_BACK))

    assert Recurrence(2, round(2 * share)) == recurrence(cleanings(lines), NOON + 60 * DAY)


def test_recurrence_is_known_late() -> None:
    """What was cleaned less than 30 days ago is not counted, back or not: it has not had the whole time to come back."""
    lines = list(history(("1", 0, *CLEANED), ("2", 5, *CLEANED), ("2", 6, Deed.CAME_BACK)))

    told = [recurrence(cleanings(lines), NOON + days * DAY + WITHIN) for days in (-1, 0, 4, 5)]

    assert [Recurrence(0, 0), Recurrence(1, 0), Recurrence(1, 0), Recurrence(2, 1)] == told
    assert [None, 0.0, 0.0, 0.5] == [each.share for each in told]


def test_recurrence_by_another_alert() -> None:
    """A subject is back with another alert of the same sort as well; a story of another sort is no return."""
    kinds = {"1b": "infection.internal", "2b": "dos.victim"}
    lines = history(
        ("1", 0, *CLEANED),
        ("2", 0, *CLEANED),
        ("1b", 3, Deed.OPENED),
        ("2b", 3, Deed.OPENED),
        kinds=kinds,
    )

    assert [("192.0.2.1", NOON + 3 * DAY), ("192.0.2.2", None)] == [
        (each.subject, each.back) for each in cleanings(lines)
    ]


@pytest.mark.parametrize(
    "lines",
    [
        [("1", 1, Deed.UNDONE)],
        [("1", 1, Deed.REOPENED)],
        [("1", 1, Deed.RESOLVED, Outcome.FALSE_ALARM)],
    ],
    ids=["undone", "reopened", "resolved otherwise"],
)
def test_no_cleaning(lines: list[Line]) -> None:
    """What a person took back, put back or called otherwise later was not cleaned."""
    assert [] == cleanings(history(("1", 0, *CLEANED), *lines))


def test_recurrence_counts_subjects() -> None:
    """A subject that was cleaned twice, and came back once, is one subject that came back."""
    lines = history(("1", 0, *CLEANED), ("1", 3, Deed.CAME_BACK), ("1", 4, *CLEANED))

    assert Recurrence(1, 1) == recurrence(cleanings(lines), NOON + 60 * DAY)
