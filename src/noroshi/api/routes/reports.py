"""Reports: a shift handed over, how the members fared, and how one did; to read, or as a table or a text."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Final, TypeAlias

from litestar import Response, get
from litestar.params import PathParameter, QueryParameter

from noroshi.api.gate import SEES
from noroshi.api.given import Given
from noroshi.api.sight.reports import SeenReports
from noroshi.people.audit import What
from noroshi.people.model import Language
from noroshi.people.rights import Right
from noroshi.records.members import MemberReport
from noroshi.records.reports import Heap, MemberWeek, ShiftReport, WeekReport
from noroshi.reporting.text import text
from noroshi.sheet import line

MAY_EXPORT: Final = frozenset({Right.EXPORT})

Hours: TypeAlias = Annotated[int, QueryParameter(ge=1, le=168, description="The last so many hours.")]
Days: TypeAlias = Annotated[int, QueryParameter(ge=1, le=92, description="The last so many days.")]

Reported: TypeAlias = Annotated[str, PathParameter(description="A member organisation's id.")]
Spoken: TypeAlias = Annotated[
    Language | None,
    QueryParameter(
        description="en, ja, id, vi or th; else a member's own, and for others the organisation's."
    ),
]

ALERT: Final = ("id", "severity", "kind", "subject", "organisation", "assignee", "started", "last", "why")
MEMBER: Final = ("organisation", "name", "open", "taken")
MEASURES: Final = {
    **{each: each for each in ("opened", "came_back", "acknowledged", "resolved", "cleaned", "quiet")},
    "seconds_to_acknowledge": "to_acknowledge",
    "seconds_to_clean": "to_clean",
    "recurrence": "recurrence",
    "recurrence_of": "recurrence_of",
}
"""Columns, and what is in them of how soon a member answers."""


@get("/reports/shift", may=SEES, notes=What.READ, sync_to_thread=True)
def show_shift(reports: Given[SeenReports], hours: Hours = 8) -> ShiftReport:
    """Say what a shift hands over: what is open, taken and snoozed, and what happened."""
    return reports.shift(hours)


@get("/reports/shift.csv", may=MAY_EXPORT, notes=What.EXPORT, sync_to_thread=True, media_type="text/csv")
def export_shift(reports: Given[SeenReports], hours: Hours = 8) -> Response[bytes]:
    """Give the same as a table: one line an alert."""
    report = reports.shift(hours)
    heaps = {"open": report.open, "taken": report.taken, "snoozed": report.snoozed}
    return _table("shift", ("heap", *ALERT), _alert_rows(heaps))


@get("/reports/week", may=SEES, notes=What.READ, sync_to_thread=True)
def show_week(reports: Given[SeenReports], days: Days = 7) -> WeekReport:
    """Say how the members fared."""
    return reports.week(days)


@get("/reports/week.csv", may=MAY_EXPORT, notes=What.EXPORT, sync_to_thread=True, media_type="text/csv")
def export_week(reports: Given[SeenReports], days: Days = 7) -> Response[bytes]:
    """Give the same as a table: one line an organisation."""
    return _table("week", (*MEMBER, *MEASURES), map(_member_row, reports.week(days).members))


@get("/reports/members/{organisation:str}", may=SEES, notes=What.READ, sync_to_thread=True)
def show_member(
    organisation: Reported, reports: Given[SeenReports], days: Days = 7, language: Spoken = None
) -> MemberReport:
    """Say what a member had, how soon they answered, what came back, and what to do next: no more than they may read themselves."""
    return reports.member(organisation, days, language)


@get(
    "/reports/members/{organisation:str}/text",
    may=SEES,
    notes=What.READ,
    sync_to_thread=True,
    media_type="text/plain",
)
def show_member_text(
    organisation: Reported, reports: Given[SeenReports], days: Days = 7, language: Spoken = None
) -> Response[bytes]:
    """Give the same as plain text, as a message would have it."""
    report = text(reports.member(organisation, days, language))
    return Response(report.encode(), media_type="text/plain")


def _alert_rows(heaps: dict[str, Heap]) -> Iterator[Sequence[object]]:
    for name, heap in heaps.items():
        for alert in heap.items:
            yield name, *(getattr(alert, field) for field in ALERT)


def _member_row(member: MemberWeek) -> Sequence[object]:
    measured = (getattr(member.promptness, field) for field in MEASURES.values())
    return *(getattr(member, field) for field in MEMBER), *measured


def _table(name: str, names: Sequence[str], rows: Iterable[Sequence[object]]) -> Response[bytes]:
    headers = {"Content-Disposition": f'attachment; filename="noroshi-{name}.csv"'}
    written = b"".join(map(line, (names, *rows)))
    return Response(written, media_type="text/csv", headers=headers)


ROUTES = (show_shift, export_shift, show_week, export_week, show_member, show_member_text)
