"""Reports over what a caller sees."""

from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import Final

from noroshi.alerts.book import Happened
from noroshi.alerts.history import WATCH
from noroshi.alerts.model import AlertState
from noroshi.alerts.wanted import Shown, Wanted
from noroshi.api.sight.alerts import SeenAlerts
from noroshi.api.sight.organisations import no_such
from noroshi.api.sight.reach import Reach
from noroshi.api.sight.silences import SeenSilences
from noroshi.app.guides import guide
from noroshi.app.sentences import dark_kinds
from noroshi.clock import HOUR, iso
from noroshi.people.model import Language
from noroshi.records.members import MemberReport
from noroshi.records.reports import (
    HappenedRecord,
    Heap,
    ShiftReport,
    WeekReport,
    happened_record,
    heap,
)
from noroshi.reporting.measuring import LINES
from noroshi.reporting.members import Publisher, member_report
from noroshi.reporting.weeks import week

LISTED: Final = 200
"""Alerts of a sort, and lines of what happened, that are listed; the others are counted. Nobody reads more at a hand-over."""


class SeenReports:
    """Reports within a caller's reach.

    Parameters
    ----------
    reach
        How far the caller sees.
    alerts, silences
        What they see there.
    """

    def __init__(self, reach: Reach, alerts: SeenAlerts, silences: SeenSilences) -> None:
        self._reach = reach
        self._alerts = alerts
        self._silences = silences
        self._book = reach.centre.alerts

    def shift(self, hours: int) -> ShiftReport:
        """Say what the last hours hand over: what is open, taken and snoozed, and what happened."""
        now = self._reach.centre.clock.now()
        since = now - hours * HOUR
        happened = self._book.happened(since, now, self._reach.own, LINES, self._reach.sight.hidden)
        deeds = Counter(each.entry.deed for each in happened)
        return ShiftReport(
            since=iso(since),
            until=iso(now),
            open=self._heap(Wanted((AlertState.OPEN,), snoozed=Shown.HIDE, merged=Shown.HIDE)),
            taken=self._heap(Wanted((AlertState.ACKNOWLEDGED,), snoozed=Shown.HIDE, merged=Shown.HIDE)),
            snoozed=self._heap(Wanted(snoozed=Shown.ONLY, merged=Shown.HIDE)),
            silences=() if self._reach.own else self._silences.all(over=False),
            happened=self._told(happened),
            total=len(happened),
            deeds=dict(sorted(deeds.items())),
        )

    def week(self, days: int) -> WeekReport:
        """Say how each member fared in the last days."""
        seen = [each for each in self._reach.register.organisations() if self._reach.covers(each.id)]
        return week(self._book, seen, days, self._reach.centre.clock.now(), self._reach.sight.hidden)

    def member(self, identity: str, days: int, language: Language | None) -> MemberReport:
        """Report on one member, in the language asked for; else in that of whoever reads it: the member who asks, or the organisation.

        Raises
        ------
        NotFoundError
            If there is none that the caller sees.
        UsageError
            If the member may not receive what is known of its machines.
        """
        known = (each for each in self._reach.register.organisations() if each.id == identity)
        found = next(known, None)
        if found is None or not self._reach.covers(identity):
            raise no_such(identity)
        centre = self._reach.centre
        publisher = Publisher(centre.config.centre.name, self._book, dark_kinds(), guide)
        spoken = language or (self._reach.caller.person.language if self._reach.own else found.language)
        return member_report(publisher, found, days, spoken, centre.clock.now())

    def _heap(self, wanted: Wanted) -> Heap:
        page = self._alerts.page(wanted, None, LISTED)
        return heap(page.items, page.total)

    def _told(self, happened: Sequence[Happened]) -> tuple[HappenedRecord, ...]:
        latest = list(islice(reversed(happened), LISTED))
        alerts = self._book.of_ids({each.entry.alert for each in latest})
        hidden = {WATCH} if not self._reach.own else {each.entry.who for each in latest}
        return tuple(
            happened_record(each, alerts[each.entry.alert], is_seen=each.entry.who in hidden)
            for each in latest
        )
