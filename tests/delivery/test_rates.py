from hypothesis import given
from hypothesis import strategies as st

from noroshi.clock import HOUR
from noroshi.delivery.rates import Limiter
from noroshi.delivery.settings import Rate
from noroshi.organisations.model import ChannelKind


@given(
    st.lists(st.integers(0, HOUR // 2), min_size=1, max_size=60),
    st.integers(1, 5),
    st.sampled_from([1.0, 7.5, 60.0]),
)
def test_never_more(pauses: list[int], burst: int, hourly: float) -> None:
    """Over any span a contact gets at most a burst and what the span refills."""
    limiter = Limiter({ChannelKind.EMAIL: Rate(burst, hourly)})
    now, taken = 0, []
    for pause in pauses:
        now += pause
        if limiter.take(ChannelKind.EMAIL, "a@example.org", now):
            taken.append(now)

    for first in range(len(taken)):
        for last in range(first, len(taken)):
            refilled = hourly * (taken[last] - taken[first]) / HOUR
            assert last - first + 1 <= burst + refilled + 1e-6


def test_contacts_apart() -> None:
    """Each contact and channel has a bucket of its own, and a kind without a rate has no limit."""
    limiter = Limiter({ChannelKind.EMAIL: Rate(1, 1), ChannelKind.WEBHOOK: Rate(1, 1)})
    asked = [
        (ChannelKind.EMAIL, "a"),
        (ChannelKind.EMAIL, "a"),
        (ChannelKind.EMAIL, "b"),
        (ChannelKind.WEBHOOK, "a"),
        (ChannelKind.FILE, "a"),
        (ChannelKind.FILE, "a"),
    ]

    assert [limiter.take(kind, address, 0) for kind, address in asked] == [
        True,
        False,
        True,
        True,
        True,
        True,
    ]
