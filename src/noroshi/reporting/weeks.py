"""How members fared in some days."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from noroshi.alerts.book import AlertBook, Happened
from noroshi.alerts.model import AlertState
from noroshi.alerts.wanted import Shown, Wanted
from noroshi.clock import DAY, iso
from noroshi.organisations.model import Organisation
from noroshi.records.reports import MemberWeek, WeekReport
from noroshi.reporting.measuring import LINES, QUARTER, measured


def week(
    book: AlertBook, organisations: Sequence[Organisation], days: int, now: int, hidden: Collection[str] = ()
) -> WeekReport:
    """Say how each of some organisations fared; one alone is read alone.

    Parameters
    ----------
    book
        Where alerts are kept.
    days
        The last so many.
    now
        ns UTC, when the report is made.
    hidden
        Detection kinds whose alerts the reader does not see.
    """
    since = now - days * DAY
    own = organisations[0].id if len(organisations) == 1 else ""
    begun = min(since, now - QUARTER)
    happened = book.happened(begun, now, own, LINES, hidden) if organisations else ()
    apart: defaultdict[str, list[Happened]] = defaultdict(list)
    for each in happened:
        apart[each.organisation].append(each)
    members = [
        MemberWeek(
            organisation=each.id,
            name=each.name,
            open=_count(book, AlertState.OPEN, each.id, now, hidden),
            taken=_count(book, AlertState.ACKNOWLEDGED, each.id, now, hidden),
            promptness=measured(apart[each.id], since, now),
        )
        for each in organisations
    ]
    busy = {each.organisation for each in happened if each.entry.at >= since}
    told = [each for each in members if each.open or each.taken or each.organisation in busy]
    return WeekReport(
        since=iso(since),
        until=iso(now),
        members=tuple(sorted(told, key=lambda each: (-each.promptness.opened, -each.open, each.name))),
        quiet=len(members) - len(told),
        complete=len(happened) < LINES or happened[0].entry.at < since,
    )


def _count(book: AlertBook, state: AlertState, organisation: str, now: int, hidden: Collection[str]) -> int:
    return book.count(Wanted((state,), organisation, merged=Shown.HIDE, without=hidden), now)
