"""What a thing is marked with: how far it may go, from when on, and to whom alone."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Final, NamedTuple, Protocol

from msgspec import Struct

from noroshi.alerts.model import Alert
from noroshi.errors import UsageError
from noroshi.organisations.model import Marking
from noroshi.people.audit import AuditEntry
from noroshi.sharing.finding import WRONG

ALERT: Final = Marking.AMBER
"""An alert's marking, unless somebody marks it: what is known of a member's machines is the member's, as TLP 2.0 has it."""

COUNTS: Final = Marking.CLEAR
"""The marking of how many alerts of each kind there were."""

COUNTED: Final = Marking.AMBER
"""The most restrictive marking of what is counted all the same; of what is stricter, not even that it is there is told."""


class Field(StrEnum):
    """What of a finding may be marked more strictly than the whole."""

    SUBJECT = "subject"
    """What it is about, and what tells of that: its network, and the sentence."""
    NETWORK = "network"
    """The autonomous system and the country."""
    PORTS = "ports"
    """Destination ports, and how much was seen of each."""
    LABELS = "labels"
    """Patterns that matched."""
    NUMBERS = "numbers"
    """How much was seen, and how fast."""
    WHY = "why"
    """The sentence."""


class FieldMark(NamedTuple):
    """A field that is marked by itself."""

    field: Field
    marking: Marking


class Mark(Struct, frozen=True):
    """What an alert is marked with."""

    marking: Marking = ALERT
    embargo: int | None = None
    """ns UTC: before then nobody is told of it but the organisation that holds its subject; None for no embargo."""
    group: str = ""
    """The sharing group that alone may be told; empty for whoever is cleared."""
    fields: tuple[FieldMark, ...] = ()
    """Fields that are marked more strictly than the whole."""
    by: str = ""
    """The person who marked it; empty for the marking that it has by itself."""
    at: int = 0
    """ns UTC, when that was."""
    version: int = 0
    """How often it was marked."""

    @property
    def strictest(self) -> Marking:
        """The marking of the strictest of its fields."""
        return max((self.marking, *(each.marking for each in self.fields)), key=lambda marking: marking.rank)

    def hidden(self, clearance: Marking) -> frozenset[Field]:
        """Give the fields that somebody of a clearance may not receive."""
        return frozenset(each.field for each in self.fields if not clearance.admits(each.marking))


UNMARKED: Final = Mark()
"""Of an alert that nobody has marked."""


class Thing(NamedTuple):
    """Something that may leave, as the policy sees it."""

    id: str
    """An alert's id, or an indication's."""
    kind: str
    """Its detection kind."""
    organisation: str
    """The organisation that holds its subject, by id; empty for what concerns nobody in particular."""
    is_shareable: bool
    """Whether its kind is shared at all."""
    is_wrong: bool = False
    """Whether it turned out that nobody should act on it."""
    mark: Mark = UNMARKED
    natural: Marking = ALERT
    """The marking that it has unless somebody marks it."""
    source: str = ""
    """The partner who has told it, by its name among partners; empty for what this centre has seen itself."""
    teller: str = ""
    """The same by its organisation's id; empty if it is no partner any more."""

    @property
    def is_milder(self) -> bool:
        """Whether somebody marked it less strictly than it would be by itself."""
        return self.mark.marking.rank < self.natural.rank


def thing_of(alert: Alert, mark: Mark, *, is_shareable: bool, teller: str = "") -> Thing:
    """Give an alert as the policy sees it."""
    return Thing(
        alert.id,
        alert.kind,
        alert.organisation,
        is_shareable,
        is_wrong=alert.outcome in WRONG,
        mark=mark,
        source=alert.detection.source,
        teller=teller,
    )


def checked(mark: Mark) -> Mark:
    """Give a mark whose fields are each named once, in their own order.

    Raises
    ------
    UsageError
        If a field is to be marked less strictly than the whole, or twice.
    """
    fields = {each.field: each for each in mark.fields}
    if len(fields) != len(mark.fields):
        raise UsageError("a field is marked twice", hint="Mark each field once.")
    for field, marking in mark.fields:
        if marking.rank <= mark.marking.rank:
            raise UsageError(
                f"{field} cannot be {marking} in something that is {mark.marking}",
                hint="A field is marked by itself only where it is stricter than the whole.",
            )
    return Mark(
        mark.marking,
        mark.embargo,
        mark.group,
        tuple(fields[field] for field in Field if field in fields),
        mark.by,
        mark.at,
        mark.version,
    )


class MarkBook(Protocol):
    """Marks of alerts, kept. All raise `StorageError` if the database fails."""

    def deeds(self) -> int:
        """Count how often an alert was marked."""
        ...

    def of(self, marked: Collection[str]) -> Mapping[str, Mark]:
        """Give the marks of those of some alerts, by id, that somebody has marked."""
        ...

    def put(self, alert: str, mark: Mark, entry: AuditEntry) -> Mark:
        """Mark an alert, and write so into the audit; give the mark as it is kept.

        Parameters
        ----------
        mark
            With the version of the mark that it replaces; that it gets is one more.

        Raises
        ------
        NotFoundError
            If there is no such alert.
        OvertakenError
            If somebody else has marked it in the meantime; nothing was written.
        """
        ...
