"""sensor.losing: more comes than can be taken in."""

from typing import ClassVar

from noroshi.clock import MINUTE
from noroshi.detections.model import Measure
from noroshi.engine.sensing.rule import Finding, Rule, Seen

SHARE = 0.001
"""Of what came within a minute: a scan of a /16 with 100 targets lost would still be seen."""

LEAST = 100
"""Lost within a minute, or it is not worth anybody's night."""

CALM = 10
"""Minutes without such a loss until it is over."""


class Losses(Rule):
    """Observations are lost before they can be taken in, as the capture itself counts.

    It fails for what is lost where nobody counts: in a switch's mirror port, or a network card.
    """

    kind: ClassVar[str] = "sensor.losing"
    sentence: ClassVar[str] = "A sensor loses a part of what it should see."

    def __init__(self) -> None:
        self._minute: Seen | None = None  # the look with which this minute began
        self._found: Finding | None = None
        self._calm = 0

    def look(self, seen: Seen) -> Finding | None:
        """Say how much was lost, once a minute."""
        began = self._minute
        if began is None:
            self._minute = seen
        elif seen.steady - began.steady >= MINUTE:
            self._minute = seen
            self._judge(began, seen)
        return self._found

    def _judge(self, began: Seen, ended: Seen) -> None:
        lost = ended.lost - began.lost
        came = lost + ended.observations - began.observations
        least = max(LEAST, SHARE * came)
        if lost >= least:
            self._calm = 0
            since = self._found.since if self._found else began.now
            self._found = Finding(
                since,
                f"{lost} of {came} observations of one minute were lost before they could be taken in; the rule asks "
                f"for {SHARE:.1%} and {LEAST}.",
                (Measure("lost", lost, "a minute", least), Measure("came", came, "a minute")),
            )
        else:
            self._calm += 1
            if self._calm >= CALM:
                self._found = None
