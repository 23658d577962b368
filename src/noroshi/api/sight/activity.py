"""What is known of a subject over time, as a caller sees it."""

from collections.abc import Sequence
from typing import Final

from noroshi.alerts.model import Alert
from noroshi.alerts.wanted import Wanted
from noroshi.api.sight.organisations import canonical
from noroshi.api.sight.reach import Reach
from noroshi.clock import DAY, iso
from noroshi.records.activity import ActivityRecord, ConcludedRecord, noted, tallied
from noroshi.storage.looking_back import Concluded, look_back

ALERTS: Final = 50
"""Alerts whose histories are read, at most."""

DETECTIONS: Final = 2_000
"""Detections that are given, at most: more would be less than a point of a screen each."""


class SeenActivity:
    """What is known of subjects within a caller's reach.

    Parameters
    ----------
    reach
        How far the caller sees.
    """

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._centre = reach.centre

    def about(self, text: str, days: int) -> ActivityRecord:
        """Give what is known of an address, or of a prefix, over so many days.

        Raises
        ------
        UsageError
            If it is neither.
        """
        subject, now = canonical(text), self._centre.clock.now()
        alerts = self._centre.alerts.page(self._reach.narrowed(Wanted(subject=subject)), now, ALERTS).alerts
        entries = [entry for alert in alerts for entry in self._centre.alerts.history(alert.id)]
        if self._reach.own:
            entries = [entry for entry in entries if entry.who == self._reach.caller.person.id]
        looked = look_back(self._centre.home.detections, subject, now - days * DAY, DETECTIONS)
        detections = [each for each in looked.detections if self._sees(each, alerts)]
        firsts = [each.started for each in alerts] + [each.first for each in detections]
        lasts = [each.last for each in alerts] + [each.last for each in detections]
        return ActivityRecord(
            subject=subject,
            first=iso(min(firsts)) if firsts else None,
            last=iso(max(lasts)) if lasts else None,
            tallies=tallied(alerts),
            detections=tuple(map(_concluded_record, detections)),
            since=iso(looked.since),
            notes=noted(entries),
        )

    def _sees(self, concluded: Concluded, alerts: Sequence[Alert]) -> bool:
        """Say whether the caller sees a detection: a member, if it is about a subject of their own alerts."""
        if concluded.kind in self._reach.sight.hidden:
            return False
        return not self._reach.own or concluded.subject in {each.subject for each in alerts}


def _concluded_record(each: Concluded) -> ConcludedRecord:
    return ConcludedRecord(
        at=iso(each.at),
        kind=each.kind,
        phase=each.phase,
        severity=each.severity,
        subject=each.subject,
        first=iso(each.first),
        last=iso(each.last),
        observations=each.observations,
        rate=each.rate,
    )
