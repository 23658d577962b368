"""A collection: what objects lie in, and who may do what with it."""

from typing import Final, NamedTuple
from uuid import UUID, uuid5

from msgspec import Struct

from noroshi.organisations.model import Marking

_NAMES: Final = UUID("6f9c0b0e-6f0c-5d0e-8d5b-0b8f6a3a8c11")
"""What the ids of our collections are made within; made up once."""

FROM: Final = "from-"
"""How the aliases of collections begin that hold what partners tell."""

SHORTEST_PAGE, USUAL_PAGE, LONGEST_PAGE = 1, 1_000, 10_000
"""Objects of a page. Clients ask for pages of 10,000 (OpenCTI's issue 3170)."""


class Visitor(NamedTuple):
    """Who asks: somebody's program, for a partner."""

    organisation: str
    """The partner's id."""
    clearance: Marking
    """The most restrictive label that it may receive."""


class Collection(Struct, frozen=True):
    """A collection of objects, of which each has its own moment of being added."""

    id: str
    """A UUID."""
    title: str
    description: str = ""
    alias: str = ""
    """A name that people can read, which finds it as well as its id."""
    marking: Marking = Marking.AMBER
    """The most restrictive label of what is in it."""
    reader: str = ""
    """The organisation that alone may read it; empty for all that are cleared."""
    writer: str = ""
    """The organisation that alone may add to it; empty for nobody but this centre."""

    def may_read(self, visitor: Visitor) -> bool:
        """Tell whether somebody may read it: what they have added themselves, and what they are cleared for."""
        if self.writer:
            return visitor.organisation == self.writer
        return self.reader in {"", visitor.organisation} and visitor.clearance.admits(self.marking)

    def may_write(self, visitor: Visitor) -> bool:
        """Tell whether somebody may add to it, and take away what they have added."""
        return bool(self.writer) and visitor.organisation == self.writer

    def is_seen_by(self, visitor: Visitor) -> bool:
        """Tell whether somebody may know that it is there."""
        return self.may_read(visitor) or self.may_write(visitor)


def for_all(marking: Marking) -> Collection:
    """Give the collection of what every partner gets that is cleared for a label."""
    alias = marking.value.replace("+", "-")
    return Collection(
        _id(alias),
        f"TLP:{marking.value.upper()}",
        "What every partner may receive that is cleared for it.",
        alias,
        marking,
    )


def for_one(organisation: str, clearance: Marking) -> Collection:
    """Give the collection of what is for one partner, who is cleared for a label."""
    alias = f"to-{organisation}"
    return Collection(
        _id(alias), f"To {organisation}", "What is for this partner alone.", alias, clearance, organisation
    )


def from_one(organisation: str) -> Collection:
    """Give the collection of what one partner tells us: added by it, or pulled from it."""
    alias = f"{FROM}{organisation}"
    return Collection(
        _id(alias),
        f"From {organisation}",
        "What this partner tells the centre.",
        alias,
        Marking.RED,
        writer=organisation,
    )


def _id(alias: str) -> str:
    return str(uuid5(_NAMES, alias))
