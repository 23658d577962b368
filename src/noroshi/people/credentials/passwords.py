"""Passwords: how they are hashed, and which are refused."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type

from noroshi.errors import TooOftenError, UsageError
from noroshi.people.model import Person

SHORTEST: Final = 12
"""Characters. NIST SP 800-63B-4, 3.1.1.2, has 8 beside a second factor, which ours always have, and 15 without."""

LONGEST: Final = 256
"""Characters: enough for a sentence, and little work to hash."""

FEWEST: Final = 5
"""Different characters: fewer are a key held down or a pattern. Tried; no standard has a number. A list of common
passwords is not shipped: nearly all of them are shorter than 12 characters."""

MEMORY: Final = 19 * 1024
"""KiB for a hash; with 2 rounds and 1 lane OWASP's least for Argon2id ("Password Storage", 2025). RFC 9106's second
choice takes 64 MiB and four threads, which a machine that watches a line has better uses for."""

QUEUE: Final = 8
"""Passwords that wait for their turn, at most; the next is asked to come back."""


class Passwords:
    """Hashes passwords, and compares them; one at a time in each of two lanes.

    Strangers have a lane, and devices on which somebody has signed in before another: so those who guess from a
    thousand addresses can neither take the machine from the watch nor the way from those who belong here.

    Parameters
    ----------
    memory, rounds
        Of Argon2id, in KiB and times.
    """

    def __init__(self, memory: int = MEMORY, rounds: int = 2) -> None:
        self._hasher = PasswordHasher(time_cost=rounds, memory_cost=memory, parallelism=1, type=Type.ID)
        self._nobodys = self._hasher.hash("nobody's password")
        self._lanes = {known: (threading.Semaphore(QUEUE), threading.Lock()) for known in (False, True)}

    def hash(self, password: str) -> str:
        """Hash a password that was just chosen, with a salt of its own."""
        return self._hasher.hash(password)

    def fits(self, hashed: str, password: str, *, known: bool) -> bool:
        """Compare a password; where there is no hash, the work is the same and the answer no.

        Parameters
        ----------
        hashed
            Empty if nobody has that name, or they have no password.
        known
            Whether it comes from a device on which that person has signed in before.

        Raises
        ------
        TooOftenError
            If too many wait already.
        """
        with self._turn(known=known):
            try:
                self._hasher.verify(hashed or self._nobodys, password[: LONGEST + 1])
            except (VerificationError, InvalidHashError, UnicodeEncodeError):
                return False
            return bool(hashed)

    def is_outdated(self, hashed: str) -> bool:
        """Tell whether a hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(hashed)

    @contextmanager
    def _turn(self, *, known: bool) -> Iterator[None]:
        places, turn = self._lanes[known]
        if not places.acquire(blocking=False):
            raise TooOftenError(1)
        try:
            with turn:
                yield
        finally:
            places.release()


def check_password(password: str, person: Person) -> None:
    """See whether a password may be chosen.

    Raises
    ------
    UsageError
        Saying why not; the password is not in it.
    """
    try:
        password.encode()
    except UnicodeEncodeError:
        raise _refused("has characters that no keyboard writes") from None
    if len(password) < SHORTEST:
        raise _refused(f"has fewer than {SHORTEST} characters")
    if len(password) > LONGEST:
        raise _refused(f"has more than {LONGEST} characters")
    if len(set(password)) < FEWEST:
        raise _refused(f"has fewer than {FEWEST} different characters")
    said = password.casefold()
    own = [word for word in (person.id, *person.id.split("-"), *person.name.split()) if len(word) > 3]
    for word in own:
        rest = said.replace(word.casefold(), "")
        if rest != said and len(rest) < SHORTEST - 4:
            raise _refused("is mostly your own name")


def _refused(why: str) -> UsageError:
    return UsageError(f"that password {why}", hint="Take four or five words that do not belong together.")
