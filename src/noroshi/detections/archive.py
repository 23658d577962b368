"""What a watch needs of an archive of detections: the port, and what stands in where nothing is to be kept."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from noroshi.detections.model import Detection


class DetectionArchive(Protocol):
    """Every detection as it was concluded; alerts have only the latest of each story.

    It serves those who look back, so it must never stop those who alert: nothing here raises
    because a disk is full. What could not be kept is counted and logged.
    """

    def keep(self, detections: Sequence[Detection]) -> None:
        """Take detections; they may wait in memory for a while."""
        ...

    def flush(self) -> None:
        """Put everything that waits where a kill does not reach it."""
        ...

    def counters(self) -> Mapping[str, int]:
        """Count what was kept and what was dropped so far, by name."""
        ...


class NoArchive:
    """Keeps nothing, as the settings may ask."""

    def keep(self, detections: Sequence[Detection]) -> None:
        """Let them pass."""

    def flush(self) -> None:
        """Do nothing: nothing waits."""

    def counters(self) -> Mapping[str, int]:
        """Give no counters."""
        return {}
