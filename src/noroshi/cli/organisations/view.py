"""An organisation as commands give it."""

from msgspec import Struct

from noroshi.clock import iso
from noroshi.organisations.model import Holding, HoldingKind, Organisation, Use


class OrganisationRow(Struct, frozen=True):
    """An organisation, in short."""

    id: str
    """Its short id."""
    name: str
    """Its name."""
    live_prefixes: int
    """Prefixes in use that it holds now."""
    dark_prefixes: int
    """Unused prefixes that it holds now: its sensors."""
    asns: int
    """AS numbers that it holds now."""
    contacts: int
    """Ways to reach it."""
    valid: bool
    """Whether it counts now."""
    valid_from: str | None
    """From when, ISO 8601 in UTC; null for always."""
    valid_until: str | None
    """Until when, ISO 8601 in UTC; null for until further notice."""


def organisation_row(organisation: Organisation, now: int) -> OrganisationRow:
    """Put an organisation in short."""
    held = [holding for holding in organisation.holdings if is_valid(holding, now)]
    uses = [holding.use for holding in held if holding.kind is HoldingKind.PREFIX]
    return OrganisationRow(
        id=organisation.id,
        name=organisation.name,
        live_prefixes=uses.count(Use.LIVE),
        dark_prefixes=uses.count(Use.DARK),
        asns=len(held) - len(uses),
        contacts=len(organisation.contacts),
        valid=is_valid(organisation, now),
        valid_from=when(organisation.valid_from),
        valid_until=when(organisation.valid_until),
    )


def is_valid(valid: Holding | Organisation, now: int) -> bool:
    """Say whether something counts at a moment (ns UTC)."""
    begun = valid.valid_from is None or valid.valid_from <= now
    return begun and (valid.valid_until is None or now < valid.valid_until)


def when(moment: int | None) -> str | None:
    """Write a moment for programs, if there is one."""
    return None if moment is None else iso(moment)
