"""How fast one caller may ask."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from http import HTTPStatus
from time import monotonic
from typing import Final, NamedTuple

from noroshi.api.problems import Refusal

SECOND: Final = 50.0
"""Requests a second that one caller gets in the long run: a console asks for two or three a page (tried)."""

BURST: Final = 500
"""Requests at once: a page that is opened anew asks for a dozen things, and bulk work comes in bursts (tried)."""

CALLERS: Final = 10_000
"""Callers that are remembered; whoever is forgotten begins anew."""


class _Bucket(NamedTuple):
    left: float
    at: float


class Pace:
    """Counts requests, a bucket a caller that refills evenly.

    Parameters
    ----------
    elapsed
        Seconds of a clock that nobody sets.
    """

    def __init__(self, elapsed: Callable[[], float] = monotonic) -> None:
        self._elapsed = elapsed
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def check(self, caller: str) -> None:
        """Count a request of a caller, by whatever names them.

        Raises
        ------
        Refusal
            If they ask too fast; it says when to ask again.
        """
        now = self._elapsed()
        with self._lock:
            before = self._buckets.pop(caller, _Bucket(BURST, now))
            left = min(BURST, before.left + (now - before.at) * SECOND)
            self._buckets[caller] = _Bucket(max(left - 1, 0), now)
            if len(self._buckets) > CALLERS:
                self._buckets.popitem(last=False)
        if left < 1:
            raise Refusal(
                HTTPStatus.TOO_MANY_REQUESTS,
                "too-often",
                "more requests than one caller may make",
                hint="Ask again in a second.",
                headers={"Retry-After": "1"},
            )
