"""sensor.overloaded: more comes than can be taken in, so less detail is kept."""

from typing import ClassVar

from noroshi.detections.detector import Detail
from noroshi.detections.model import Measure
from noroshi.engine.sensing.rule import Finding, Rule, Seen


class Overload(Rule):
    """Less detail is kept than usual, so that members' observations are not lost (`noroshi.engine.load`).

    It fails for what comes and goes within a second, which the buffer holds or `sensor.losing` tells.
    """

    kind: ClassVar[str] = "sensor.overloaded"
    sentence: ClassVar[str] = "A sensor sees more than can be taken in; members come first."

    def __init__(self) -> None:
        self._since = 0  # ns UTC, when detail was full last

    def look(self, seen: Seen) -> Finding | None:
        """Say how much is left out, for as long as anything is."""
        if seen.detail is Detail.FULL:
            self._since = seen.now
            return None
        steps = int(seen.detail)
        return Finding(
            self._since or seen.now,
            f"more comes than can be taken in, and {steps} of {int(max(Detail))} steps were taken to keep less detail "
            "of it; the rule asks for 1.",
            (Measure("steps", steps, "", 1),),
        )
