"""How each alert stands with each reader: what the policy decided last, and how much they were ever told.

It is what makes the audit say each thing once, however often a partner asks, and what withdraws from them whatever they
were told.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple, Protocol

from msgspec import Struct

from noroshi.people.audit import AuditEntry
from noroshi.sharing.finding import Level
from noroshi.sharing.policy import Rule


class Standing(Struct, frozen=True):
    """How an alert stands with a reader."""

    alert: str
    """Its id."""
    reader: str
    """An organisation's id."""
    level: Level | None
    """How much of it may leave to them; None for nothing."""
    rule: Rule
    """Which rule decided so."""
    at: int
    """ns UTC, when it did."""
    told: Level | None = None
    """The fullest level at which they were ever told of it."""
    finding: str = ""
    """The id of the finding that told them; empty if they never were, or it was before this was kept."""


class Tally(NamedTuple):
    """How many alerts stand alike with a reader."""

    reader: str
    """An organisation's id."""
    level: Level | None
    rule: Rule
    alerts: int


class SignTally(NamedTuple):
    """How many indications stand alike with a reader."""

    reader: str
    """An organisation's id."""
    rule: Rule
    indications: int


class Ledger(Protocol):
    """Standings, kept. All raise `StorageError` if the database fails."""

    def of(self, reader: str, alerts: Collection[str]) -> Mapping[str, Standing]:
        """Give how some alerts stand with a reader, by id; those about which nothing was decided are left out."""
        ...

    def told(self, reader: str, findings: Collection[str]) -> Mapping[str, str]:
        """Give the alerts that a reader was told of by some findings, by the finding's id; of others there is none."""
        ...

    def note(self, written: Sequence[Standing], entries: Sequence[AuditEntry]) -> None:
        """Write how alerts stand from now on, and the audit's lines about it, in one transaction."""
        ...

    def tallies(self) -> Sequence[Tally]:
        """Count alerts by reader, level and rule: what was let out, and what was refused and why."""
        ...

    def key(self) -> str:
        """Give the secret from which the ids of findings follow; it is made up the first time."""
        ...


class SignLedger(Protocol):
    """What was decided last about each indication and each reader, kept, so that the audit says each thing once. All raise `StorageError` if the database fails."""

    def of(self, reader: str, indications: Collection[str]) -> Mapping[str, Rule]:
        """Give which rule decided about some indications and a reader, by id; those about which nothing was decided are left out."""
        ...

    def note(self, reader: str, rules: Mapping[str, Rule], entries: Sequence[AuditEntry]) -> None:
        """Write which rule decides from now on, by the indication's id, and the audit's lines about it, in one transaction."""
        ...

    def tallies(self) -> Sequence[SignTally]:
        """Count indications by reader and rule."""
        ...
