"""`noroshi organisations import`: organisations from a roster."""

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from noroshi.cli.colours import ASIDE, NAME, WARNING
from noroshi.cli.here import EVERYWHERE, Here, command, doer
from noroshi.cli.organisations.words import overlap_text, row_text
from noroshi.cli.phrases import counted
from noroshi.cli.screen import Coloured, Screen
from noroshi.clock import SystemClock
from noroshi.organisations.overlaps import Overlap, overlaps
from noroshi.organisations.reconcile import Changes, reconcile
from noroshi.organisations.register import Row, organisations_of
from noroshi.organisations.roster_files import read_roster
from noroshi.people.audit import What

app = command(
    "import",
    "noroshi organisations import members.yaml",
    "noroshi organisations import members.csv --dry-run",
)

LISTED = 20
"""Rows of each sort that are named on a terminal; --json names them all."""


class Imported(Struct, frozen=True):
    """What an import did, or would do."""

    source: str
    """The roster's name without folders."""
    dry_run: bool
    """Whether it was only tried."""
    added: tuple[str, ...]
    """Rows that are new."""
    changed: tuple[str, ...]
    """Rows that the roster says otherwise about."""
    retired: tuple[str, ...]
    """Rows that the roster brought earlier and no longer has."""
    kept: tuple[str, ...]
    """Rows left alone though the roster says otherwise: a person, or another file, has a say in them."""
    unchanged: int
    """Rows that the roster repeats."""
    overlaps: tuple[str, ...]
    """Prefixes and AS numbers that several organisations hold at once; all are alerted."""
    contradictions: tuple[str, ...]
    """Prefixes held live and dark at once; they count as live, and are no sensors."""


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
    now = SystemClock().now()
    with here.books() as books:
        read = read_roster(roster, now)
        rows = books.organisations.rows()
        changes = reconcile(rows, read, now)
        if changes and not dry_run:
            books.organisations.apply(changes)
            books.people.audit.write([doer(by).did(now, What.IMPORT, read.source, _said(changes))])
    shared = overlaps(organisations_of(_rows_after(rows, changes)))
    imported = _imported(read.source, changes, shared, dry_run=dry_run)
    screen = here.screen()
    screen.record(imported)
    _tell(screen, imported)


def _said(changes: Changes) -> str:
    """Give what an import did, for the audit."""
    sorts = {"added": changes.added, "changed": changes.changed, "retired": changes.retired}
    return ", ".join(f"{counted(len(rows), 'row')} {sort}" for sort, rows in sorts.items() if rows)


def _rows_after(before: Iterable[Row], changes: Changes) -> Iterable[Row]:
    """Give the register's rows as the import leaves them, or would leave them."""
    rows = {row.key: row for row in before} | {row.key: row for row in changes.added}
    for change in (*changes.changed, *changes.retired):
        if change.after is None:
            rows.pop(change.before.key, None)
        else:
            rows[change.before.key] = change.after
    return rows.values()


def _imported(source: str, changes: Changes, shared: Iterable[Overlap], *, dry_run: bool) -> Imported:
    return Imported(
        source=source,
        dry_run=dry_run,
        added=_texts(changes.added),
        changed=_texts(change.after or change.before for change in changes.changed),
        retired=_texts(change.before for change in changes.retired),
        kept=_texts(change.before for change in changes.kept),
        unchanged=len(changes.unchanged),
        overlaps=tuple(overlap_text(each) for each in shared if not each.is_contradiction),
        contradictions=tuple(overlap_text(each) for each in shared if each.is_contradiction),
    )


def _texts(rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(row_text(row) for row in rows)


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
