"""What an organisation's histories say of it, measured for a report."""

from collections.abc import Collection, Sequence
from typing import Final

from noroshi.alerts.book import AlertBook, Happened
from noroshi.alerts.promptness import promptness
from noroshi.alerts.recurrence import cleanings, recurrence
from noroshi.clock import DAY
from noroshi.records.reports import PromptnessRecord, promptness_record

LINES: Final = 100_000
"""Lines of history that are read for a report at most: 1.5 s."""

QUARTER: Final = 90 * DAY
"""ns for which an organisation's promptness is measured: fewer alerts would make a median of chance."""


def measured(happened: Sequence[Happened], since: int, now: int) -> PromptnessRecord:
    """Measure one organisation's histories: how soon since a moment, and how lasting in all that there is.

    Parameters
    ----------
    happened
        Since then or earlier, in the order in which it was written.
    since, now
        ns UTC.
    """
    prompt = promptness(each.entry for each in happened if each.entry.at >= since)
    return promptness_record(prompt, recurrence(cleanings(happened), now), since)


def quarter(book: AlertBook, organisation: str, now: int, hidden: Collection[str]) -> PromptnessRecord:
    """Measure an organisation's last 90 days, without alerts of hidden kinds."""
    since = now - QUARTER
    return measured(book.happened(since, now, organisation, LINES, hidden), since, now)
