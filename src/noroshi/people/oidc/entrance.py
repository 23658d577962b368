"""Whom a provider lets in: those who were invited, and those whose claim is a role here."""

import base64
import hashlib
import hmac
import re
from typing import Final, NamedTuple

from noroshi.clock import Clock
from noroshi.errors import StrangerError
from noroshi.organisations.model import Marking
from noroshi.people.audit import AuditBook, By, Outcome, What
from noroshi.people.book import PeopleBook
from noroshi.people.caller import Via
from noroshi.people.ceremonies import Ceremonies, Ceremony, Purpose
from noroshi.people.credentials.book import CredentialBook
from noroshi.people.invitations import InvitationBook
from noroshi.people.joining import Joined, Joining
from noroshi.people.model import Person
from noroshi.people.oidc.claims import Identity, role_of
from noroshi.people.oidc.provider import Provider
from noroshi.people.oidc.refusal import refused
from noroshi.people.rights import Role
from noroshi.people.roll import Roll
from noroshi.people.secret import Secret
from noroshi.people.sessions import Entered, Sessions, Visit
from noroshi.people.settings import OidcSettings, PeopleSettings

BACK: Final = "/api/v1/session/oidc/callback"
"""The path to which the provider sends people back."""

PROVIDER: Final = By("oidc", Via.NOBODY)
"""Who changes a role that follows from a claim."""

_LONGEST = 2_000


class Departure(NamedTuple):
    """Somebody goes to the provider."""

    url: str
    cookie: Secret
    """For a cookie that comes back with them, which the provider does not see: who began it must end it."""


class Entrance:
    """Lets people in whom a provider knows.

    Parameters
    ----------
    provider
        Who says who they are.
    people, credentials, invitations, audit
        Where they are kept.
    roll, joining, sessions
        What changes roles, accepts invitations, and opens sessions.
    ceremonies
        One for a process.
    settings
        Whom the provider may let in, and where it sends them back to.
    clock
        Tells when.
    """

    def __init__(
        self,
        provider: Provider,
        people: PeopleBook,
        credentials: CredentialBook,
        invitations: InvitationBook,
        audit: AuditBook,
        roll: Roll,
        joining: Joining,
        sessions: Sessions,
        ceremonies: Ceremonies,
        settings: PeopleSettings,
        oidc: OidcSettings,
        clock: Clock,
    ) -> None:
        self._provider = provider
        self._people = people
        self._credentials = credentials
        self._invitations = invitations
        self._audit = audit
        self._roll = roll
        self._joining = joining
        self._sessions = sessions
        self._ceremonies = ceremonies
        self._settings = settings
        self._oidc = oidc
        self._clock = clock

    def depart(self, link: str = "", *, renewing: bool = False) -> Departure:
        """Send somebody to the provider.

        Parameters
        ----------
        link
            The secret of an invitation that they want to accept; else empty.
        renewing
            Whether the provider is to ask them anew who they are, unless it has just done so.

        Raises
        ------
        NotFoundError
            If the invitation cannot be accepted.
        SignInError
            If the provider cannot be asked.
        """
        if link:
            self._joining.welcome(link)
        ceremony = self._ceremonies.begin(Purpose.OIDC)
        hashed = hashlib.sha256(self._verifier(ceremony).encode()).digest()
        url = self._provider.question(
            self._back, ceremony.id, self._nonce(ceremony), _b64(hashed), renewing=renewing
        )
        return Departure(url, Secret(f"{ceremony.id}~{link}"))

    def arrive(self, state: str, cookie: str, code: str, visit: Visit) -> Entered | Joined:
        """Let somebody in who comes back from the provider.

        Parameters
        ----------
        state, code
            As the provider has them bring.
        cookie
            As they went.

        Raises
        ------
        SignInError
            If they did not go from here, the provider's answer is not true, or they are nobody here.
        NotFoundError
            If the invitation cannot be accepted any more.
        OvertakenError
            If the provider's account is somebody else's here.
        """
        begun, _, link = cookie.partition("~")
        ceremony = self._ceremonies.find(state, Purpose.OIDC)
        if not hmac.compare_digest(begun.encode(errors="replace"), state.encode()) or len(code) > _LONGEST:
            raise refused("it was not begun in this browser")
        self._ceremonies.spend(ceremony)
        now = self._clock.now()
        identity = self._provider.identity(
            code, self._back, self._verifier(ceremony), self._nonce(ceremony), now
        )
        if link:
            return self._joining.with_identity(
                link, identity.issuer, identity.subject, identity.proved, visit
            )
        person = self._person(identity, visit)
        return self._sessions.open(person, visit, What.SIGN_IN, "oidc", identity.proved)

    def _person(self, identity: Identity, visit: Visit) -> Person:
        """Say who somebody is here; those whom only a claim lets in are what it says today."""
        role = role_of(identity, self._oidc)
        known = self._credentials.person_of(identity.issuer, identity.subject)
        if known is None:
            if role is None:
                raise self._nobody("", visit)
            return self._admit(identity, role, visit)
        person = self._people.find(known.person)
        if person is None or not person.active or (known.by_claim and role is None):
            raise self._nobody(known.person, visit)
        if known.by_claim and role is not None and role is not person.role:
            return self._roll.change(person.id, PROVIDER, role=role, organisation="")
        return person

    def _admit(self, identity: Identity, role: Role, visit: Visit) -> Person:
        now, name = self._clock.now(), identity.claims.get("name")
        called = name if isinstance(name, str) and name.isprintable() else ""
        person = Person(
            id=self._free_id(identity),
            name=called.strip()[:200] or identity.subject[:200],
            role=role,
            clearance=Marking.AMBER_STRICT,
            created=now,
        )
        entry = By(person.id, Via.NOBODY, visit.address).did(now, What.JOIN, person.id, f"oidc: {role}")
        self._invitations.admit(person, identity.issuer, identity.subject, entry)
        return person

    def _free_id(self, identity: Identity) -> str:
        """Make an id of what the provider calls somebody; never one that is somebody's already."""
        said = identity.claims.get("preferred_username")
        wanted = said if isinstance(said, str) else identity.subject
        near = re.sub(r"[^a-z0-9]+", "-", wanted.partition("@")[0].lower())[:50].strip("-") or "person"
        taken = {each.id for each in self._people.all()}
        return next(
            offered
            for number in range(1, len(taken) + 2)
            if (offered := near if number == 1 else f"{near}-{number}") not in taken
        )

    def _nobody(self, person: str, visit: Visit) -> StrangerError:
        entry = By(person, Via.NOBODY, visit.address).did(
            self._clock.now(), What.SIGN_IN, person, "oidc", Outcome.FAILED
        )
        self._audit.write([entry])
        return StrangerError("the provider knows you, and this centre does not", hint="Ask to be invited.")

    @property
    def _back(self) -> str:
        return f"{self._settings.public.rstrip('/')}{BACK}"

    def _verifier(self, ceremony: Ceremony) -> str:
        return _b64(self._ceremonies.derived(ceremony, b"verifier"))

    def _nonce(self, ceremony: Ceremony) -> str:
        return _b64(self._ceremonies.derived(ceremony, b"nonce"))


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
