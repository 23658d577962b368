"""`noroshi organisations import`: organisations from a roster."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from msgspec import Struct

from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.organisations.words import row_text
from noroshi.cli.screen import Screen
from noroshi.organisations.overlaps import overlaps
from noroshi.organisations.reconcile import Changes, reconcile
from noroshi.organisations.register import Row
from noroshi.organisations.roster_files import read_roster

app = command(
    "import",
    "noroshi organisations import members.yaml",
    "noroshi organisations import members.csv --dry-run",
)


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
    """Prefixes and AS numbers that are now held more than once; all holders are alerted."""


OUTPUTS = (Imported,)


@app.default
def take(
    roster: Path, *, dry_run: Annotated[bool, Parameter(negative="")] = False, here: Here = EVERYWHERE
) -> None:
    """Import organisations from a roster.

    Parameters
    ----------
    roster
        A .yaml or .csv file.
    dry_run
        Say what would change, and change nothing.
    """
    with here.application() as application:
        now = application.clock.now()
        book = application.organisations
        read = read_roster(roster, now)
        changes = reconcile(book.rows(), read, now)
        if changes and not dry_run:
            book.apply(changes)
        shared = tuple(
            f"{overlap.holding}: {', '.join(because.organisation.id for because in overlap.holders)}"
            for overlap in overlaps(book.all())
        )
    imported = _imported(read.source, changes, shared, dry_run=dry_run)
    screen = here.screen()
    screen.record(imported)
    _tell(screen, imported)


def _imported(source: str, changes: Changes, shared: tuple[str, ...], *, dry_run: bool) -> Imported:
    return Imported(
        source=source,
        dry_run=dry_run,
        added=_texts(changes.added),
        changed=_texts(change.before for change in changes.changed),
        retired=_texts(change.before for change in changes.retired),
        kept=_texts(change.before for change in changes.kept),
        unchanged=len(changes.unchanged),
        overlaps=shared,
    )


def _texts(rows: "Iterable[Row]") -> tuple[str, ...]:
    return tuple(row_text(row) for row in rows)


def _tell(screen: Screen, imported: Imported) -> None:
    would = "would be " if imported.dry_run else ""
    for verb, texts in (
        ("added", imported.added),
        ("changed", imported.changed),
        ("retired", imported.retired),
        ("kept as it is, though the roster says otherwise", imported.kept),
    ):
        if texts:
            screen.line(f"{len(texts)} {would}{verb}:" if verb.startswith("kept") else f"{len(texts)} {would}{verb}")
