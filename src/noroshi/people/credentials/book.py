"""What storage must offer for credentials."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from msgspec import Struct

from noroshi.people.audit import AuditEntry


class Password(Struct, frozen=True):
    """A password, and the authenticator that goes with it: neither does without the other."""

    hash: str
    """Argon2's, with its parameters and salt."""
    seed: str
    """What the authenticator's codes follow from, sealed for this person with the centre's key."""
    step: int = 0
    """The step of the last code that was used."""

    def __repr__(self) -> str:
        return "Password(…)"


class Passkey(Struct, frozen=True):
    """A key that a person's own device keeps, and opens for their finger, face or PIN."""

    id: str
    """As the device names it, in base64url."""
    person: str
    """The person's id."""
    handle: str
    """By what the device knows the person, in base64url: chance, and no name (WebAuthn, level 3, 14.6.1)."""
    key: bytes
    """The public key, as COSE has it."""
    count: int
    """How often the device says that it was used; 0 if it does not count."""
    name: str
    """What its owner calls it."""
    created: int
    """ns UTC."""
    used: int | None = None
    """ns UTC, when it was last used."""


class Known(NamedTuple):
    """Who a provider's subject is here."""

    person: str
    """The person's id."""
    by_claim: bool
    """Whether only a claim let them in, and nobody invited them."""


class CredentialBook(Protocol):
    """Credentials, kept. All that changes something writes a line of the audit with it, or neither.

    All raise `StorageError` if the database fails.
    """

    def password(self, person: str) -> Password | None:
        """Give somebody's password, if they have one."""
        ...

    def seeds(self) -> Sequence[tuple[str, str]]:
        """Say who has an authenticator, each with its sealed seed, by id."""
        ...

    def set_password(self, person: str, password: Password, entry: AuditEntry | None) -> None:
        """Write somebody's password, in place of the one before; without an entry where only its hash is renewed."""
        ...

    def spend_step(self, person: str, step: int) -> bool:
        """Note that a code was used; False if it, or a later one, was used already."""
        ...

    def recovery_codes(self, person: str) -> int:
        """Count the recovery codes that somebody has left."""
        ...

    def set_recovery_codes(self, person: str, digests: Sequence[str], entry: AuditEntry) -> None:
        """Write somebody's recovery codes, in place of those before."""
        ...

    def spend_recovery_code(self, person: str, digest: str, entry: AuditEntry) -> bool:
        """Take a recovery code away; False, and nothing written, if the person has none like that."""
        ...

    def passkeys(self, person: str) -> Sequence[Passkey]:
        """Give somebody's passkeys, oldest first."""
        ...

    def passkey(self, identity: str) -> Passkey | None:
        """Find a passkey."""
        ...

    def add_passkey(self, passkey: Passkey, entry: AuditEntry) -> None:
        """Write a new passkey.

        Raises
        ------
        OvertakenError
            If it is known already.
        """
        ...

    def use_passkey(self, before: Passkey, count: int, at: int) -> bool:
        """Note that a passkey was used; False if somebody used it since it was read."""
        ...

    def remove_passkey(self, person: str, identity: str, entry: AuditEntry) -> bool:
        """Remove one of somebody's passkeys; False, and nothing written, if there is none of that id."""
        ...

    def person_of(self, issuer: str, subject: str) -> Known | None:
        """Say who a provider's subject is; None if nobody knows."""
        ...
