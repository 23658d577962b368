"""Who is signed in, for how long, and on which devices."""

from collections.abc import Sequence
from typing import Final, NamedTuple, Protocol

from msgspec import Struct

from noroshi.alerts.identities import short
from noroshi.clock import DAY, MINUTE, Clock
from noroshi.errors import AccessError, RenewalNeededError, SignInError
from noroshi.people.audit import AuditEntry, By, What, printable
from noroshi.people.caller import Caller, Via
from noroshi.people.model import Person
from noroshi.people.secret import Secret
from noroshi.people.settings import PeopleSettings

NOTED: Final = MINUTE
"""ns between two notes of when a session was last used: not every request shall make the database write."""

DEVICE: Final = 180 * DAY
"""ns for which a device is known after it was last signed in on. OWASP's page on device cookies leaves it open; tried."""

PROVED: Final = 5 * MINUTE
"""ns for which a proof of who somebody is does for what opens doors: OWASP's ASVS 5.0, 7.5.1, wants one before such changes,
and no standard has a number; as long as a passkey's question waits (tried)."""

AGENT: Final = 200
"""Characters of what a browser calls itself that are kept."""

LETTERS: Final = 7
"""Of a session's id, which is no secret."""


class Session(Struct, frozen=True):
    """A browser in which somebody is signed in."""

    id: str
    """Short, for people; it opens nothing."""
    person: str
    """The person's id."""
    opened: int
    """ns UTC."""
    seen: int
    """ns UTC, when it was last used; up to a minute behind."""
    ends: int
    """ns UTC, when it ends in any case."""
    address: str
    """The network address that it was opened from."""
    agent: str
    """What the browser calls itself."""
    proved: int = 0
    """ns UTC, when whose it is was last proved, by passkey, by password and code, or by a provider that says when; 0 for never."""


class Visit(NamedTuple):
    """Where somebody comes from who wants to sign in."""

    address: str = ""
    """Network address."""
    agent: str = ""
    """What the browser calls itself."""
    device: str = ""
    """The cookie of a device, if the browser has one."""


class Entered(NamedTuple):
    """Somebody has just signed in."""

    person: Person
    session: Session
    cookie: Secret
    """For the session cookie."""
    device: Secret
    """For the device cookie, which outlives the session."""


class SignedIn(NamedTuple):
    """A request of somebody who is signed in."""

    caller: Caller
    session: Session
    csrf: str
    """What the page must send with all that changes something."""
    expires: int
    """ns UTC, when the session ends unless it is used again."""


class SessionBook(Protocol):
    """Sessions and known devices, kept by the digests of their cookies. All raise `StorageError` if the database fails."""

    def open(self, session: Session, digest: str, device: str, before: int, entry: AuditEntry) -> None:
        """Write a new session and the device that it is on, and forget devices last used before a moment (ns UTC)."""
        ...

    def find(self, digest: str) -> tuple[Session, Person] | None:
        """Find a session and whose it is."""
        ...

    def note(self, digest: str, at: int) -> None:
        """Note that a session was used."""
        ...

    def of(self, person: str) -> Sequence[Session]:
        """Give somebody's sessions, the latest opened first."""
        ...

    def prove(self, session: str, at: int, entry: AuditEntry) -> None:
        """Note that it was proved again whose a session is."""
        ...

    def close(self, session: str, entry: AuditEntry | None) -> None:
        """End a session by its id; without an entry, if it was over anyway."""
        ...

    def close_all(self, person: str, entry: AuditEntry) -> None:
        """End all of somebody's sessions, and know none of their devices any more."""
        ...

    def is_known(self, device: str, person: str, after: int) -> bool:
        """Tell whether somebody signed in on a device after a moment (ns UTC)."""
        ...


class Sessions:
    """Opens sessions, and says whose request it is.

    Parameters
    ----------
    book
        Where they are kept.
    settings
        How long they last.
    clock
        Tells when they end.
    """

    def __init__(self, book: SessionBook, settings: PeopleSettings, clock: Clock) -> None:
        self._book = book
        self._settings = settings
        self._clock = clock

    def open(self, person: Person, visit: Visit, what: What, note: str, proved: int | None = None) -> Entered:
        """Begin a session of somebody who has just proved who they are; written down as `what`, with a note.

        Parameters
        ----------
        proved
            When they did, where that was to somebody else, in ns UTC, 0 if nobody knows; None for just now.
        """
        now, cookie = self._clock.now(), Secret.new()
        device = Secret(visit.device) if self.knows(visit, person.id) else Secret.new()
        session = Session(
            id=f"B-{short(cookie.digest, LETTERS)}",
            person=person.id,
            opened=now,
            seen=now,
            ends=now + self._settings.longest,
            address=printable(visit.address),
            agent=printable(visit.agent)[:AGENT],
            proved=now if proved is None else min(proved, now),
        )
        entry = By(person.id, Via.SESSION, visit.address).did(now, what, person.id, note)
        self._book.open(session, cookie.digest, device.digest, now - DEVICE, entry)
        return Entered(person, session, cookie, device)

    def caller(self, cookie: str, *, active: bool = True) -> SignedIn:
        """Say whose request it is.

        Parameters
        ----------
        active
            Whether a person is behind it; a page that asks by itself does not keep a session alive.

        Raises
        ------
        SignInError
            If there is no such session, it is over, or the person is deactivated.
        """
        secret, now = Secret(cookie), self._clock.now()
        found = self._book.find(secret.digest)
        if found is None:
            raise _over()
        session, person = found
        if now >= min(session.seen + self._settings.idle, session.ends) or not person.active:
            self._book.close(session.id, None)
            raise _over()
        if active and not session.seen <= now < session.seen + NOTED:
            self._book.note(secret.digest, now)
        seen = now if active else session.seen
        return SignedIn(
            caller=Caller(person, person.rights, Via.SESSION, session.id),
            session=session,
            csrf=secret.derived(b"csrf"),
            expires=min(seen + self._settings.idle, session.ends),
        )

    def check_csrf(self, signed_in: SignedIn, given: str) -> None:
        """Refuse a request that another site had the browser make: it does not know the value that our page sends.

        Raises
        ------
        AccessError
            If it is not the session's.
        """
        if not Secret(signed_in.csrf).fits(given):
            raise AccessError("the request does not come from the console", hint="Load the page again.")

    def check_proved(self, signed_in: SignedIn | None) -> None:
        """Refuse what opens doors to whoever found a browser in which somebody is signed in.

        Raises
        ------
        RenewalNeededError
            If nobody has proved within minutes whose session it is, or there is none.
        """
        now = self._clock.now()
        if signed_in is None or not signed_in.session.proved <= now < signed_in.session.proved + PROVED:
            raise RenewalNeededError

    def prove(self, caller: Caller, address: str, note: str) -> None:
        """Note that somebody has just proved again whose session it is."""
        now = self._clock.now()
        entry = By.caller(caller, address).did(now, What.RENEW, caller.person.id, note)
        self._book.prove(caller.credential, now, entry)

    def of(self, person: str) -> Sequence[Session]:
        """Give somebody's sessions that are not over, the latest opened first."""
        now = self._clock.now()
        idle = self._settings.idle
        return [each for each in self._book.of(person) if now < min(each.seen + idle, each.ends)]

    def close(self, caller: Caller, address: str) -> None:
        """Sign out."""
        entry = By.caller(caller, address).did(self._clock.now(), What.SIGN_OUT)
        self._book.close(caller.credential, entry)

    def close_all(self, person: str, by: By) -> None:
        """Sign somebody out everywhere."""
        self._book.close_all(person, by.did(self._clock.now(), What.SIGN_OUT, person, "everywhere"))

    def knows(self, visit: Visit, person: str) -> bool:
        """Tell whether somebody signed in before on the device that they come from."""
        after = self._clock.now() - DEVICE
        return bool(visit.device) and self._book.is_known(Secret(visit.device).digest, person, after)


def _over() -> SignInError:
    return SignInError("you are not signed in, or no longer", hint="Sign in.")
