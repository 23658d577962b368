"""What became of a roster, as programs get it."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from noroshi.organisations.overlaps import overlaps
from noroshi.organisations.reconcile import Changes
from noroshi.organisations.register import Row, organisations_of
from noroshi.organisations.words import overlap_text, row_text


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


def imported_record(source: str, before: Sequence[Row], changes: Changes, *, dry_run: bool) -> Imported:
    """Say what an import changes in the register's rows, or would change."""
    shared = overlaps(organisations_of(_after(before, changes)))
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


def _after(before: Iterable[Row], changes: Changes) -> Iterable[Row]:
    """Give the register's rows as the import leaves them, or would leave them."""
    rows = {row.key: row for row in before} | {row.key: row for row in changes.added}
    for change in (*changes.changed, *changes.retired):
        if change.after is None:
            rows.pop(change.before.key, None)
        else:
            rows[change.before.key] = change.after
    return rows.values()


def _texts(rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(row_text(row) for row in rows)
