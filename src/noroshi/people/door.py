"""The front door: everything about people, put together over what keeps it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from noroshi.clock import Clock
from noroshi.people.attempts import Attempts
from noroshi.people.audit import AuditBook
from noroshi.people.books import PeopleBooks
from noroshi.people.ceremonies import Ceremonies
from noroshi.people.credentials.passwords import Passwords
from noroshi.people.invitations import Invitations
from noroshi.people.joining import Joining
from noroshi.people.own import Own
from noroshi.people.reads import Reads
from noroshi.people.roll import Roll
from noroshi.people.sessions import Sessions
from noroshi.people.settings import PeopleSettings
from noroshi.people.sign_in import SignIn
from noroshi.people.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Door:
    """One for a process: what counts attempts and begins ceremonies lives as long as it."""

    settings: PeopleSettings
    roll: Roll
    invitations: Invitations
    joining: Joining
    sign_in: SignIn
    sessions: Sessions
    tokens: Tokens
    own: Own
    reads: Reads
    audit: AuditBook
    ceremonies: Ceremonies

    @classmethod
    def over(
        cls,
        books: PeopleBooks,
        settings: PeopleSettings,
        clock: Clock,
        *,
        passwords: Passwords | None = None,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> Self:
        """Put it together.

        Parameters
        ----------
        passwords
            None for hashes as they should be.
        elapsed
            Seconds of a clock that nobody sets.
        """
        passwords = passwords or Passwords()
        attempts, ceremonies = Attempts(elapsed), Ceremonies(clock)
        sessions = Sessions(books.sessions, settings, clock)
        invitations = Invitations(books.invitations, books.people, settings, clock)
        return cls(
            settings=settings,
            roll=Roll(books.people, clock),
            invitations=invitations,
            joining=Joining(invitations, books.invitations, sessions, passwords, ceremonies, settings, clock),
            sign_in=SignIn(
                books.people,
                books.credentials,
                books.audit,
                sessions,
                passwords,
                attempts,
                ceremonies,
                settings,
                clock,
            ),
            sessions=sessions,
            tokens=Tokens(books.tokens, settings, clock),
            own=Own(books.credentials, passwords, attempts, ceremonies, settings, clock),
            reads=Reads(books.audit, clock),
            audit=books.audit,
            ceremonies=ceremonies,
        )
