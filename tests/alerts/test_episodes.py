import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from noroshi.alerts.episodes import Turn, followed, opened
from noroshi.alerts.history import Deed
from noroshi.alerts.model import Alert, AlertState, Outcome
from noroshi.alerts.notices import Reason
from noroshi.clock import DAY
from noroshi.detections.model import Detection, Phase
from noroshi.organisations.model import Severity
from tests.alerts.stories import NOON, again, alert, detection, later

RESOLVED = {"state": AlertState.RESOLVED, "outcome": Outcome.CLEANED}


def follow(before: Alert, seen: Detection) -> Turn:
    """Take in a detection that says something new."""
    turn = followed(before, seen)
    assert turn is not None
    return turn


def test_opened() -> None:
    """A new story opens an alert, and is told."""
    turn = opened("A-0000001", "one", "192.0.2.0/24", detection())

    assert (Deed.OPENED, Reason.FIRST, 0) == turn[1:]
    assert (AlertState.OPEN, 1, 1, NOON) == (
        turn.alert.state,
        turn.alert.version,
        turn.alert.episodes,
        turn.alert.started,
    )


def test_goes_on() -> None:
    """What goes on is told once a day, with the latest numbers, and is not history."""
    morning, evening, tomorrow = (follow(alert(), later(hours=hours)) for hours in (1, 11, 13))

    assert (None, Reason.STILL) == morning[1:3]
    assert morning.ordinal == evening.ordinal == tomorrow.ordinal - 1
    assert later(hours=11) == evening.alert.detection


def test_ends() -> None:
    """An end is told, unless somebody has closed the alert already."""
    over = follow(alert(), later(Phase.ENDED))
    closed = follow(alert(**RESOLVED), later(Phase.ENDED))

    assert (Deed.ENDED, Reason.ENDED) == over[1:3]
    assert over.alert.ended
    assert (Deed.ENDED, None) == closed[1:3]


@pytest.mark.parametrize("state", [AlertState.OPEN, AlertState.ACKNOWLEDGED])
def test_comes_back(state: AlertState) -> None:
    """A story that had ended and starts again is told; whoever has taken it keeps it."""
    before = follow(alert(state=state), later(Phase.ENDED)).alert

    turn = follow(before, again(days=1))

    assert (Deed.CAME_BACK, Reason.CAME_BACK) == turn[1:3]
    assert (state, 2, False) == (turn.alert.state, turn.alert.episodes, turn.alert.ended)
    assert again(days=1).episode == turn.alert.episode


def test_reopened() -> None:
    """A resolved alert whose story starts again is open again, and has no outcome."""
    before = follow(alert(**RESOLVED), later(Phase.ENDED)).alert

    turn = follow(before, again(days=1))

    assert (AlertState.OPEN, None) == (turn.alert.state, turn.alert.outcome)


def test_cleaned_and_still_there() -> None:
    """A machine that was called cleaned and goes on is told at once, each time anew."""
    first = follow(alert(**RESOLVED), later(hours=1))
    second = follow(alert(**RESOLVED), later(hours=2))

    assert (Deed.CAME_BACK, Reason.CAME_BACK) == first[1:3]
    assert (AlertState.OPEN, 1) == (first.alert.state, first.alert.episodes)
    assert first.ordinal != second.ordinal


@pytest.mark.parametrize("outcome", [each for each in Outcome if each is not Outcome.CLEANED])
def test_closed_with_another_outcome(outcome: Outcome) -> None:
    """What somebody has explained may go on unheard; its numbers stay up to date."""
    turn = follow(alert(state=AlertState.RESOLVED, outcome=outcome), later())

    assert (None, None) == turn[1:3]
    assert (AlertState.RESOLVED, later()) == (turn.alert.state, turn.alert.detection)


def test_worse() -> None:
    """A severity that rises is told at once; one that falls is not, and does not count."""
    worse = follow(alert(), later(severity=Severity.CRITICAL))
    milder = follow(worse.alert, later(hours=2, severity=Severity.MEDIUM))

    assert (Deed.WORSE, Reason.WORSE, Severity.CRITICAL) == (*worse[1:3], worse.alert.severity)
    assert (None, Reason.STILL, Severity.CRITICAL) == (*milder[1:3], milder.alert.severity)


def test_begun_afresh() -> None:
    """A run that starts without memory does not tell anew what was going on a moment ago."""
    turn = follow(alert(), again(days=0.5))

    assert (None, Reason.STILL, 1) == (*turn[1:3], turn.alert.episodes)
    assert again(days=0.5).episode == turn.alert.episode


def test_long_unseen() -> None:
    """After more than a day a new episode is a return, though nobody saw the old one end."""
    turn = follow(alert(), again(days=1.5))

    assert Deed.CAME_BACK is turn.deed


def test_not_new() -> None:
    """What is not newer than what is known changes nothing."""
    gone_on = follow(alert(), later(hours=5)).alert

    assert [None] * 5 == [
        followed(gone_on, seen)
        for seen in (
            detection(),
            later(hours=4),
            later(hours=5),
            again(days=-2),
            again(days=2, phase=Phase.ENDED),
        )
    ]


steps = st.builds(
    lambda phase, episode, after: detection(phase, first=NOON + episode * 2 * DAY, after=after),
    st.sampled_from(Phase),
    st.integers(0, 3),
    st.integers(0, DAY),
)


@given(st.lists(steps, max_size=12), st.data())
def test_repeats(seen: list[Detection], data: st.DataObject) -> None:
    """However a run that was killed repeats what it had said, the alert becomes what it became, in order."""
    ordered = sorted(seen, key=lambda each: each.at)
    once = alert()
    for each in ordered:
        turn = followed(once, each)
        once = turn.alert if turn else once
    again_from = data.draw(st.integers(0, len(ordered)))
    twice = alert()
    for each in (*ordered[:again_from], *ordered[data.draw(st.integers(0, again_from)) :]):
        turn = followed(twice, each)
        twice = turn.alert if turn else twice

    assert once == twice


def told(seen: Detection) -> Detection:
    """Make it one that a partner has told."""
    return replace(seen, source="Partner Abroad")


def test_partner_adds_nothing() -> None:
    """What a partner tells of a story that this centre sees going on changes nothing, however grave or late it is."""
    assert followed(alert(), told(later(hours=1, severity=Severity.CRITICAL))) is None
    assert followed(alert(), told(later(Phase.ENDED, hours=1))) is None


def test_partners_do_not_speak_for_each_other() -> None:
    """What one partner told, another does not change."""
    before = alert(detection=told(detection()))

    assert followed(before, replace(later(hours=1), source="Another Partner")) is None


def test_seen_ourselves() -> None:
    """What this centre sees itself takes the place of what a partner told, even if that is dated later, and tells nobody anew."""
    before = alert(detection=told(later(hours=2)))
    turn = follow(before, later(hours=1))

    assert (None, Reason.STILL) == turn[1:3]
    assert later(hours=1) == turn.alert.detection


def test_seen_ourselves_after_it_ended_there() -> None:
    """What is over for a partner and seen by this centre starts again, though the partner's word is dated later."""
    before = follow(alert(detection=told(detection())), told(later(Phase.ENDED, hours=2))).alert

    assert Deed.CAME_BACK is follow(before, later(hours=1)).deed


def test_repeated_after_a_partner() -> None:
    """What this centre repeats after a kill, of before a partner told of it, changes nothing."""
    before = alert(detection=told(again(days=2)), ended=True)

    assert followed(before, later(hours=1)) is None


def test_seen_ourselves_after_cleaning() -> None:
    """What a partner told, was cleaned, and is seen by this centre, comes back."""
    before = alert(detection=told(detection()), **RESOLVED)

    assert (Deed.CAME_BACK, Reason.CAME_BACK) == follow(before, later(hours=1))[1:3]


def test_partner_begins_again() -> None:
    """A story that is over here starts again when a partner sees it."""
    before = follow(alert(), later(Phase.ENDED)).alert

    assert Deed.CAME_BACK is follow(before, told(again(days=2))).deed
