"""Which notices are owed about an alert."""

from collections.abc import Iterable, Iterator, Sequence

from noroshi.alerts.episodes import Turn
from noroshi.alerts.notices import Notice, NoticeState, Reason, notice_id
from noroshi.alerts.silences import Silence, holding
from noroshi.organisations.model import Contact


def owed(turn: Turn, contacts: Iterable[Contact], silences: Iterable[Silence], now: int) -> Iterator[Notice]:
    """Give what each contact is owed; nothing to one that asks for graver alerts only.

    Parameters
    ----------
    contacts
        Those of the alert's organisation.
    silences
        All that there are; the first that covers the alert holds the notices back.
    now
        ns UTC, the clock's time.
    """
    alert, _, reason, ordinal = turn
    if reason is None:
        return
    silence = holding(silences, alert, now)
    for contact in _asked(list(contacts), reason):
        if alert.severity.rank < contact.minimum_severity.rank:
            continue
        yield Notice(
            id=notice_id(alert.id, alert.episode, reason, contact.key, ordinal),
            alert=alert.id,
            organisation=alert.organisation,
            channel=contact.channel.value,
            address=contact.address,
            language=contact.language,
            kind=alert.kind,
            severity=alert.severity,
            reason=reason,
            at=alert.detection.at,
            owed=now,
            state=NoticeState.HELD if silence else NoticeState.OWED,
            because=f"Silence {silence.id}: {silence.reason}" if silence else "",
            silence=silence.id if silence else "",
        )


def _asked(contacts: Sequence[Contact], reason: Reason) -> Sequence[Contact]:
    """Give whom a reason is for: contacts for escalation hear of nothing else, unless there are no others."""
    second = [contact for contact in contacts if contact.escalation]
    if reason is Reason.ESCALATED:
        return second
    return [contact for contact in contacts if not contact.escalation] or second
