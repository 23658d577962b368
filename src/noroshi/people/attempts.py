"""How long whoever fails to sign in has to wait.

Nobody can be locked out by others. A name of which many attempts failed slows strangers down, and them for a minute at
most; whoever comes from a device on which that person has signed in before is counted by that device alone, as
OWASP's "Slow Down Online Guessing Attacks with Device Cookies" has it; and a passkey, which nobody can guess, never waits.

Counts are kept in memory: an attacker shall not make the database write, for whose turn alerts would have to wait.
"""

import hashlib
import math
import secrets
import threading
import time
from array import array
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from ipaddress import ip_address, ip_network
from typing import Final, NamedTuple

from noroshi.clock import HOUR, SECOND
from noroshi.errors import TooOftenError

FREE: Final = 5
"""Failures before one has to wait: people mistype. OWASP's authentication cheat sheet leaves the number open; tried."""

FORGOTTEN: Final = HOUR / SECOND
"""Seconds without a failure after which all is forgotten."""

SLOTS: Final = 1 << 16
"""Counters of each sort. What is counted is hashed to one, so that no number of attackers takes more memory, or makes
another's count forgotten. The hash has a key that nobody knows, so nobody can choose whose slot they share."""


class Sort(StrEnum):
    """What is counted."""

    NAME = "name"
    """The name that strangers try."""
    ADDRESS = "address"
    """The network that strangers come from: an IPv4 address, or the /64 of an IPv6 one."""
    DEVICE = "device"
    """A device on which that person has signed in before."""
    PASSKEY = "passkey"
    """The network that answers come from which are no passkey's; they never wait, but are written down no more."""


LONGEST: Final[Mapping[Sort, float]] = {
    Sort.NAME: 60.0,
    Sort.ADDRESS: 900.0,
    Sort.DEVICE: 900.0,
    Sort.PASSKEY: 900.0,
}
"""Seconds that each makes one wait at most. A name's are few, for an attacker could otherwise keep its owner out."""


class Counted(NamedTuple):
    """Something whose failures are counted."""

    sort: Sort
    text: str


def counted(name: str, address: str, device: str) -> Sequence[Counted]:
    """Say what counts an attempt.

    Parameters
    ----------
    name
        As it was given.
    address
        Network address; empty if nobody knows.
    device
        The digest of a device on which the person of that name has signed in before; empty for strangers.
    """
    if device:
        return (Counted(Sort.DEVICE, device),)
    return (Counted(Sort.NAME, name), Counted(Sort.ADDRESS, network(address)))


def network(address: str) -> str:
    """Give what one customer has: an IPv4 address, or the /64 of an IPv6 one (RFC 6177); other texts as they are.

    Examples
    --------
    >>> network("2001:db8::7:1")
    '2001:db8::/64'
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    mapped = getattr(parsed, "ipv4_mapped", None)
    if parsed.version == 4 or mapped:
        return str(mapped or parsed)
    return str(ip_network((int(parsed), 64), strict=False))


class Attempts:
    """Counts failures, and makes whoever has many wait, twice as long each time.

    Parameters
    ----------
    elapsed
        Seconds of a clock that nobody sets.
    """

    def __init__(self, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._elapsed = elapsed
        self._key = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._counts = {sort: array("I", bytes(4 * SLOTS)) for sort in Sort}
        self._latest = {sort: array("d", bytes(8 * SLOTS)) for sort in Sort}

    def begin(self, counted: Sequence[Counted]) -> bool:
        """Count an attempt as failed, before anything is checked: many at once shall not be one.

        Returns
        -------
        bool
            Whether the next one has to wait, and this is the first of its kind: to be written down once.

        Raises
        ------
        TooOftenError
            If it has to wait; it is not counted then.
        """
        now = self._elapsed()
        with self._lock:
            wait = max(self._wait(each, now) for each in counted)
            if wait > 0:
                raise TooOftenError(math.ceil(wait))
            slowed = False
            for each in counted:
                slot = self._slot(each)
                count = self._count(each.sort, slot, now) + 1
                self._counts[each.sort][slot] = count
                self._latest[each.sort][slot] = now
                slowed |= count == FREE
            return slowed

    def succeeded(self, counted: Sequence[Counted]) -> None:
        """Forget the failures of a name or device, now that somebody proved to be its owner, and this attempt.

        The address keeps the others: else an attacker with a name of their own would go on for ever.
        """
        now = self._elapsed()
        with self._lock:
            for each in counted:
                slot = self._slot(each)
                left = self._count(each.sort, slot, now) - 1 if each.sort is Sort.ADDRESS else 0
                self._counts[each.sort][slot] = max(left, 0)

    def _wait(self, each: Counted, now: float) -> float:
        slot = self._slot(each)
        count = self._count(each.sort, slot, now)
        if count < FREE:
            return 0.0
        delay = min(2.0 ** min(count - FREE, 32), LONGEST[each.sort])
        return self._latest[each.sort][slot] + delay - now

    def _count(self, sort: Sort, slot: int, now: float) -> int:
        return 0 if now - self._latest[sort][slot] > FORGOTTEN else self._counts[sort][slot]

    def _slot(self, each: Counted) -> int:
        text = each.text[:1000].encode(errors="replace")
        hashed = hashlib.blake2b(text, key=self._key, person=each.sort.encode(), digest_size=8)
        return int.from_bytes(hashed.digest()) % SLOTS
