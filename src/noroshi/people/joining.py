"""What whoever opens an invitation does: choose how to sign in, and get recovery codes."""

import secrets
import threading
from typing import Final, NamedTuple

from msgspec import Struct

from noroshi.clock import Clock
from noroshi.errors import SignInError
from noroshi.people.audit import By, What
from noroshi.people.caller import Via
from noroshi.people.ceremonies import Ceremonies, Ceremony, Purpose
from noroshi.people.credentials import codes, passkeys, recovery
from noroshi.people.credentials.book import Passkey, Password
from noroshi.people.credentials.passwords import Passwords, check_password
from noroshi.people.credentials.seeds import Seeds
from noroshi.people.invitations import Given, InvitationBook, Invitations, unknown
from noroshi.people.model import Person
from noroshi.people.own import HANDLE, chosen_name, handle_of, passkey_of
from noroshi.people.rights import Role
from noroshi.people.secret import Secret
from noroshi.people.sessions import Entered, Sessions, Visit
from noroshi.people.settings import PeopleSettings

WAITING: Final = 1_000
"""Passwords that wait for their first code, at most; the oldest is forgotten for one more."""


class Welcome(Struct, frozen=True):
    """What an invitation says before it is accepted."""

    person: str
    """The person's id: what one signs in with."""
    name: str
    role: Role
    organisation: str
    """For a member, the organisation's id; else empty."""
    centre: str
    """The centre's name."""
    expires: int
    """ns UTC."""


class Enrolment(NamedTuple):
    """An authenticator that is to be set up."""

    id: str
    """Names the ceremony; the first code is given with it."""
    seed: Secret
    """What a person types into an authenticator that reads no QR code."""
    uri: Secret
    """What the QR code says."""


class Joined(NamedTuple):
    """Somebody accepted an invitation, and is signed in."""

    entered: Entered
    recovery_codes: tuple[Secret, ...]
    """To be shown now, and never again."""


class Joining:
    """Lets people accept invitations.

    Parameters
    ----------
    invitations, book
        What can be accepted.
    sessions
        Opens what somebody gets who accepted.
    passwords, ceremonies
        One of each for a process.
    seeds
        Seals those of authenticators.
    settings
        Where passkeys belong.
    clock
        Tells which code is shown.
    """

    def __init__(
        self,
        invitations: Invitations,
        book: InvitationBook,
        sessions: Sessions,
        passwords: Passwords,
        ceremonies: Ceremonies,
        seeds: Seeds,
        settings: PeopleSettings,
        clock: Clock,
    ) -> None:
        self._invitations = invitations
        self._book = book
        self._sessions = sessions
        self._passwords = passwords
        self._ceremonies = ceremonies
        self._seeds = seeds
        self._settings = settings
        self._clock = clock
        self._lock = threading.Lock()
        self._chosen: dict[str, tuple[bytes, str]] = {}
        """By the digest of an invitation: which ceremony, and the hash of the password that waits for a code."""

    def welcome(self, link: str) -> Welcome:
        """Say what an invitation is.

        Raises
        ------
        NotFoundError
            If it cannot be accepted.
        """
        invitation, person = self._invitations.find(link)
        return Welcome(
            person.id,
            person.name,
            person.role,
            person.organisation,
            self._settings.centre,
            invitation.expires,
        )

    def passkey_question(self, link: str) -> passkeys.Question:
        """Ask for a first passkey.

        Raises
        ------
        NotFoundError
            If the invitation cannot be accepted.
        """
        _, person = self._invitations.find(link)
        handle = secrets.token_bytes(HANDLE)
        ceremony = self._ceremonies.begin(Purpose.ADD_PASSKEY, handle + person.id.encode())
        challenge = self._ceremonies.derived(ceremony, b"challenge")
        return passkeys.Question(
            ceremony.id, passkeys.creation(self._settings, person, handle, (), challenge)
        )

    def with_passkey(
        self, link: str, question: str, credential: passkeys.Credential, visit: Visit, name: str = ""
    ) -> Joined:
        """Accept an invitation by a passkey.

        Parameters
        ----------
        question
            The id of what was asked.
        credential
            What the browser answers, as JSON.
        name
            What its owner calls it.

        Raises
        ------
        NotFoundError
            If the invitation cannot be accepted.
        SignInError
            If the answer is not true, was given before or too late.
        """
        _, person = self._invitations.find(link)
        ceremony = self._ceremonies.find(question, Purpose.ADD_PASSKEY)
        passkey = self._made(ceremony, person, credential, name)
        return self._accept(link, person, visit, Given(passkey=passkey), "passkey")

    def with_password(self, link: str, password: str) -> Enrolment:
        """Choose a password, and get an authenticator to set up; only its first code accepts the invitation.

        Raises
        ------
        NotFoundError
            If the invitation cannot be accepted.
        UsageError
            If the password is too easy.
        """
        _, person = self._invitations.find(link)
        check_password(password, person)
        hashed = self._passwords.hash(password)
        ceremony = self._ceremonies.begin(Purpose.ENROL, person.id.encode())
        with self._lock:
            digest = Secret(link).digest
            self._chosen.pop(digest, None)
            while len(self._chosen) >= WAITING:
                del self._chosen[next(iter(self._chosen))]
            self._chosen[digest] = (ceremony.nonce, hashed)
        seed = self._seed(ceremony)
        return Enrolment(ceremony.id, Secret(seed), Secret(codes.uri(seed, person.id, self._settings.centre)))

    def with_code(self, link: str, question: str, code: str, visit: Visit) -> Joined:
        """Accept an invitation by the first code of an authenticator.

        Parameters
        ----------
        question
            The id of the enrolment.

        Raises
        ------
        NotFoundError
            If the invitation cannot be accepted.
        SignInError
            If the code does not fit, or comes too late.
        """
        _, person = self._invitations.find(link)
        ceremony = self._ceremonies.find(question, Purpose.ENROL)
        nonce, hashed = self._chosen.get(Secret(link).digest, (b"", ""))
        seed = self._seed(ceremony)
        step = step_if(seed, code, self._clock.now()) if nonce == ceremony.nonce else None
        if step is None:
            raise SignInError("that code does not fit", hint="Is the clock of your device right?")
        self._ceremonies.spend(ceremony)
        password = Password(hashed, self._seeds.seal(person.id, seed), step)
        joined = self._accept(link, person, visit, Given(password=password), "password")
        with self._lock:
            self._chosen.pop(Secret(link).digest, None)
        return joined

    def with_identity(self, link: str, issuer: str, subject: str, proved: int, visit: Visit) -> Joined:
        """Accept an invitation by what a provider says, which was verified.

        Parameters
        ----------
        proved
            When the provider last asked who it is, in ns UTC; 0 if nobody knows.

        Raises
        ------
        NotFoundError
            If the invitation cannot be accepted.
        OvertakenError
            If the provider's subject is somebody else here.
        """
        _, person = self._invitations.find(link)
        return self._accept(link, person, visit, Given(identity=(issuer, subject)), "oidc", proved)

    def _made(
        self, ceremony: Ceremony, person: Person, credential: passkeys.Credential, name: str
    ) -> Passkey:
        handle = handle_of(ceremony, person)
        challenge = self._ceremonies.derived(ceremony, b"challenge")
        made = passkeys.created(self._settings, credential, challenge)
        self._ceremonies.spend(ceremony)
        return passkey_of(made, person, handle, chosen_name(name), self._clock.now())

    def _accept(
        self, link: str, person: Person, visit: Visit, given: Given, how: str, proved: int | None = None
    ) -> Joined:
        now, written = self._clock.now(), recovery.new_codes()
        entry = By(person.id, Via.NOBODY, visit.address).did(now, What.JOIN, person.id, how)
        digests = [recovery.digest_of(code) for code in written]
        if not self._book.accept(Secret(link).digest, given._replace(recovery=digests), entry):
            raise unknown()
        entered = self._sessions.open(person, visit, What.SIGN_IN, how, proved)
        return Joined(entered, tuple(map(Secret, written)))

    def _seed(self, ceremony: Ceremony) -> str:
        return codes.new_seed(self._ceremonies.derived(ceremony, b"seed"))


def step_if(seed: str, code: str, now: int) -> int | None:
    """Say which step the first code of an authenticator belongs to; None if to none."""
    return codes.step_of(seed, code.replace(" ", ""), now, 0)
