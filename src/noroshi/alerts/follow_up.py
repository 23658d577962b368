"""What the centre does by itself about an alert that nobody answers, and about one that has gone quiet.

Pure. Told by e-mail alone, no more members clean up than do unasked (Çetin et al., NDSS 2019), so who does not
answer is reminded, and then somebody else of theirs is told. The spans are our judgement.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from noroshi.alerts.history import Deed, Entry
from noroshi.alerts.model import Alert, AlertState
from noroshi.alerts.notices import Reason
from noroshi.clock import DAY, MINUTE

BEGINS: Final = frozenset({Deed.OPENED, Deed.CAME_BACK, Deed.REOPENED, Deed.UNDONE})
"""Deeds after which an open alert waits for an answer."""

ANSWERS: Final = frozenset({Deed.ACKNOWLEDGED, Deed.RESOLVED, Deed.CLOSED, Deed.ANSWERED})
"""Deeds after which it does not."""

STEPS: Final[Mapping[Deed, Reason]] = {
    Deed.REMINDED: Reason.REMINDER,
    Deed.ESCALATED: Reason.ESCALATED,
}
"""What is done about an alert that nobody answers, and why contacts are told then."""

FRESH: Final = DAY
"""ns: nobody is reminded of what has not been seen for so long; it may be over, unanswered."""

AWAY: Final = 10 * MINUTE
"""ns that may lie between two notes of a watch that was there all the time: one that is restarted is back by then."""


class FollowUp(NamedTuple):
    """How long the centre waits; each in ns, 0 for ever."""

    remind: int = 3 * DAY
    """From when an alert was opened, or came back, until its contacts are reminded."""
    escalate: int = 7 * DAY
    """From then until the contacts for escalation are told."""
    quiet: int = 14 * DAY
    """From when an alert that has ended was last seen, or last dealt with, until it is closed."""


class Attended(NamedTuple):
    """Since when a sensor has seen without a break, as far as anybody knows."""

    sensor: str
    """Its name."""
    since: int
    """ns UTC."""
    until: int
    """ns UTC, when that was last noted."""


def attend(before: Attended | None, sensor: str, now: int, *, is_well: bool) -> Attended:
    """Note that a sensor is watched now (ns UTC). It has seen anew since it is not well, was away, or clocks jumped."""
    goes_on = is_well and before is not None and before.until <= now <= before.until + AWAY
    return Attended(sensor, before.since if goes_on and before else now, now)


def due(done: Mapping[Deed, int], follow_up: FollowUp, now: int) -> Iterator[tuple[Deed, int]]:
    """Say what is due about an open alert, the latter step first, and since when it has waited (ns UTC).

    Parameters
    ----------
    done
        When each deed of `BEGINS` and `STEPS` first happened since somebody last answered, ns UTC.
    now
        ns UTC.
    """
    begun = [at for deed, at in done.items() if deed in BEGINS]
    if not begun or Deed.ESCALATED in done:
        return
    since = min(begun)
    if follow_up.escalate and now >= since + follow_up.escalate:
        yield Deed.ESCALATED, since
    if follow_up.remind and now >= since + follow_up.remind and Deed.REMINDED not in done:
        yield Deed.REMINDED, since


def is_quiet(
    alert: Alert, last: Entry | None, attended: Collection[Attended], follow_up: FollowUp, now: int
) -> bool:
    """Tell whether an alert has been quiet for so long, while everything watched, that it may be closed.

    A sensor counts if it was there when the alert was last seen, or later: each that was must have seen without a
    break for the whole span, and see now. One that has gone since keeps the alert from being closed for good, for
    nobody knows what it would have seen.

    Parameters
    ----------
    last
        The latest line of the alert's history.
    attended
        All sensors that were ever attended; without any, nothing is quiet.
    now
        ns UTC.
    """
    begun = now - follow_up.quiet
    if not follow_up.quiet or not alert.ended or alert.state is AlertState.RESOLVED or alert.is_snoozed(now):
        return False
    if alert.last > begun or (last is not None and last.at > begun):
        return False
    concerned = [each for each in attended if each.until >= alert.last]
    return bool(concerned) and all(
        each.since <= begun and now - AWAY <= each.until <= now for each in concerned
    )


def quiet_together(
    alerts: Iterable[Alert],
    followers: Iterable[Alert],
    latest: Mapping[str, Entry],
    attended: Collection[Attended],
    follow_up: FollowUp,
    now: int,
) -> list[Alert]:
    """Give those alerts that may be closed, with all that are merged into them.

    Parameters
    ----------
    followers
        What is merged into one of the alerts.
    latest
        The latest line of history of each.
    """
    restless = {
        each.merged_into
        for each in followers
        if each.state is not AlertState.RESOLVED
        and not is_quiet(each, latest.get(each.id), attended, follow_up, now)
    }
    return [
        each
        for each in alerts
        if each.id not in restless and is_quiet(each, latest.get(each.id), attended, follow_up, now)
    ]
