"""`noroshi organisations import`: organisations from a roster."""

from pathlib import Path

from noroshi.cli.colours import ASIDE, NAME, WARNING
from noroshi.cli.here import EVERYWHERE, Here, command, doer
from noroshi.cli.phrases import counted
from noroshi.cli.screen import Coloured, Screen
from noroshi.clock import SystemClock
from noroshi.organisations.roster_files import read_roster
from noroshi.records.rosters import Imported

app = command(
    "import",
    "noroshi organisations import members.yaml",
    "noroshi organisations import members.csv --dry-run",
)

LISTED = 20
"""Rows of each sort that are named on a terminal; --json names them all."""

OUTPUTS = (Imported,)


@app.default
def take(roster: Path, /, *, dry_run: bool = False, by: str = "", here: Here = EVERYWHERE) -> None:
    """Import organisations from a roster.

    All of it is imported or, if it has a fault, nothing; every fault is listed. What a person typed is never
    changed. What the same file brought earlier and no longer has is retired.

    Parameters
    ----------
    roster
        A .yaml or .csv file.
    dry_run
        Say what would change, and change nothing.
    by
        Who imports it; else your login name.
    """
    from noroshi.app.rosters import import_roster  # noqa: PLC0415  # half a second that a help page does not need

    now = SystemClock().now()
    with here.books() as books:
        read = read_roster(roster, now)
        imported = import_roster(
            books.organisations, books.people.audit, read, doer(by), now, dry_run=dry_run
        )
    screen = here.screen()
    screen.record(imported)
    _tell(screen, imported)


def _tell(screen: Screen, imported: Imported) -> None:
    if not (imported.added or imported.changed or imported.retired):
        screen.line(f"{imported.source}: nothing new in {counted(imported.unchanged, 'row')}.")
    elif imported.dry_run:
        screen.line(f"{imported.source}: a dry run; this would change:")
    else:
        left = f"; {imported.unchanged:,} are as they were" if imported.unchanged else ""
        screen.line(f"{imported.source}: imported{left}.")
    _list(screen, "added", imported.added)
    _list(screen, "changed", imported.changed)
    _list(screen, "retired", imported.retired)
    _list(screen, "kept as they are: a person, or another file, has a say in them", imported.kept, WARNING)
    _list(screen, "held by several organisations; all of them are alerted", imported.overlaps, WARNING)
    _list(
        screen,
        "held live and dark at once; counts as live, and is no sensor",
        imported.contradictions,
        WARNING,
    )


def _list(screen: Screen, title: str, texts: tuple[str, ...], style: str = NAME) -> None:
    if not texts:
        return
    screen.line()
    screen.line(Coloured(f"{len(texts):,} {title}", style))
    for text in texts[:LISTED]:
        screen.line(text, indent=2)
    if len(texts) > LISTED:
        screen.line(Coloured(f"and {len(texts) - LISTED:,} more; --json names them all", ASIDE), indent=2)
