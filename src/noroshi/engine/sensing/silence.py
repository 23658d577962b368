"""sensor.silent: nothing comes any more."""

from typing import ClassVar

from noroshi.clock import HOUR, MINUTE, SECOND
from noroshi.detections.model import Measure
from noroshi.engine.sensing.rule import Finding, Rule, Seen

LEAST = MINUTE
"""ns that any sensor may be without an observation: a small darknet at night is."""

UNLEARNT = 75 * MINUTE
"""ns that a sensor may be without one before its own rhythm is known: captures are rotated by the hour at the most."""

FACTOR = 4
"""How many times the longest pause of late a silence must last."""

HALVING = 2 * HOUR
"""ns in which what is known of a long pause counts half: a directory that is rotated into by the hour keeps its
rhythm, and a busy interface forgets its slow start within half a day."""


class Silence(Rule):
    """No observation for several times as long as the longest pause of late.

    It fails for a sensor that dies within its own usual pause, and for one that still sees something, but
    not what it should: that is `sensor.thin`.
    """

    kind: ClassVar[str] = "sensor.silent"
    sentence: ClassVar[str] = "A sensor sees nothing any more."

    def __init__(self) -> None:
        self.pause = float(UNLEARNT // FACTOR)
        """ns: the longest pause of late."""
        self._before: Seen | None = None  # the look at which something had come, or the first

    def look(self, seen: Seen) -> Finding | None:
        """Say since when nothing has come."""
        before = self._before
        if before is None or seen.observations > before.observations:
            if before is not None and before.observations:
                self._learn(seen.steady - before.steady)
            self._before = seen
            return None
        patience = max(LEAST, FACTOR * self.pause)
        waited = seen.steady - before.steady
        if waited < patience:
            return None
        return Finding(
            before.now,
            f"nothing has come for {waited / SECOND:.0f} s; the longest pause of late was {self.pause / SECOND:.0f} s, "
            f"and the rule asks for {FACTOR} times as much, and for {LEAST // SECOND} s at least.",
            (Measure("silence", round(waited / SECOND), "s", round(patience / SECOND)),),
        )

    def _learn(self, pause: int) -> None:
        """Remember the longest pause, which fades; an alarm teaches no more than that it was one."""
        faded = self.pause * 0.5 ** (pause / HALVING)
        self.pause = max(faded, min(float(pause), FACTOR * self.pause))
