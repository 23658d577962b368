"""Who answers for this address at that time, and because of which holding."""

from collections.abc import Sequence
from typing import NamedTuple

from noroshi.columns.prefixes import PrefixTable
from noroshi.columns.schema import I32, Bool
from noroshi.organisations.model import Holding, Organisation


class Because(NamedTuple):
    """One organisation that answers, and the holding that says so."""

    organisation: Organisation
    holding: Holding


class HoldingTable(NamedTuple):
    """All holdings valid over one span of time, compiled for kernels.

    `prefixes` maps an address to an entry, or -1; the other arrays describe entries
    (`e` of them) and groups (`g`: distinct sets of organisations that hold the same
    prefix with equal right).
    """

    since: int  # ns UTC, inclusive
    until: int  # ns UTC, exclusive: when some holding starts or ends
    prefixes: PrefixTable
    dark: Bool  # [e] whether the entry is dark
    group: I32  # [e] its group; -1 for a monitored prefix that nobody registered
    group_start: I32  # [g + 1] where each group's members start
    group_member: I32  # organisations (by position in the register), group after group


class Responsibility:
    """The register, ready to answer; immutable.

    Parameters
    ----------
    organisations
        Everybody, with their holdings.
    monitored
        Prefixes in CIDR form that are watched whoever holds them, or "any" for all
        address space: everything in them is dark unless registered live.
    """

    def __init__(self, organisations: Sequence[Organisation], monitored: Sequence[str] = ()) -> None:
        raise NotImplementedError

    def at(self, moment: int) -> HoldingTable:
        """Compile the holdings valid at a moment (ns UTC); cached."""
        raise NotImplementedError

    def who(self, address: str, moment: int) -> tuple[Because, ...]:
        """Say who answers for an address at a moment; more than one if prefixes are equal."""
        raise NotImplementedError
