"""Whether the process does its work: it can be alive and see nothing."""

from collections.abc import Callable, Mapping, Sequence
from time import monotonic_ns
from typing import Final

from noroshi.clock import SECOND
from noroshi.errors import NoroshiError

PATIENCE: Final = 30 * SECOND
"""ns without a turn of the packets' own thread after which it hangs: a source gives others a turn each second, and
the slowest thing between two turns, an outbreak's thousands of alerts, takes a few seconds."""


class Pulse:
    """What is known of the process's own work.

    Parameters
    ----------
    asked
        Name -> what says what is wrong with that part, or nothing; it may raise a `NoroshiError`.
    steady
        Gives ns that never jump.
    """

    def __init__(
        self, asked: Mapping[str, Callable[[], str]], steady: Callable[[], int] = monotonic_ns
    ) -> None:
        self._asked = asked
        self._steady = steady
        self._beat_at: int | None = None

    def beat(self) -> None:
        """Note that the packets' own thread has come round."""
        self._beat_at = self._steady()

    def is_alive(self) -> bool:
        """Say whether that thread goes round; one that never began does not."""
        return self._beat_at is not None and self._steady() - self._beat_at < PATIENCE

    def troubles(self) -> Sequence[str]:
        """Say what keeps the process from its work, a sentence each; empty if nothing does."""
        found = [] if self.is_alive() else ["watch: it does not go round"]
        for name, ask in self._asked.items():
            try:
                trouble = ask()
            except NoroshiError as fault:
                trouble = fault.message
            if trouble:
                found.append(f"{name}: {trouble}")
        return found
