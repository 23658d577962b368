"""Rows of the register and their whereabouts, in words."""

from noroshi.clock import clock_text
from noroshi.organisations.model import Contact, Holding, Organisation, Origin
from noroshi.organisations.overlaps import Overlap
from noroshi.organisations.register import Provenance, Row


def row_text(row: Row) -> str:
    """Name a row so that a person finds it again.

    Examples
    --------
    >>> from noroshi.organisations.model import HoldingKind
    >>> from noroshi.organisations.register import Provenance
    >>> holding = Holding(HoldingKind.PREFIX, "192.0.2.0/24")
    >>> row_text(Row("example", holding, Provenance(Origin.PERSON, at=0)))
    'example: 192.0.2.0/24, live'
    """
    if isinstance(row.value, Organisation):
        return f"{row.organisation}: {row.value.name}"
    if isinstance(row.value, Contact):
        return f"{row.organisation}: {row.value.key}"
    return f"{row.organisation}: {holding_text(row.value)}"


def holding_text(holding: Holding) -> str:
    """Name a holding with its use, and when it is valid if not always."""
    return ", ".join(filter(None, (holding.text, holding.use.value, span_text(holding))))


def span_text(valid: Holding | Organisation) -> str:
    """Say when something is valid; empty for always."""
    since = "" if valid.valid_from is None else f"from {clock_text(valid.valid_from)}"
    until = "" if valid.valid_until is None else f"until {clock_text(valid.valid_until)}"
    return " ".join(filter(None, (since, until)))


def provenance_text(provenance: Provenance) -> str:
    """Say where a row came from.

    Examples
    --------
    >>> provenance_text(Provenance(Origin.IMPORT, 1_700_000_000_000_000_000, "members.csv", 7))
    'members.csv, line 7, 2023-11-14 22:13:20'
    """
    place = [f"line {provenance.line}"] if provenance.line is not None else []
    typed = "typed by " if provenance.origin is Origin.PERSON else ""
    source = f"{typed}{provenance.source or 'somebody'}"
    return ", ".join([source, *place, clock_text(provenance.at)])


def overlap_text(overlap: Overlap) -> str:
    """Say who holds the same, or who holds it live and dark.

    Examples
    --------
    >>> from noroshi.organisations.model import HoldingKind, Use
    >>> from noroshi.organisations.responsibility import Because
    >>> kind, prefix = HoldingKind.PREFIX, "192.0.2.0/24"
    >>> one = Organisation("one", "One")
    >>> both = (Because(one, Holding(kind, prefix)), Because(one, Holding(kind, prefix, Use.DARK)))
    >>> overlap_text(Overlap(prefix, both))
    '192.0.2.0/24: one (live), one (dark)'
    """
    holders = ", ".join(f"{because.organisation.id} ({because.holding.use})" for because in overlap.holders)
    return f"{overlap.holding}: {holders}"
