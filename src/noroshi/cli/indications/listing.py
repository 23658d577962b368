"""`noroshi indications list`: what is new, and since when."""

from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from noroshi.cli.colours import NAME, severity_text
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.indications.seen import centre_text
from noroshi.cli.screen import Coloured
from noroshi.clock import clock_text
from noroshi.indications.book import Wanted
from noroshi.records.indications import IndicationRecord, indication_record

app = command(
    "list",
    "noroshi indications list",
    "noroshi indications list --subject tcp/7547",
    "noroshi indications list --no-ended --json | jq -r .subject",
)

OUTPUTS = (IndicationRecord,)


@app.default
def list_(
    *,
    kind: str = "",
    subject: str = "",
    ended: Annotated[bool | None, Parameter(negative="--no-ended")] = None,
    limit: Annotated[int, Parameter(validator=Number(gte=1), show_default=True)] = 100,
    here: Here = EVERYWHERE,
) -> None:
    """List indications, the latest seen first.

    Of the centres that have seen one, the first that did stands first; "here" is this centre.

    Parameters
    ----------
    kind
        Of this kind, such as port.rising.
    subject
        About this subject, such as tcp/7547.
    ended
        Those that are over; --no-ended for those that go on.
    limit
        So many at most.
    """
    with here.books() as books:
        found = books.indications.page(Wanted(kind, subject, ended), limit)
    screen = here.screen()
    for indication in found:
        screen.record(indication_record(indication))
    if not found:
        screen.line("No such indications.")
        return
    screen.table(
        ("indication", "severity", "kind", "subject", "started (UTC)", "last seen (UTC)", "over", "seen by"),
        [
            (
                Coloured(each.id, NAME),
                severity_text(each.severity),
                each.kind,
                each.subject,
                clock_text(each.started),
                clock_text(each.last),
                "yes" if each.ended else "",
                ", ".join(centre_text(seen.centre) for seen in each.seen_by),
            )
            for each in found
        ],
    )
