"""`noroshi audit`: who did what."""

from typing import Annotated, Final

from cyclopts import Parameter

from noroshi.cli.colours import ASIDE, WARNING
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.screen import Cell, Coloured
from noroshi.clock import clock_text
from noroshi.errors import UsageError
from noroshi.people.audit import AuditEntry, AuditWanted, Outcome, What
from noroshi.records.people import AuditRecord, audit_record

LINES: Final = 50

app = command(
    "audit",
    "noroshi audit",
    "noroshi audit --who mika --what sign-in --outcome failed",
    "noroshi audit --limit 100000 --json > audit.ndjson",
)

OUTPUTS = (AuditRecord,)


@app.default
def audit(
    *,
    who: str = "",
    what: What | None = None,
    about: str = "",
    outcome: Outcome | None = None,
    limit: Annotated[int, Parameter(show_default=True)] = LINES,
    here: Here = EVERYWHERE,
) -> None:
    """Show who did what, the latest first.

    Parameters
    ----------
    who
        By this person, by their id; at the command line, by this login name.
    what
        Of this kind.
    about
        Done to this: an alert's id, a person's, or a path.
    outcome
        Ended like this.
    limit
        Lines, at most.
    """
    if limit < 1:
        raise UsageError("--limit is at least 1")
    with here.books() as books:
        rows = books.people.audit.page(AuditWanted(who, what, about, outcome), None, limit)
    screen = here.screen()
    for row in rows:
        screen.record(audit_record(row))
    if not rows:
        screen.line("Nothing was written down.")
        return
    screen.table(
        ("at (UTC)", "who", "what", "about", "outcome", "from", "note"), [_cells(row.entry) for row in rows]
    )


def _cells(entry: AuditEntry) -> tuple[Cell, ...]:
    is_done = entry.outcome is Outcome.DONE
    return (
        clock_text(entry.at),
        entry.who or Coloured("nobody", ASIDE),
        entry.what.value,
        entry.about,
        entry.outcome.value if is_done else Coloured(entry.outcome.value, WARNING),
        entry.address or entry.via.value,
        entry.note,
    )
