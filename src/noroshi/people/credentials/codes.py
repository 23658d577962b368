"""Codes of six digits that an authenticator shows, a new one every half minute (RFC 6238)."""

import base64
import hmac
from typing import Final

import pyotp

from noroshi.clock import SECOND

STEP: Final = 30
"""Seconds that a code is shown: RFC 6238, 5.2."""

WINDOW: Final = 1
"""Steps that a clock may be off, either way: RFC 6238, 5.2, allows one for the way that a code travels."""

DIGITS: Final = 6


def new_seed(chance: bytes) -> str:
    """Write 20 bytes of chance as authenticators read them: RFC 4226, 4, wants 160 bits."""
    return base64.b32encode(chance[:20]).decode()


def uri(seed: str, person: str, centre: str) -> str:
    """Give what a QR code says, so that an authenticator takes the seed and names it."""
    return pyotp.TOTP(seed).provisioning_uri(name=person, issuer_name=centre)


def step_of(seed: str, code: str, now: int, after: int) -> int | None:
    """Say which step a code belongs to; None if to none that still counts.

    Parameters
    ----------
    now
        ns UTC.
    after
        The step of the last code that was used: one is good once, and none that is older.
    """
    shown = pyotp.TOTP(seed, digits=DIGITS, interval=STEP)
    current = now // SECOND // STEP
    given = code.encode(errors="replace")
    fitting = [
        step
        for step in range(current - WINDOW, current + WINDOW + 1)
        if hmac.compare_digest(shown.generate_otp(step).encode(), given) and step > after
    ]
    return fitting[-1] if fitting else None
