"""The front door: everything about people, put together over what keeps it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from noroshi.clock import Clock
from noroshi.errors import SettingsError
from noroshi.people.attempts import Attempts
from noroshi.people.audit import AuditBook
from noroshi.people.books import PeopleBooks
from noroshi.people.ceremonies import Ceremonies
from noroshi.people.credentials.passwords import Passwords
from noroshi.people.credentials.seeds import Seeds
from noroshi.people.filters import Filters
from noroshi.people.invitations import Invitations
from noroshi.people.joining import Joining
from noroshi.people.own import Own
from noroshi.people.reads import Reads
from noroshi.people.refusals import Refusals
from noroshi.people.roll import Roll
from noroshi.people.sealing import Seals
from noroshi.people.sessions import Sessions
from noroshi.people.settings import PeopleSettings
from noroshi.people.sign_in import SignIn
from noroshi.people.tokens import Tokens

if TYPE_CHECKING:
    from noroshi.people.oidc.entrance import Entrance


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
    filters: Filters
    reads: Reads
    refusals: Refusals
    audit: AuditBook
    oidc: "Entrance | None"
    """None where the settings name no provider."""

    @classmethod
    def over(
        cls,
        books: PeopleBooks,
        settings: PeopleSettings,
        clock: Clock,
        seals: Callable[[], Seals],
        *,
        passwords: Passwords | None = None,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> Self:
        """Put it together.

        Parameters
        ----------
        seals
            Gives the centre's, with which seeds of authenticators are sealed.
        passwords
            None for hashes as they should be.
        elapsed
            Seconds of a clock that nobody sets.

        Raises
        ------
        SettingsError
            If a provider is named, and the extra for it is not installed.
        """
        passwords = passwords or Passwords()
        attempts, ceremonies, seeds = Attempts(elapsed), Ceremonies(clock), Seeds(seals)
        sessions = Sessions(books.sessions, settings, clock)
        roll = Roll(books.people, clock)
        invitations = Invitations(books.invitations, books.people, settings, clock)
        joining = Joining(
            invitations, books.invitations, sessions, passwords, ceremonies, seeds, settings, clock
        )
        return cls(
            settings=settings,
            roll=roll,
            invitations=invitations,
            joining=joining,
            sign_in=SignIn(
                books.people,
                books.credentials,
                books.audit,
                sessions,
                passwords,
                attempts,
                ceremonies,
                seeds,
                settings,
                clock,
            ),
            sessions=sessions,
            tokens=Tokens(books.tokens, settings, clock),
            own=Own(books.credentials, passwords, attempts, ceremonies, settings, clock),
            filters=Filters(books.filters, clock),
            reads=Reads(books.audit, clock),
            refusals=Refusals(books.audit, clock),
            audit=books.audit,
            oidc=_entrance(books, roll, joining, sessions, ceremonies, settings, clock),
        )


def _entrance(
    books: PeopleBooks,
    roll: Roll,
    joining: Joining,
    sessions: Sessions,
    ceremonies: Ceremonies,
    settings: PeopleSettings,
    clock: Clock,
) -> "Entrance | None":
    if settings.oidc is None:
        return None
    try:
        from noroshi.people.oidc.entrance import Entrance  # noqa: PLC0415  # an extra
        from noroshi.people.oidc.provider import Provider  # noqa: PLC0415  # as above
    except ImportError as fault:
        raise SettingsError(
            f"[console.oidc] cannot be used: {fault}", hint="Install Noroshi with its extra: noroshi[oidc]."
        ) from None
    return Entrance(
        Provider(settings.oidc),
        books.people,
        books.credentials,
        books.invitations,
        books.audit,
        roll,
        joining,
        sessions,
        ceremonies,
        settings,
        settings.oidc,
        clock,
    )
