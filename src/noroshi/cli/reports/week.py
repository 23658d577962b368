"""`noroshi reports week`: how each member fared, and how lasting what they cleaned is."""

from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from noroshi.cli.colours import NAME
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.screen import Cell, Coloured
from noroshi.clock import SystemClock
from noroshi.records.reports import MemberWeek, WeekReport
from noroshi.reporting.text import share, span
from noroshi.reporting.weeks import week
from noroshi.reporting.words import words_of

app = command(
    "week",
    "noroshi reports week",
    "noroshi reports week --days 31 --json | jq '.members[] | {name, recurrence: .promptness.recurrence}'",
)

OUTPUTS = (WeekReport,)

MOST = 92
"""Days: histories are read a quarter back."""


@app.default
def week_(
    *,
    days: Annotated[int, Parameter(validator=Number(gte=1, lte=MOST), show_default=True)] = 7,
    here: Here = EVERYWHERE,
) -> None:
    """Say how the members fared.

    Parameters
    ----------
    days
        The last so many.
    """
    with here.books() as books:
        report = week(books.alerts, books.organisations.all(), days, SystemClock().now())
    screen = here.screen()
    screen.record(report)
    if report.members:
        titles = ("organisation", "new", "came back", "resolved", "cleaned", "quiet", "open", "taken")
        screen.table((*titles, "until taken", "until cleaned", "back in 30 days"), map(_row, report.members))
    else:
        screen.line("There is nothing to say of any organisation.")
    if not report.complete:
        screen.remark("More happened than one report reads: the earliest of it is missing.")


def _row(member: MemberWeek) -> list[Cell]:
    prompt, words = member.promptness, words_of("en")
    counts = (
        prompt.opened,
        prompt.came_back,
        prompt.resolved,
        prompt.cleaned,
        prompt.quiet,
        member.open,
        member.taken,
    )
    return [
        Coloured(member.organisation, NAME),
        *(f"{count:,}" for count in counts),
        span(prompt.to_acknowledge, words),
        span(prompt.to_clean, words),
        share(prompt, words),
    ]
