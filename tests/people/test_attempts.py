from concurrent.futures import ThreadPoolExecutor

import pytest

from noroshi.errors import TooOftenError
from noroshi.people.attempts import FORGOTTEN, FREE, LONGEST, Attempts, Counted, Sort, counted, network


class Watch:
    """Seconds, driven by hand."""

    seconds = 10_000.0

    def __call__(self) -> float:
        return self.seconds


def fail(attempts: Attempts, watch: Watch, one: Counted, times: int) -> list[int]:
    """Fail so many times, and wait whenever one has to; give the waits."""
    waits = []
    for _ in range(times):
        try:
            attempts.begin([one])
        except TooOftenError as fault:
            waits.append(fault.wait)
            watch.seconds += fault.wait
            attempts.begin([one])
    return waits


@pytest.mark.parametrize("sort", Sort)
def test_growing(sort: Sort) -> None:
    """Each failure after the fifth doubles the wait, up to the longest of its sort; an hour later all is forgotten."""
    watch = Watch()
    attempts, one = Attempts(watch), Counted(sort, "mika")
    waits = fail(attempts, watch, one, FREE + 15)
    watch.seconds += FORGOTTEN + 1

    assert [min(2**step, LONGEST[sort]) for step in range(15)] == waits
    assert [] == fail(attempts, watch, one, FREE)


def test_success() -> None:
    """Who proves to be the owner of a name begins anew; their address keeps the failures of others."""
    watch = Watch()
    attempts, tried = Attempts(watch), counted("mika", "192.0.2.1", "")
    for _ in range(FREE - 1):
        attempts.begin(tried)
    attempts.begin(tried)
    attempts.succeeded(tried)

    assert [] == fail(attempts, watch, tried[0], FREE)
    assert [1] == fail(attempts, watch, tried[1], 2)


def test_at_once() -> None:
    """A hundred attempts at once are as many as one after the other."""
    attempts, tried = Attempts(), [Counted(Sort.NAME, "mika")]

    def attempt(_: int) -> bool:
        try:
            attempts.begin(tried)
        except TooOftenError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert FREE == sum(pool.map(attempt, range(100)))


def test_slowed_once() -> None:
    """That somebody is slowed is said once."""
    watch = Watch()
    attempts, one = Attempts(watch), [Counted(Sort.NAME, "mika")]
    said = []
    for _ in range(FREE + 3):
        watch.seconds += 10
        said.append(attempts.begin(one))

    assert [FREE - 1] == [place for place, each in enumerate(said) if each]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unix", "unix"),
    ],
)
def test_network(address: str, expected: str) -> None:
    """An IPv4 address counts by itself, an IPv6 one with its /64, which one customer has."""
    assert expected == network(address)


def test_bounded() -> None:
    """A hundred thousand names take no more room than one."""
    attempts = Attempts()
    before = sum(len(counts) for counts in attempts._counts.values())
    for number in range(100_000):
        try:
            attempts.begin([Counted(Sort.NAME, str(number))])
        except TooOftenError:
            continue

    assert before == sum(len(counts) for counts in attempts._counts.values())
