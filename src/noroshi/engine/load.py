"""How much waits to be read, and how much detail is kept for it.

Where more comes than can be taken in, a source's buffer fills, and what it has no room for is lost, members' packets
like any others. So the memory is relieved before: a step less detail (`noroshi.detections.detector.Detail`) at a time,
and a step more when the reader has kept up for a while. Members' sources, activities and alerts are never touched.
"""

from collections.abc import Callable, Mapping
from time import monotonic_ns
from typing import Final

import structlog

from noroshi.clock import MINUTE, SECOND
from noroshi.detections.detector import Detail

PRESSING: Final = 0.5
"""Share of the buffer that waits, though a whole second was read: as much again, and packets are lost. A slow disk may fill
it once; but then it is emptied within the second that follows."""

CAUGHT_UP: Final = 0.1
"""Share of the buffer below which the reader has nearly everything: 6 of the usual 64 blocks, of which one or two always wait."""

CALM: Final = 30 * SECOND
"""ns for which the reader must have caught up each second until a step is taken back."""

LONGEST: Final = 16 * MINUTE
"""ns to which that grows, twofold each time that a step back proves too early: while a flood lasts for hours, it is tried four
times an hour, not twice a minute, for each trial may lose what the buffer does not hold."""

_log = structlog.get_logger(__name__)


class Load:
    """Says how much detail is to be kept, from how much waits.

    Parameters
    ----------
    steady
        Gives ns that never jump.
    """

    def __init__(self, steady: Callable[[], int] = monotonic_ns) -> None:
        self.detail = Detail.FULL
        self._steady = steady
        self._looked = steady()
        self._least = 1.0  # of what waited within this second: what the reader does not catch up with
        self._patience = CALM
        self._calm_since = self._looked
        self._stepped_back = -LONGEST  # the latest step back that has not proved too early, or far away
        self._counts = {"steps to less detail": 0, "steps to more detail": 0}

    def look(self, backlog: float) -> bool:
        """Take note of what waits, and once a second decide; say whether a step was taken.

        Parameters
        ----------
        backlog
            Share of the source's buffer that waits to be read, from 0 to 1.
        """
        self._least = min(self._least, backlog)
        now = self._steady()
        if now < self._looked + SECOND:
            return False
        self._looked, least, self._least = now, self._least, 1.0
        if least >= CAUGHT_UP:
            self._calm_since = now
        before = self.detail
        if least >= PRESSING and self.detail < max(Detail):
            self._keep_less(now, least)
        elif now >= self._calm_since + self._patience:
            self._keep_more(now)
        return self.detail is not before

    def counters(self) -> Mapping[str, int]:
        """Count the steps that were taken."""
        return dict(self._counts)

    def _keep_less(self, now: int, least: float) -> None:
        if now < self._stepped_back + self._patience:
            self._patience, self._stepped_back = min(2 * self._patience, LONGEST), -LONGEST
        self.detail = Detail(self.detail + 1)
        self._counts["steps to less detail"] += 1
        _log.warning(
            "more comes than can be taken in", detail=named(self.detail), waiting=f"{least:.0%} of the buffer"
        )

    def _keep_more(self, now: int) -> None:
        """Take a step back; where none is left, and that has proved right, be as patient as at first."""
        if self.detail is Detail.FULL:
            self._patience = CALM
            return
        self.detail = Detail(self.detail - 1)
        self._stepped_back = self._calm_since = now
        self._counts["steps to more detail"] += 1
        _log.info("what comes is taken in again", detail=named(self.detail))


def named(detail: Detail) -> str:
    """Write a level of detail as people read it.

    Examples
    --------
    >>> named(Detail.MEMBERS_ONLY)
    'members only'
    """
    return detail.name.lower().replace("_", " ")
