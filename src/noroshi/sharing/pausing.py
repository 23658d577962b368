"""How long a partner's server is left alone."""

import random
from typing import Final

from noroshi.clock import MINUTE

LONGEST: Final = 15 * MINUTE
"""ns between two attempts at a server that fails, at most, unless it asks for more."""

JITTER: Final = 0.25
"""The share of a wait that is left to chance, so that a server that is back is not asked by all at once."""


def pause(every: int, failures: int, wait: int, chance: random.Random) -> int:
    """Say how long (ns) to wait: it doubles with each failure, and a part of it is left to chance.

    Parameters
    ----------
    every
        ns between two attempts at a server that does not fail.
    failures
        How often it has failed since it last did not.
    wait
        ns that it has asked for; it is not asked earlier.
    """
    if not failures:
        return every
    longest = max(min(max(LONGEST, every), every << min(failures - 1, 20)), wait)
    return max(wait, int(longest * (1 - JITTER * chance.random())))
