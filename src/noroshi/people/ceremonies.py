"""What spans two requests: a challenge, and its one answer.

Nothing is kept between the two but a key: the challenge's id carries all, sealed, and only answers that were right
are remembered until their challenge is over. So whoever asks for a million challenges takes no room and writes nothing.
A restart forgets the key, and whoever was about to answer begins again.
"""

import base64
import hashlib
import hmac
import secrets
import threading
from enum import StrEnum
from typing import Final, NamedTuple

from noroshi.clock import MINUTE, Clock
from noroshi.errors import SignInError

LIFE: Final = 5 * MINUTE
"""ns for an answer: WebAuthn, level 3, 15.1, recommends 300 to 600 s where the person is to be verified."""

_NONCE, _MOMENT, _SEAL = 16, 8, 32
_LONGEST: Final = 1000
"""Characters of an id; ours have fewer than 300."""


class Purpose(StrEnum):
    """What a ceremony is for; an answer to one is none to another."""

    SIGN_IN = "sign-in"
    """A passkey signs somebody in."""
    RENEW = "renew"
    """A passkey proves again whose session it is."""
    ADD_PASSKEY = "add-passkey"
    """A passkey is made."""
    ENROL = "enrol"
    """An authenticator for codes is set up."""
    OIDC = "oidc"
    """A provider says who somebody is."""


class Ceremony(NamedTuple):
    """A challenge that waits for its answer."""

    id: str
    """What the answer names it by; it tells nothing that its holder may not know, and nobody can forge it."""
    payload: bytes
    """What was known at the beginning."""
    nonce: bytes
    """Tells it from all others."""
    ends: int
    """ns UTC."""


class Ceremonies:
    """Begins ceremonies, and ends each once.

    Parameters
    ----------
    clock
        Tells when one is over.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._spent: dict[bytes, int] = {}

    def begin(self, purpose: Purpose, payload: bytes = b"") -> Ceremony:
        """Begin one; its payload is signed, not hidden."""
        nonce, ends = secrets.token_bytes(_NONCE), self._clock.now() + LIFE
        body = nonce + ends.to_bytes(_MOMENT) + payload
        sealed = base64.urlsafe_b64encode(self._seal(purpose, body) + body)
        return Ceremony(sealed.decode().rstrip("="), payload, nonce, ends)

    def find(self, identity: str, purpose: Purpose) -> Ceremony:
        """Give the ceremony of an id, which is not over yet.

        Raises
        ------
        SignInError
            If we did not begin it, or for something else, or it is over.
        """
        if len(identity) > _LONGEST or not identity.isascii():
            raise _over()
        try:
            read = base64.b64decode(identity + "=" * (-len(identity) % 4), altchars=b"-_", validate=True)
        except ValueError:
            raise _over() from None
        seal, body = read[:_SEAL], read[_SEAL:]
        if not hmac.compare_digest(seal, self._seal(purpose, body)):
            raise _over()
        nonce, moment, payload = body[:_NONCE], body[_NONCE:][:_MOMENT], body[_NONCE + _MOMENT :]
        ends = int.from_bytes(moment)
        if self._clock.now() >= ends:
            raise _over()
        return Ceremony(identity, payload, nonce, ends)

    def spend(self, ceremony: Ceremony) -> None:
        """End one whose answer was right.

        Raises
        ------
        SignInError
            If it had its answer already.
        """
        now = self._clock.now()
        with self._lock:
            self._spent = {nonce: ends for nonce, ends in self._spent.items() if ends > now}
            if ceremony.nonce in self._spent:
                raise _over()
            self._spent[ceremony.nonce] = ceremony.ends

    def derived(self, ceremony: Ceremony, label: bytes) -> bytes:
        """Give 32 bytes that follow from a ceremony, and that only we know; the label has up to 16 bytes."""
        return hashlib.blake2b(ceremony.nonce, key=self._key, person=label, digest_size=32).digest()

    def _seal(self, purpose: Purpose, body: bytes) -> bytes:
        return hashlib.blake2b(body, key=self._key, person=purpose.encode(), digest_size=_SEAL).digest()


def _over() -> SignInError:
    return SignInError("this was answered already, or too late", hint="Begin again.")
