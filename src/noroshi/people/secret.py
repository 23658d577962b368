"""What opens a door to whoever has it: sessions, tokens, invitations, devices, recovery codes."""

import hashlib
import hmac
import secrets
from typing import Final, Self

BYTES: Final = 32
"""Of chance in a secret: 256 bits. OWASP's cheat sheet on sessions asks for 64 at the least."""

LONGEST: Final = 1000
"""Characters of what somebody says is a secret; links are the longest of ours."""


class Secret:
    """A text that nobody sees by accident: not in a log, an error or a traceback.

    A hash that takes no time does, for nobody guesses 256 bits, and each request has to be quick; passwords,
    which people choose, have `noroshi.people.credentials.passwords`.

    Examples
    --------
    >>> Secret("open sesame")
    Secret(…)
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text[: LONGEST + 1]

    @classmethod
    def new(cls, prefix: str = "") -> Self:
        """Make one up."""
        return cls(prefix + secrets.token_urlsafe(BYTES))

    def reveal(self) -> str:
        """Give the text, to the one who is to have it."""
        return self._text

    @property
    def digest(self) -> str:
        """What is kept in its place, and found by."""
        return self._hashed(b"kept")

    def derived(self, label: bytes) -> str:
        """Give another secret that follows from it, and tells nothing of it; the label has up to 16 bytes."""
        return self._hashed(label)

    def fits(self, text: str) -> bool:
        """Compare with a text, in a time that says nothing about where they differ."""
        return hmac.compare_digest(*(each.encode(errors="replace") for each in (self._text, text)))

    def _hashed(self, label: bytes) -> str:
        text = self._text.encode(errors="replace")
        return hashlib.blake2b(text, digest_size=BYTES, person=label).hexdigest()

    def __repr__(self) -> str:
        return "Secret(…)"
