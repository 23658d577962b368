"""What a certificate is, of either kind, and where those of contacts lie."""

from pathlib import Path
from typing import Final, NamedTuple, Protocol

from noroshi.clock import SECOND, iso
from noroshi.errors import DeliveryError

LARGEST: Final = 1 << 20
"""Bytes of a file that is read; an OpenPGP key with a thousand signatures has a tenth of it."""


class Certificate(NamedTuple):
    """What there is to say of a certificate before it is used."""

    fingerprint: str
    """Names it, in hexadecimal."""
    addresses: frozenset[str]
    """The mailboxes that it is for, in small letters."""
    expires: int | None
    """ns UTC; None for never."""
    fault: str = ""
    """Why it cannot be used now; empty if it can."""

    @property
    def until(self) -> str:
        """The day on which it expires."""
        return "never" if self.expires is None else iso(self.expires // SECOND * SECOND)[:10]


class Protection(Protocol):
    """One way to sign mail, and to encrypt it.

    What is signed or encrypted, and what comes of it, is a MIME entity: header fields about the content, an empty line and
    the content, with CRLF line ends. All raise `DeliveryError` where something cannot be used; another attempt may succeed, for
    a person can mend it meanwhile. No secret is in its message.
    """

    name: str
    """What people call it."""

    def own(self, now: int) -> Certificate | None:
        """Say what the centre signs with at a moment (ns UTC); None if it does not sign this way."""
        ...

    def read(self, path: Path, now: int) -> Certificate:
        """Say what there is in a contact's file at a moment (ns UTC)."""
        ...

    def signed(self, entity: bytes) -> bytes:
        """Sign an entity; give one that holds it and the signature."""
        ...

    def encrypted(self, entity: bytes, path: Path, *, sign: bool) -> bytes:
        """Encrypt an entity for whom a file names, signed before if so asked."""
        ...


def place(folder: Path | None, name: str) -> Path:
    """Say where a contact's certificate lies.

    Parameters
    ----------
    folder
        The folder of the settings.
    name
        The file's name, as the roster has it.

    Raises
    ------
    DeliveryError
        If the settings name no folder.
    """
    if folder is None:
        raise DeliveryError(
            f"the contact's certificate is {name}, and the settings name no folder where it could lie",
            retry=True,
            hint="Set [email] certificates.",
        )
    return folder.absolute() / name


def content(path: Path) -> bytes:
    """Read a certificate's file.

    Raises
    ------
    DeliveryError
        If it cannot be read, or is too large to be one.
    """
    try:
        with path.open("rb") as file:
            read = file.read(LARGEST + 1)
    except OSError as fault:
        raise DeliveryError(f"{path.name} cannot be read: {fault.strerror}", retry=True) from fault
    if len(read) > LARGEST:
        raise DeliveryError(f"{path.name} is too large to be a certificate", retry=True)
    return read
