import random

from hypothesis import given
from hypothesis import strategies as st

from noroshi.clock import DAY, HOUR, SECOND
from noroshi.delivery.backoff import next_attempt
from noroshi.delivery.message import Dispatch, MessageState
from noroshi.delivery.settings import Persistence
from tests.delivery.stories import message


def after(failures: int, *, since: int = 0) -> Dispatch:
    return Dispatch(message(), MessageState.WAITING, failures, since, 0)


def test_doubling() -> None:
    """Without chance, the waits double up to the longest."""
    steady = Persistence(first=15 * SECOND, longest=HOUR, jitter=0, attempts=100, age=DAY)

    waits = [next_attempt(after(failures), steady, random.Random(0), 0) for failures in range(11)]

    assert waits == [second * SECOND for second in (15, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600)]


@given(st.integers(0, 10_000), st.integers(0, 2**62), st.randoms(use_true_random=False))
def test_jitter(failures: int, now: int, chance: random.Random) -> None:
    """Chance shortens a wait by at most its share, and a wait always lies ahead."""
    patient = Persistence(attempts=20_000, age=2**62)
    full = min(patient.longest, patient.first * 2**failures)

    again = next_attempt(after(failures, since=now), patient, chance, now)

    assert again is not None
    assert full * 0.8 - 1 <= again - now <= full


def test_giving_up() -> None:
    """After its attempts, or when it would be too old and was tried for long, a message is given up."""
    chance = random.Random(0)

    assert next_attempt(after(1), Persistence(attempts=2), chance, 0) is None
    assert next_attempt(after(5), Persistence(age=DAY), chance, DAY) is None
    assert next_attempt(after(5), Persistence(age=DAY), chance, DAY - HOUR) is not None
    assert next_attempt(after(0), Persistence(attempts=2, age=DAY), chance, 0) is not None


def test_a_clock_that_leaps() -> None:
    """However far a clock leaps ahead, a message is not too old while it has hardly been tried."""
    chance = random.Random(0)

    assert next_attempt(after(0), Persistence(), chance, 365 * DAY) is not None
    assert next_attempt(after(22), Persistence(), chance, 365 * DAY) is not None
    assert next_attempt(after(23), Persistence(), chance, 365 * DAY) is None
