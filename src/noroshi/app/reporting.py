"""Reports over the centre's books: how members fare, and how one does."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Final

from noroshi.alerts.book import AlertBook, Happened
from noroshi.alerts.model import AlertState
from noroshi.alerts.promptness import promptness
from noroshi.alerts.recurrence import cleanings, recurrence
from noroshi.alerts.wanted import Shown, Wanted
from noroshi.clock import DAY, iso
from noroshi.organisations.model import Organisation
from noroshi.records.reports import MemberWeek, PromptnessRecord, WeekReport, promptness_record

LINES: Final = 100_000
"""Lines of history that are read for a report at most: 1.5 s."""

QUARTER: Final = 90 * DAY
"""ns for which an organisation's promptness is measured: fewer alerts would make a median of chance."""


class Reporting:
    """Reads what happened, and says how members fared.

    Parameters
    ----------
    book
        Where alerts are kept.
    now
        ns UTC, when the report is made.
    hidden
        Detection kinds whose alerts the reader does not see.
    """

    def __init__(self, book: AlertBook, now: int, hidden: Collection[str] = ()) -> None:
        self._book = book
        self._now = now
        self._hidden = hidden

    def promptness(self, organisation: str) -> PromptnessRecord:
        """Say how soon an organisation's alerts were taken and cleaned in the last 90 days, and how many came back."""
        since = self._now - QUARTER
        return self._measured(self._happened(organisation, since), since)

    def week(self, organisations: Sequence[Organisation], days: int) -> WeekReport:
        """Say how each of some organisations fared in the last days; one alone is read alone."""
        since = self._now - days * DAY
        own = organisations[0].id if len(organisations) == 1 else ""
        happened = self._happened(own, min(since, self._now - QUARTER)) if organisations else ()
        apart: defaultdict[str, list[Happened]] = defaultdict(list)
        for each in happened:
            apart[each.organisation].append(each)
        members = [self._member(each, apart[each.id], since) for each in organisations]
        busy = {each.organisation for each in happened if each.entry.at >= since}
        told = [each for each in members if each.open or each.taken or each.organisation in busy]
        return WeekReport(
            since=iso(since),
            until=iso(self._now),
            members=tuple(sorted(told, key=lambda each: (-each.promptness.opened, -each.open, each.name))),
            quiet=len(members) - len(told),
            complete=len(happened) < LINES or happened[0].entry.at < since,
        )

    def _member(self, organisation: Organisation, happened: Sequence[Happened], since: int) -> MemberWeek:
        is_open, is_taken = (
            self._book.count(
                Wanted((state,), organisation.id, merged=Shown.HIDE, without=self._hidden), self._now
            )
            for state in (AlertState.OPEN, AlertState.ACKNOWLEDGED)
        )
        measured = self._measured(happened, since)
        return MemberWeek(organisation.id, organisation.name, is_open, is_taken, measured)

    def _happened(self, organisation: str, since: int) -> Sequence[Happened]:
        return self._book.happened(since, self._now, organisation, LINES, self._hidden)

    def _measured(self, happened: Sequence[Happened], since: int) -> PromptnessRecord:
        """Measure one organisation's histories: how soon since a moment (ns UTC), and how lasting in all that there is."""
        prompt = promptness(each.entry for each in happened if each.entry.at >= since)
        return promptness_record(prompt, recurrence(cleanings(happened), self._now), since)
