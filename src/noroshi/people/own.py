"""What people change about their own credentials."""

import secrets
from collections.abc import Sequence
from typing import Final

from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from noroshi.clock import Clock
from noroshi.errors import NotFoundError, SignInError, UsageError
from noroshi.organisations.fields import name as read_name
from noroshi.organisations.fields import plain
from noroshi.people.attempts import Attempts, counted
from noroshi.people.audit import By, What
from noroshi.people.ceremonies import Ceremonies, Ceremony, Purpose
from noroshi.people.credentials import passkeys as devices
from noroshi.people.credentials import recovery
from noroshi.people.credentials.book import CredentialBook, Passkey, Password
from noroshi.people.credentials.passwords import Passwords, check_password
from noroshi.people.model import Person
from noroshi.people.secret import Secret
from noroshi.people.settings import PeopleSettings

HANDLE: Final = 32
"""Bytes of chance by which a device knows a person; WebAuthn, level 3, 14.6.1, wants no name in it, and 64 at most."""

MOST: Final = 20
"""Passkeys of one person."""


class Own:
    """Lets people change what they sign in with.

    Parameters
    ----------
    book
        Where credentials are kept.
    passwords, attempts, ceremonies
        One of each for a process.
    settings
        Where passkeys belong.
    clock
        Tells when something changed.
    """

    def __init__(
        self,
        book: CredentialBook,
        passwords: Passwords,
        attempts: Attempts,
        ceremonies: Ceremonies,
        settings: PeopleSettings,
        clock: Clock,
    ) -> None:
        self._book = book
        self._passwords = passwords
        self._attempts = attempts
        self._ceremonies = ceremonies
        self._settings = settings
        self._clock = clock

    def passkeys(self, person: Person) -> Sequence[Passkey]:
        """Give somebody's passkeys, oldest first."""
        return self._book.passkeys(person.id)

    def has_password(self, person: Person) -> bool:
        """Tell whether somebody has a password."""
        return self._book.password(person.id) is not None

    def passkey_question(self, person: Person) -> devices.Question:
        """Ask for one more passkey.

        Raises
        ------
        UsageError
            If the person has enough.
        """
        known = self._book.passkeys(person.id)
        if len(known) >= MOST:
            raise UsageError(f"you have {MOST} passkeys already", hint="Remove one that you do not use.")
        handle = base64url_to_bytes(known[0].handle) if known else secrets.token_bytes(HANDLE)
        ceremony = self._ceremonies.begin(Purpose.ADD_PASSKEY, handle + person.id.encode())
        challenge = self._ceremonies.derived(ceremony, b"challenge")
        options = devices.creation(self._settings, person, handle, known, challenge)
        return devices.Question(ceremony.id, options)

    def add_passkey(
        self, person: Person, question: str, credential: devices.Credential, name: str, by: By
    ) -> Passkey:
        """Add a passkey.

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
        SignInError
            If the answer is not true, was given before or too late.
        UsageError
            If the name cannot be one.
        AccessError
            If a program asks, with a token.
        """
        by.refuse_programs()
        called, now = chosen_name(name), self._clock.now()
        ceremony = self._ceremonies.find(question, Purpose.ADD_PASSKEY)
        handle = handle_of(ceremony, person)
        challenge = self._ceremonies.derived(ceremony, b"challenge")
        made = devices.created(self._settings, credential, challenge)
        self._ceremonies.spend(ceremony)
        passkey = passkey_of(made, person, handle, called, now)
        self._book.add_passkey(passkey, by.did(now, What.ADD_PASSKEY, person.id, called))
        return passkey

    def remove_passkey(self, person: Person, passkey: str, by: By) -> None:
        """Remove a passkey.

        Raises
        ------
        NotFoundError
            If the person has none of that id.
        UsageError
            If it is the last one, and there is no password.
        AccessError
            If a program asks, with a token.
        """
        by.refuse_programs()
        held = {each.id: each for each in self._book.passkeys(person.id)}
        if passkey not in held:
            raise NotFoundError("you have no such passkey")
        if len(held) == 1 and not self.has_password(person):
            raise UsageError("that is your only way to sign in", hint="Add another passkey first.")
        entry = by.did(self._clock.now(), What.REMOVE_PASSKEY, person.id, held[passkey].name)
        if not self._book.remove_passkey(person.id, passkey, entry):
            raise NotFoundError("you have no such passkey")

    def recovery_codes_left(self, person: Person) -> int:
        """Count the recovery codes that somebody has left."""
        return self._book.recovery_codes(person.id)

    def new_recovery_codes(self, person: Person, by: By) -> tuple[Secret, ...]:
        """Make new recovery codes, to be shown now and never again; the old ones are worth nothing.

        Raises
        ------
        AccessError
            If a program asks, with a token.
        """
        by.refuse_programs()
        codes = recovery.new_codes()
        entry = by.did(self._clock.now(), What.MAKE_RECOVERY_CODES, person.id)
        self._book.set_recovery_codes(person.id, [recovery.digest_of(code) for code in codes], entry)
        return tuple(map(Secret, codes))

    def change_password(self, person: Person, before: str, after: str, by: By) -> None:
        """Choose another password; the authenticator stays.

        Parameters
        ----------
        before
            The password so far: whoever finds a screen unlocked does not know it.

        Raises
        ------
        SignInError
            If that is not it, or the person has none.
        TooOftenError
            If too many attempts failed.
        UsageError
            If the new one is too easy.
        AccessError
            If a program asks, with a token.
        """
        by.refuse_programs()
        check_password(after, person)
        tried = counted(person.id, by.address, f"own {person.id}")
        self._attempts.begin(tried)
        found = self._book.password(person.id)
        if not self._passwords.fits(found.hash if found else "", before, known=True) or found is None:
            raise SignInError("that is not your password")
        self._attempts.succeeded(tried)
        entry = by.did(self._clock.now(), What.SET_PASSWORD, person.id)
        changed = Password(self._passwords.hash(after), found.seed, found.step)
        self._book.set_password(person.id, changed, entry)


def handle_of(ceremony: Ceremony, person: Person) -> bytes:
    """Give the handle that a device was told, if it was asked for that person.

    Raises
    ------
    SignInError
        If it was asked for somebody else.
    """
    handle, whose = ceremony.payload[:HANDLE], ceremony.payload[HANDLE:]
    if whose != person.id.encode():
        raise SignInError("that was asked of somebody else", hint="Begin again.")
    return handle


def passkey_of(made: devices.Made, person: Person, handle: bytes, name: str, now: int) -> Passkey:
    """Write down a passkey that a device has made."""
    return Passkey(made.id, person.id, bytes_to_base64url(handle), made.key, made.used, name, now)


def chosen_name(name: str) -> str:
    """Read what somebody calls a passkey.

    Raises
    ------
    UsageError
        If it cannot be a name.
    """
    try:
        return plain(read_name(name)).strip() or "passkey"
    except ValueError as fault:
        raise UsageError(f"the passkey's name {fault}") from None
