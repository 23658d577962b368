"""A person, frozen and checked."""

from typing import Literal, TypeAlias

from msgspec import Struct

from noroshi.organisations.model import Marking
from noroshi.people.rights import RIGHTS, Right, Role

Language: TypeAlias = Literal["en", "ja", "id", "vi", "th"]
"""A language of the console; messages to members know fewer."""


class Person(Struct, frozen=True):
    """Somebody who may sign in, once invited.

    Raises
    ------
    ValueError
        If a member is without an organisation, or somebody of the centre has one.
    """

    id: str
    """Short and stable, and what one signs in with: lower-case letters, digits and hyphens."""
    name: str
    """As others read it."""
    role: Role
    organisation: str = ""
    """For a member, the organisation's id; empty for people of the centre."""
    clearance: Marking = Marking.AMBER
    """The most restrictive label that this person may see."""
    language: Language = "en"
    active: bool = True
    """Whether this person may sign in; nobody is ever removed, for the audit names them."""
    created: int = 0
    """ns UTC, when this person was first invited."""

    def __post_init__(self) -> None:
        if (self.role is Role.MEMBER) != bool(self.organisation):
            raise ValueError("a member has an organisation, and nobody else has")

    @property
    def rights(self) -> frozenset[Right]:
        """What this person may do; nothing once deactivated."""
        return RIGHTS[self.role] if self.active else frozenset()
