"""Who asks, and with which rights."""

from enum import StrEnum

from msgspec import Struct

from noroshi.errors import ForbiddenError
from noroshi.people.model import Person
from noroshi.people.rights import Right


class Via(StrEnum):
    """By which way somebody came."""

    SESSION = "session"
    """Signed in with a browser."""
    TOKEN = "token"  # noqa: S105  # the word, not a token
    """A program with an API token."""
    COMMAND = "command"
    """The command line on the centre's own machine, where the login name says who it is."""
    PARTNER = "partner"
    """A partner's program, by its secret or its certificate."""
    NOBODY = "nobody"
    """Not signed in: somebody who tries to, or opens an invitation."""


class Caller(Struct, frozen=True):
    """Who asks, and with which rights."""

    person: Person
    rights: frozenset[Right]
    """Those of the person's role; with a token, only those that the token was given."""
    via: Via
    credential: str
    """The id of the session or of the token; no secret."""

    @property
    def is_member(self) -> bool:
        """Whether the caller belongs to a member organisation, and sees nothing of others."""
        return bool(self.person.organisation)

    def may(self, right: Right) -> bool:
        """Tell whether the caller has a right."""
        return right in self.rights

    def require(self, right: Right) -> None:
        """Refuse a caller without a right.

        Raises
        ------
        ForbiddenError
            Naming the right.
        """
        if right not in self.rights:
            raise ForbiddenError(right.value)
