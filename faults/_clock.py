"""A clock that only the service sees, and that jumps.

The service asks Python's `time` for it, which here adds what a file says. libfaketime, which does so for any program,
was tried: with Debian 12's, 0.9.10, `time.sleep` raises EINVAL once the clock for durations is left alone.
"""

import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from noroshi.cli.program import run

HOUR = 3600

LEAST, MOST = 60, 6 * HOUR
"""Seconds by which it is wrong, ahead or behind."""


class Clock:
    """A clock, right at first.

    Parameters
    ----------
    file
        Where it says by how much it is wrong.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self.set_right()

    def program(self) -> Sequence[str]:
        """Give the command line that runs Noroshi by this clock."""
        return (sys.executable, __file__, str(self._file))

    def jump(self, chance: random.Random) -> None:
        """Be wrong by minutes or hours, from now on."""
        self._set(chance.choice((-1, 1)) * round(LEAST * (MOST / LEAST) ** chance.random()))

    def set_right(self) -> None:
        """Be right from now on."""
        self._set(0)

    def _set(self, ahead: int) -> None:
        beside = self._file.with_suffix(".new")
        beside.write_text(str(ahead), "ascii")
        beside.rename(self._file)


def live_by(file: Path) -> None:
    """Let this process see the clock of a file; the one for durations stays as it is, as where somebody sets a machine's."""
    right = time.time_ns

    def now() -> int:
        return right() + int(file.read_text("ascii")) * 1_000_000_000

    time.time_ns, time.time = now, lambda: now() / 1e9


if __name__ == "__main__":
    live_by(Path(sys.argv[1]))
    sys.exit(run(sys.argv[2:]))
