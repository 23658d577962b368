"""What an import would change: the register as it is, held against a roster.

Pure, so that a dry run and an import decide the same. The rules, row by row:

* A row that a person wrote is never changed. Where the file says otherwise it is *kept*, and listed.
* A row that is new is *added*, one that differs is *changed*, one that is equal stays as it
  is, down to its provenance: importing a file twice changes nothing the second time.
* A row belongs to the file that brought it, until another file says otherwise about it.
* What the same file brought earlier and no longer contains is *retired*. A holding or an
  organisation is ended, not removed, because questions about the past need it. A contact
  has no past to answer for, and is removed. An organisation that still has rows from a
  person or another file is not ended, for they would lose their effect: it is kept.
"""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from noroshi.clock import SECOND
from noroshi.organisations.model import Contact, Origin
from noroshi.organisations.register import Part, Provenance, Row, RowKey
from noroshi.organisations.roster import Roster


class Change(Struct, frozen=True):
    """One row before and after."""

    before: Row
    after: Row | None
    """None if the row is to be removed."""


class Changes(Struct, frozen=True):
    """Everything that an import does; `added`, `changed` and `retired` are to be written."""

    added: tuple[Row, ...] = ()
    """Rows that are new, an organisation before its contacts and holdings."""
    changed: tuple[Change, ...] = ()
    """Rows that the file says otherwise about."""
    retired: tuple[Change, ...] = ()
    """Rows that the same file brought earlier and no longer contains."""
    unchanged: tuple[Row, ...] = ()
    """Rows that the file repeats."""
    kept: tuple[Change, ...] = ()
    """Rows left as they are, although the file says otherwise; `after` is what it says."""

    def __bool__(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.added or self.changed or self.retired)


def reconcile(register: Iterable[Row], roster: Roster, now: int) -> Changes:
    """Hold a roster against the register.

    Parameters
    ----------
    register
        Every row there is.
    now
        ns UTC; what is no longer in the file ends at this second.
    """
    present = {row.key: row for row in register}
    added: list[Row] = []
    changed: list[Change] = []
    unchanged: list[Row] = []
    kept: list[Change] = []
    for row in roster.rows:
        before = present.get(row.key)
        if before is None:
            added.append(row)
        elif before.value == row.value:
            unchanged.append(before)
        elif before.provenance.origin is Origin.PERSON:
            kept.append(Change(before, row))
        else:
            changed.append(Change(before, row))
    retired, not_ended = _retire(present, roster, now)
    return Changes(
        added=tuple(added),
        changed=tuple(changed),
        retired=tuple(retired),
        unchanged=tuple(unchanged),
        kept=(*kept, *not_ended),
    )


def _retire(present: dict[RowKey, Row], roster: Roster, now: int) -> tuple[list[Change], list[Change]]:
    """Find what is no longer in the file; second, the organisations that others still need."""
    offered = {row.key for row in roster.rows}
    provenance = Provenance(Origin.IMPORT, at=now, source=roster.source)
    second = now - now % SECOND
    needed = {
        row.organisation for row in present.values() if row.key in offered or not _is_from(row, roster.source)
    }
    retired: list[Change] = []
    kept: list[Change] = []
    for row in present.values():
        if row.key in offered or not _is_from(row, roster.source):
            continue
        if isinstance(row.value, Contact):
            retired.append(Change(row, None))
            continue
        end = second if row.value.valid_from is None else max(second, row.value.valid_from)
        if row.value.valid_until is not None and row.value.valid_until <= end:
            continue
        ended = Row(row.organisation, replace(row.value, valid_until=end), provenance)
        is_needed = row.part is Part.ORGANISATION and row.organisation in needed
        (kept if is_needed else retired).append(Change(row, ended))
    return retired, kept


def _is_from(row: Row, source: str) -> bool:
    return row.provenance.origin is Origin.IMPORT and row.provenance.source == source
