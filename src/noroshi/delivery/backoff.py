"""When a failed message is tried again."""

import random

from noroshi.delivery.message import Dispatch
from noroshi.delivery.settings import Persistence


def next_attempt(dispatch: Dispatch, persistence: Persistence, chance: random.Random, now: int) -> int | None:
    """Say when to try again a message that has just failed, or that it is time to give up.

    The wait doubles with each failure; a part of it is left to chance.

    Parameters
    ----------
    dispatch
        As it stood before the attempt that failed.
    now
        ns UTC.

    Returns
    -------
    int or None
        ns UTC, or None if it has had all its attempts or will be too old.
    """
    failures = dispatch.attempts + 1
    doublings = min(dispatch.attempts, 62)
    wait = min(persistence.longest, persistence.first << doublings)
    again = now + int(wait * (1 - persistence.jitter * chance.random()))
    if failures >= persistence.attempts or again - dispatch.since > persistence.age:
        return None
    return again
