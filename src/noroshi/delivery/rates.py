"""How many messages one contact may get."""

from collections.abc import Mapping

from noroshi.clock import HOUR
from noroshi.delivery.settings import Rate
from noroshi.organisations.model import ChannelKind


class Limiter:
    """A token bucket for each contact: full at the start, refilled evenly, one token a message.

    It lives in memory: after a restart every bucket is full again.

    Parameters
    ----------
    rates
        By channel kind; a kind that is missing has no limit.

    Examples
    --------
    >>> limiter = Limiter({ChannelKind.EMAIL: Rate(burst=1, hourly=60)})
    >>> [limiter.take(ChannelKind.EMAIL, "a@example.org", now) for now in (0, 1, 60_000_000_000)]
    [True, False, True]
    """

    def __init__(self, rates: Mapping[ChannelKind, Rate]) -> None:
        self._rates = rates
        self._buckets: dict[tuple[ChannelKind, str], tuple[float, int]] = {}

    def take(self, channel: ChannelKind, address: str, now: int) -> bool:
        """Take a token at a moment (ns UTC), if there is one."""
        rate = self._rates.get(channel)
        if rate is None:
            return True
        tokens, since = self._buckets.get((channel, address), (float(rate.burst), now))
        tokens = min(rate.burst, tokens + rate.hourly * max(0, now - since) / HOUR)
        allowed = tokens >= 1
        self._buckets[channel, address] = (tokens - allowed, now)
        return allowed
