"""Rosters into the register: all of one, and the audit has how much that changed."""

from noroshi.organisations.book import OrganisationBook
from noroshi.organisations.reconcile import Changes, reconcile
from noroshi.organisations.roster import Roster
from noroshi.people.audit import AuditBook, By, What
from noroshi.records.rosters import Imported, imported_record


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
    return imported_record(roster.source, before, changes, dry_run=dry_run)


def _said(changes: Changes) -> str:
    """Give what an import did, for the audit."""
    sorts = {"added": changes.added, "changed": changes.changed, "retired": changes.retired}
    return ", ".join(f"{len(rows):,} {sort}" for sort, rows in sorts.items() if rows)
