"""What must be read again by us and by nobody else: sealed with the centre's key."""

import base64
import hashlib
import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY: Final = 32
"""Bytes of the centre's key."""

_NONCE: Final = 12
"""Bytes, as AES-GCM has it (NIST SP 800-38D, 8.2.2); by chance, which does for 2^32 seals of one purpose."""


class SealError(ValueError):
    """A seal was not made with this key, for this purpose and this thing; or it is damaged."""


class Seals:
    """Seals texts, and opens them.

    Parameters
    ----------
    key
        The centre's key.

    Examples
    --------
    >>> seals = Seals(bytes(32))
    >>> seals.open("seed", seals.seal("seed", b"JBSWY3DP", "mika"), "mika")
    b'JBSWY3DP'
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def seal(self, purpose: str, text: bytes, about: str) -> str:
        """Seal a text; nobody else can read it, change it, or put it in the place of another's.

        Parameters
        ----------
        purpose
            What it is, in up to 16 bytes: each purpose has a key of its own.
        about
            To whom or what it belongs.
        """
        nonce = secrets.token_bytes(_NONCE)
        sealed = nonce + self._cipher(purpose).encrypt(nonce, text, about.encode())
        return base64.urlsafe_b64encode(sealed).decode().rstrip("=")

    def open(self, purpose: str, sealed: str, about: str) -> bytes:
        """Read a text that was sealed.

        Raises
        ------
        SealError
            If it was not sealed like this.
        """
        try:
            read = base64.b64decode(sealed + "=" * (-len(sealed) % 4), altchars=b"-_", validate=True)
            return self._cipher(purpose).decrypt(read[:_NONCE], read[_NONCE:], about.encode())
        except (ValueError, InvalidTag):
            raise SealError("it was sealed by somebody else, or for something else") from None

    def _cipher(self, purpose: str) -> AESGCM:
        return AESGCM(hashlib.blake2b(self._key, digest_size=KEY, person=purpose.encode()).digest())
