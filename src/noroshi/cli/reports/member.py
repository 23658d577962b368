"""`noroshi reports member`: what one member had, to be handed to them."""

from typing import Annotated, Literal

from cyclopts import Parameter
from cyclopts.validators import Number

from noroshi.app.guides import guide
from noroshi.app.sentences import dark_kinds
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.clock import SystemClock
from noroshi.records.members import MemberReport
from noroshi.reporting.members import Publisher, member_report
from noroshi.reporting.text import text

app = command(
    "member",
    "noroshi reports member example-university",
    "noroshi reports member example-university --days 31 --language ja > report.txt",
)

OUTPUTS = (MemberReport,)

MOST = 92
"""Days: histories are read a quarter back."""


@app.default
def member(
    organisation: str,
    /,
    *,
    days: Annotated[int, Parameter(validator=Number(gte=1, lte=MOST), show_default=True)] = 7,
    language: Literal["en", "ja", "id", "vi", "th"] | None = None,
    here: Here = EVERYWHERE,
) -> None:
    """Say what a member had, and what they are to do next.

    Also how soon they answered, and what came back. It has no more than the member may read, so it can be handed over as it is.

    Parameters
    ----------
    organisation
        The member's id.
    days
        The last so many.
    language
        Else the organisation's.
    """
    centre = here.config().centre.name
    with here.books() as books:
        publisher = Publisher(centre, books.alerts, dark_kinds(), guide)
        found = books.organisations.get(organisation)
        report = member_report(publisher, found, days, language or found.language, SystemClock().now())
    screen = here.screen()
    screen.record(report)
    screen.raw(text(report))
