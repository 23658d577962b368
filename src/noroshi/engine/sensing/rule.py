"""What a rule about a sensor is given, and what it finds."""

from typing import ClassVar, NamedTuple, Protocol

from noroshi.detections.detector import Detail
from noroshi.detections.model import Measure


class Seen(NamedTuple):
    """What is known of a sensor at one look, about once a second."""

    now: int
    """ns UTC, by the clock; it may jump."""
    steady: int
    """ns by a clock that never jumps, for durations."""
    observations: int
    """Taken in so far."""
    lost: int
    """Lost before they could be taken in, so far, as the source itself knows."""
    detail: Detail
    """How much is kept of what is observed."""
    latest: int
    """ns UTC, the time of the latest observation by the sensor's clock; 0 if there was none."""


class Finding(NamedTuple):
    """What is wrong with a sensor now."""

    since: int
    """ns UTC, by the clock."""
    why: str
    """One English sentence: rule, numbers, thresholds."""
    measures: tuple[Measure, ...]


class Rule(Protocol):
    """One thing that may be wrong with a sensor."""

    kind: ClassVar[str]
    """What its detections are called."""
    sentence: ClassVar[str]
    """What it means, for an operator who is told."""

    def look(self, seen: Seen) -> Finding | None:
        """Say what is wrong, for as long as it is."""
        ...
