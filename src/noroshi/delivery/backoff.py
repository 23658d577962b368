"""When a failed message is tried again."""

import random

from noroshi.delivery.message import Dispatch
from noroshi.delivery.settings import Persistence

TRIED = 0.25
"""The share of its age that a message must have spent on waiting, at the longest wait for each failure, before it can be
too old: by the clock alone, one that jumps a week ahead would end all that has failed once. With the usual
settings it is 24 failures, which take 15 hours. Office hours, 40 of a week's 168, leave as much."""


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
    is_old = (
        again - dispatch.since > persistence.age and failures * persistence.longest >= persistence.age * TRIED
    )
    return None if is_old or failures >= persistence.attempts else again
