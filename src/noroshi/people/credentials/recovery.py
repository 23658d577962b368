"""Recovery codes: for whoever has lost the device that signs them in."""

import secrets
from collections.abc import Sequence
from typing import Final

from noroshi.alerts.identities import LETTERS
from noroshi.people.secret import Secret

COUNT: Final = 10
"""Codes that somebody gets at once."""

LENGTH: Final = 16
"""Letters of a code, 80 bits: nobody guesses one, so a hash that takes no time does. NIST SP 800-63B-4, 3.1.2.2, asks
for 64 bits where the hash is as quick."""

_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})
"""Crockford's base 32: what is misread is meant."""


def new_codes() -> Sequence[str]:
    """Make up codes, as people write them down: four groups of four letters."""
    letters = ("".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(COUNT))
    return ["-".join(code[place : place + 4] for place in range(0, LENGTH, 4)) for code in letters]


def digest_of(code: str) -> str:
    """Give what is kept of a code, however a person types it; empty if it is none.

    Examples
    --------
    >>> digest_of("0123-4567-89ab-cdef") == digest_of("o1234567 89ABCDEF")
    True
    """
    read = code[:64].upper().translate(_READ_AS)
    return Secret(read).digest if len(read) == LENGTH else ""
