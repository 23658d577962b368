"""Whoever follows or looks on, for as long as they like: so many and no more, so that there is room for others."""

import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Final

from noroshi.api.problems import Refusal

EACH: Final = 32
"""Streams that one session or token has at a time. A browser has one for all tabs, and one for each picture (tried)."""

ALL: Final = 600
"""Streams of everybody together. Each takes a descriptor, of which a process usually gets 1,024."""


class Crowd:
    """Counts streams, and refuses those that are too many.

    It belongs to one event loop; any thread may read what it has counted.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._here: Counter[str] = Counter()
        self._counted: Counter[str] = Counter()

    def counters(self) -> Mapping[str, int]:
        """Give what was dropped, by what it was."""
        with self._lock:
            return {"streams refused": 0, "talkers shown out": 0} | dict(self._counted)

    def count(self, what: str) -> None:
        """Count something that was dropped."""
        with self._lock:
            self._counted[what] += 1

    def check(self, caller: str) -> None:
        """Refuse a stream before it begins.

        Parameters
        ----------
        caller
            The id of a session or token.

        Raises
        ------
        Refusal
            If that has too many, or everybody together.
        """
        with self._lock:
            is_full = self._here[caller] >= EACH or self._here.total() >= ALL
        if is_full:
            self.count("streams refused")
            raise Refusal(
                HTTPStatus.TOO_MANY_REQUESTS,
                "too-many-streams",
                "more streams at a time than there is room for",
                hint="Close one that nobody looks at.",
                headers={"Retry-After": "5"},
            )

    @contextmanager
    def place(self, caller: str) -> Iterator[None]:
        """Take a place while the block runs."""
        with self._lock:
            self._here[caller] += 1
        try:
            yield
        finally:
            with self._lock:
                self._here[caller] -= 1
                if not self._here[caller]:
                    del self._here[caller]
