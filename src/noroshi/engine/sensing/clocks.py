"""sensor.clock: a clock cannot be right."""

from typing import ClassVar

from noroshi.clock import MINUTE, SECOND
from noroshi.detections.model import Measure
from noroshi.engine.sensing.rule import Finding, Rule, Seen

JUMP = 2 * SECOND
"""ns by which this machine's clock may be set at once: chrony and ntpd slew what is less than a second."""

AHEAD = MINUTE
"""ns that an observation may be ahead of this machine's clock."""

REMEMBERED = 10 * MINUTE
"""ns for which a jump is told."""


class Clocks(Rule):
    """The clock of this machine jumps, or a sensor's is ahead of it: what is told carries wrong times.

    It fails for a sensor whose clock is slow, which looks like a capture that is read late.
    """

    kind: ClassVar[str] = "sensor.clock"
    sentence: ClassVar[str] = "A sensor's clock and this machine's do not agree, or one of them jumps."

    def __init__(self) -> None:
        self._before: Seen | None = None
        self._jumped: tuple[int, Finding] | None = None  # when, by the steady clock

    def look(self, seen: Seen) -> Finding | None:
        """Say which clock is wrong."""
        before, self._before = self._before, seen
        if before is not None:
            jump = (seen.now - before.now) - (seen.steady - before.steady)
            if abs(jump) > JUMP:
                self._jumped = seen.steady, _jump(seen.now, jump)
        ahead = seen.latest - seen.now
        if ahead > AHEAD:
            return _ahead(seen.now, ahead)
        if self._jumped and seen.steady - self._jumped[0] < REMEMBERED:
            return self._jumped[1]
        return None


def _jump(now: int, jump: int) -> Finding:
    return Finding(
        now,
        f"this machine's clock jumped by {jump / SECOND:+.1f} s; the rule asks for {JUMP // SECOND} s.",
        (Measure("jump", round(abs(jump) / SECOND, 1), "s", JUMP / SECOND),),
    )


def _ahead(now: int, ahead: int) -> Finding:
    return Finding(
        now,
        f"the latest observation is {ahead / SECOND:.0f} s ahead of this machine's clock; the rule asks for "
        f"{AHEAD // SECOND} s.",
        (Measure("ahead", round(ahead / SECOND), "s", AHEAD / SECOND),),
    )
