"""From a partner's sign to what the logbook takes; or why it is declined.

A partner is believed about what it has seen itself, and about nothing else: it cannot speak for others, nor make anything look older
than a week or newer than now, and it has no words, for there are none in a sign.
"""

from collections.abc import Collection

from noroshi.detections.model import Subject
from noroshi.indications.merging import Told
from noroshi.indications.model import MARKING, Seen
from noroshi.sharing.receiving import AHEAD, LATE, Decline
from noroshi.sharing.sign import PORT, Sign


def told(sign: Sign, partner: str, ours: str, kinds: Collection[str], now: int) -> Told | Decline:
    """Give what a partner has told of a first sign.

    Parameters
    ----------
    sign
        Sound, as `sign_fault` has it.
    partner
        The name of the partner who sent it, among partners.
    ours
        Our own.
    kinds
        The kinds that are indications.
    now
        ns UTC.
    """
    if sign.centre == ours:
        return Decline.OWN
    if sign.centre != partner:
        return Decline.FOREIGN
    if sign.withdrawn:
        return Decline.WITHDRAWN
    if not MARKING.admits(sign.marking):
        return Decline.STRICTER
    if sign.kind not in kinds:
        return Decline.KIND
    if sign.modified > now + AHEAD or sign.last > now + AHEAD:
        return Decline.AHEAD
    if sign.last < now - LATE:
        return Decline.LATE
    first = min(max(sign.first, now - LATE), now)
    last, at = max(min(sign.last, now), first), min(sign.modified, now)
    seen = Seen(partner, first, last, sign.ended, sign.sources, sign.observations, at, sign.id)
    return Told(sign.kind, Subject(PORT, sign.port), sign.confidence, seen)
