"""How much each partner has said on this day, so that one that floods can be told from one that has much to say."""

from collections import Counter, defaultdict

from noroshi.clock import DAY, Clock


class Today:
    """Counts by partner, forgotten when the day is over (UTC); a start begins anew.

    Parameters
    ----------
    clock
        Tells the day.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._day = 0
        self._counts: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def of(self, partner: str) -> Counter[str]:
        """Give what a partner has said today, by what it was about; whoever takes more counts it there."""
        day = self._clock.now() // DAY
        if day != self._day:
            self._day = day
            self._counts.clear()
        return self._counts[partner]
