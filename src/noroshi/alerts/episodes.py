"""What a detection makes of an alert.

Pure. A detection may come again, because a run that was killed repeats what it had not
yet put into a checkpoint: what is not newer than what the alert has changes nothing.
"""

from typing import NamedTuple

from msgspec.structs import replace

from noroshi.alerts.history import Deed
from noroshi.alerts.model import Alert, AlertState, Outcome
from noroshi.alerts.notices import Reason
from noroshi.clock import DAY
from noroshi.detections.model import Detection, Phase
from noroshi.organisations.model import Severity

FORGOTTEN = DAY
"""A new episode of a story that was never seen to end is its continuation, unless it has been silent for
longer than this: a run that starts afresh (live, without a checkpoint) must not tell everybody anew.
No detector waits longer than a day, for after that an address may be another machine's."""


class Turn(NamedTuple):
    """What became of an alert."""

    alert: Alert
    deed: Deed | None
    """What the history says; None where only numbers changed."""
    reason: Reason | None
    """Why its contacts are told; None if they are not."""
    ordinal: int
    """Tells apart notices that repeat within an episode; see `noroshi.alerts.notices.notice_id`."""


def opened(identity: str, organisation: str, holding: str, detection: Detection) -> Turn:
    """Open an alert for one organisation.

    Parameters
    ----------
    identity
        The alert's id.
    organisation
        Whose it is.
    holding
        Because of which holding, in text form.
    """
    evidence = detection.evidence
    alert = Alert(
        id=identity,
        kind=detection.kind,
        subject_kind=detection.subject.kind,
        subject=detection.subject.value,
        organisation=organisation,
        holding=holding,
        state=AlertState.OPEN,
        outcome=None,
        severity=detection.severity,
        started=evidence.first,
        last=evidence.last,
        ended=False,
        episodes=1,
        episode=detection.episode,
        detection=detection,
        version=1,
    )
    return Turn(alert, Deed.OPENED, Reason.FIRST, 0)


def followed(alert: Alert, detection: Detection) -> Turn | None:
    """Take a detection of an alert's story into the alert; None if it says nothing new.

    An alert that is resolved as cleaned comes back if the same episode goes on: the machine
    is still at it. With any other outcome a person has said that it may go on, so it does, unheard,
    until it starts anew.

    One that comes back, or gets worse, is in officers' sight again, alone: neither snoozed nor merged.

    What a partner tells changes nothing of a story that this centre, or another partner, sees going on: what one has seen
    oneself is better evidence, and nobody may speak for others. What this centre sees takes the place of what a partner told.
    """
    before = alert.detection
    if before.source and not detection.source:
        return _taken_over(alert, detection)
    if detection.source != before.source and not alert.ended:
        return None
    if detection.episode == alert.episode:
        if detection.at <= before.at or alert.ended:
            return None
    elif detection.at <= before.at or detection.phase is Phase.ENDED:
        return None
    elif alert.ended or detection.evidence.first - alert.last > FORGOTTEN:
        return _came_back(alert, detection, episodes=alert.episodes + 1)
    if detection.phase is Phase.ENDED:
        return _ended(alert, detection)
    if alert.state is AlertState.RESOLVED:
        if alert.outcome is Outcome.CLEANED and detection.evidence.last > alert.last:
            return _came_back(alert, detection, episodes=alert.episodes)
        return Turn(_updated(alert, detection, alert.severity), None, None, 0)
    if detection.severity.rank > alert.severity.rank:
        worse = _updated(alert, detection, detection.severity)
        worse = replace(worse, snoozed_until=None, merged_into="")
        return Turn(worse, Deed.WORSE, Reason.WORSE, detection.severity.rank)
    return Turn(_updated(alert, detection, alert.severity), None, Reason.STILL, detection.at // DAY)


def _taken_over(alert: Alert, detection: Detection) -> Turn | None:
    """Go on with what this centre sees itself, in place of what a partner told; None if it repeats what came before that.

    When the partner told it does not matter: nothing that others say may hide what is seen here.
    """
    if detection.phase is Phase.ENDED or detection.evidence.last < alert.detection.evidence.first:
        return None
    if alert.ended:
        return _came_back(alert, detection, episodes=alert.episodes + 1)
    if alert.state is AlertState.RESOLVED and alert.outcome is Outcome.CLEANED:
        return _came_back(alert, detection, episodes=alert.episodes)
    severity = max(alert.severity, detection.severity, key=lambda each: each.rank)
    return Turn(_updated(alert, detection, severity), None, Reason.STILL, detection.at // DAY)


def _came_back(alert: Alert, detection: Detection, episodes: int) -> Turn:
    was_closed = alert.state is AlertState.RESOLVED
    back = replace(
        _updated(alert, detection, detection.severity),
        state=AlertState.OPEN if was_closed else alert.state,
        outcome=None,
        assignee="" if was_closed else alert.assignee,  # so that somebody takes it
        snoozed_until=None,
        merged_into="",
        ended=False,
        episodes=episodes,
    )
    # Called cleaned and back within one episode: each time is told, so the moment tells them apart.
    ordinal = detection.at if episodes == alert.episodes else 0
    return Turn(back, Deed.CAME_BACK, Reason.CAME_BACK, ordinal)


def _ended(alert: Alert, detection: Detection) -> Turn:
    over = replace(_updated(alert, detection, alert.severity), ended=True)
    is_told = alert.state is not AlertState.RESOLVED
    return Turn(over, Deed.ENDED, Reason.ENDED if is_told else None, 0)


def _updated(alert: Alert, detection: Detection, severity: Severity) -> Alert:
    return replace(
        alert,
        detection=detection,
        episode=detection.episode,
        severity=severity,
        last=max(alert.last, detection.evidence.last),
        version=alert.version + 1,
    )
