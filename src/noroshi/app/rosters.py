"""Rosters into the register: all of one, and the audit has how much that changed."""

from collections.abc import Iterable, Sequence

from noroshi.organisations.book import OrganisationBook
from noroshi.organisations.overlaps import overlaps
from noroshi.organisations.reconcile import Changes, reconcile
from noroshi.organisations.register import Row, organisations_of
from noroshi.organisations.roster import Roster
from noroshi.organisations.words import overlap_text, row_text
from noroshi.people.audit import AuditBook, By, What
from noroshi.records.rosters import Imported


def import_roster(
    organisations: OrganisationBook, audit: AuditBook, roster: Roster, by: By, now: int, *, dry_run: bool
) -> Imported:
    """Import a roster, or say what that would change.

    Parameters
    ----------
    by
        Who imports it.
    now
        ns UTC; what the same roster brought earlier and no longer has ends at this second.

    Raises
    ------
    StorageError
        If the database fails, or somebody else has changed the register meanwhile.
    """
    before = organisations.rows()
    changes = reconcile(before, roster, now)
    if changes and not dry_run:
        organisations.apply(changes)
        audit.write([by.did(now, What.IMPORT, roster.source, _said(changes))])
    return _imported(roster.source, before, changes, dry_run=dry_run)


def _imported(source: str, before: Sequence[Row], changes: Changes, *, dry_run: bool) -> Imported:
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


def _said(changes: Changes) -> str:
    """Give what an import did, for the audit."""
    sorts = {"added": changes.added, "changed": changes.changed, "retired": changes.retired}
    return ", ".join(f"{len(rows):,} {sort}" for sort, rows in sorts.items() if rows)
