"""API tokens: what programs sign in with."""

from collections.abc import Collection, Sequence
from typing import Final, Protocol

from msgspec import Struct

from noroshi.alerts.identities import short
from noroshi.clock import MINUTE, Clock
from noroshi.errors import NotFoundError, SignInError, UsageError
from noroshi.organisations.fields import name as read_name
from noroshi.organisations.fields import plain
from noroshi.people.audit import AuditEntry, By, What, printable
from noroshi.people.caller import Caller, Via
from noroshi.people.model import Person
from noroshi.people.rights import Right
from noroshi.people.secret import Secret
from noroshi.people.settings import PeopleSettings

PREFIX: Final = "nrs_"
"""How each token begins, so that programs that look for leaked secrets know one."""

NOTED: Final = MINUTE
"""ns between two notes of when a token was last used."""

MOST: Final = 50
"""Tokens that one person may have at a time."""

LETTERS: Final = 7
"""Of a token's id, which is no secret."""


class Token(Struct, frozen=True):
    """An API token, without what it is known by."""

    id: str
    """Short, for people; it opens nothing."""
    person: str
    """The id of the person whose it is."""
    name: str
    """What it is for."""
    scopes: tuple[Right, ...]
    """What it may do, as long as its person may."""
    created: int
    """ns UTC."""
    expires: int
    """ns UTC."""
    used: int | None = None
    """ns UTC, when it was last used; up to a minute behind."""
    revoked: int | None = None
    """ns UTC, when somebody ended it early."""

    def holds(self, now: int) -> bool:
        """Tell whether it opens anything at a moment (ns UTC)."""
        return self.revoked is None and now < self.expires


class TokenBook(Protocol):
    """Tokens, kept by their digests. All raise `StorageError` if the database fails."""

    def add(self, token: Token, digest: str, entry: AuditEntry) -> None:
        """Write a new token."""
        ...

    def find(self, digest: str) -> tuple[Token, Person] | None:
        """Find a token and whose it is."""
        ...

    def note(self, token: str, at: int) -> None:
        """Note that a token was used."""
        ...

    def of(self, person: str) -> Sequence[Token]:
        """Give somebody's tokens (empty: everybody's), the latest made first."""
        ...

    def revoke(self, token: str, person: str, at: int, entry: AuditEntry) -> bool:
        """End somebody's token (empty: anybody's); False, and nothing written, if none of that id is still valid."""
        ...


class Tokens:
    """Makes tokens, and says whose request it is.

    Parameters
    ----------
    book
        Where they are kept.
    settings
        How long they last at most.
    clock
        Tells when they end.
    """

    def __init__(self, book: TokenBook, settings: PeopleSettings, clock: Clock) -> None:
        self._book = book
        self._settings = settings
        self._clock = clock

    def add(
        self, person: Person, name: str, scopes: Collection[Right], lasting: int, by: By
    ) -> tuple[Token, Secret]:
        """Make a token; what it is known by is given now, and never again.

        Parameters
        ----------
        name
            What it is for.
        scopes
            What it may do: rights that the person has.
        lasting
            ns until it expires.

        Raises
        ------
        UsageError
            If it has no name or no scope, one that the person has not, or would last too long.
        AccessError
            If a program asks, with a token.
        """
        by.refuse_programs()
        now, secret = self._clock.now(), Secret.new(PREFIX)
        self._check(person, name, scopes, lasting, now)
        token = Token(
            id=f"T-{short(secret.digest, LETTERS)}",
            person=person.id,
            name=name.strip(),
            scopes=tuple(right for right in Right if right in scopes),
            created=now,
            expires=now + lasting,
        )
        about = f"{token.id}: {', '.join(token.scopes)}"
        self._book.add(token, secret.digest, by.did(now, What.ADD_TOKEN, person.id, about))
        return token, secret

    def caller(self, bearer: str) -> Caller:
        """Say whose request it is.

        Raises
        ------
        SignInError
            If there is no such token, it is over, or its person is deactivated.
        """
        secret, now = Secret(bearer), self._clock.now()
        found = self._book.find(secret.digest) if bearer.startswith(PREFIX) else None
        if found is None or not found[0].holds(now) or not found[1].active:
            raise SignInError("that token is unknown, or no longer valid", hint="Make a new one.")
        token, person = found
        if token.used is None or not token.used <= now < token.used + NOTED:
            self._book.note(token.id, now)
        return Caller(person, person.rights & frozenset(token.scopes), Via.TOKEN, token.id)

    def of(self, person: str = "") -> Sequence[Token]:
        """Give somebody's tokens (empty: everybody's), the latest made first."""
        return self._book.of(person)

    def revoke(self, token: str, by: By, person: str = "") -> None:
        """End a token now; if a person is named, only one of theirs.

        Raises
        ------
        NotFoundError
            If there is none of that id that is still valid.
        """
        now, identity = self._clock.now(), printable(token).upper()
        if not self._book.revoke(identity, person, now, by.did(now, What.REVOKE_TOKEN, identity)):
            raise NotFoundError(
                f"no token has the id {token!r}, or it is over",
                hint="`noroshi people tokens list` shows them.",
            )

    def _check(self, person: Person, name: str, scopes: Collection[Right], lasting: int, now: int) -> None:
        try:
            written = plain(read_name(name)).strip()
        except ValueError as fault:
            raise UsageError(f"the token's name {fault}") from None
        if not written:
            raise UsageError("a token needs a name", hint="Say what it is for.")
        if not scopes:
            raise UsageError("a token needs a scope", hint=f"There are {', '.join(Right)}.")
        if more := set(scopes) - person.rights:
            raise UsageError(f"{person.id} has no right to {', '.join(sorted(more))}")
        if not 0 < lasting <= self._settings.token:
            days = self._settings.token // (24 * 60 * MINUTE)
            raise UsageError(f"a token expires, and within {days} days")
        if sum(each.holds(now) for each in self._book.of(person.id)) >= MOST:
            raise UsageError(f"{person.id} has {MOST} tokens already", hint="Revoke one that nobody needs.")
