"""A sensor, as its operator is told about it: what is wrong becomes detections, like everything else that is told."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from importlib.resources import files
from time import monotonic_ns
from typing import Any, ClassVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from noroshi.clock import HOUR, SECOND, Clock
from noroshi.detections.detector import Detail, Snapshot
from noroshi.detections.guide import Guides
from noroshi.detections.model import SENSOR, Confidence, Detection, Evidence, Phase, Subject
from noroshi.engine.sensing.clocks import Clocks
from noroshi.engine.sensing.losses import Losses
from noroshi.engine.sensing.overload import Overload
from noroshi.engine.sensing.rhythm import SLOTS, Rhythm
from noroshi.engine.sensing.rule import Finding, Rule, Seen
from noroshi.engine.sensing.silence import Silence
from noroshi.organisations.model import Severity

AGAIN = HOUR
"""ns after which what goes on is told again with new numbers; the desk makes a daily summary of it."""

PAUSE, USUAL, OPEN, TOLD = "sensor.pause", "sensor.usual", "sensor.open", "sensor.told"
"""What it has learnt, what it has told that has not ended, and when it last told anything, as they are called in a
snapshot."""

RULES: tuple[type[Rule], ...] = (Silence, Rhythm, Losses, Overload, Clocks)

GUIDES = Guides(files("noroshi.engine.sensing") / "guides")
"""What the operator of a sensor that does not see is advised to do."""


class Sensor:
    """What is known of a source that goes on for ever: whether it sees.

    Unlike detectors it asks the wall clock, for only that tells silence from a stream that waits.

    Parameters
    ----------
    name
        What the operator calls it.
    clock
        Tells the time.
    steady
        Gives ns that never jump.
    """

    ENTRIES: ClassVar = frozenset((PAUSE, USUAL, OPEN, TOLD))
    """Its own entries in a snapshot."""

    def __init__(self, name: str, clock: Clock, steady: Callable[[], int] = monotonic_ns) -> None:
        self.name = name
        self._clock, self._steady = clock, steady
        self._silence, self._rhythm = Silence(), Rhythm()
        self._rules: tuple[Rule, ...] = (self._silence, self._rhythm, Losses(), Overload(), Clocks())
        self._open: dict[str, Detection] = {}
        self._told = 0  # ns UTC, the date of what was told last
        self._told_at: dict[str, int] = {}  # by the steady clock, what was told of each kind that is open
        self._looked = 0
        self._latest = self._observations = 0

    def observe(self, time: NDArray[np.int64]) -> None:
        """Take note of observations, by their times (int64 ns UTC, nearly in order)."""
        self._observations += len(time)
        if len(time):
            self._latest = int(time[-1])
        self._rhythm.observe(time)

    def look(self, lost: int, detail: Detail) -> Sequence[Detection]:
        """Conclude what is to be told, about once a second of the steady clock.

        Parameters
        ----------
        lost
            Observations lost so far, as the source counts them.
        detail
            How much is kept of what is observed.
        """
        steady = self._steady()
        if steady < self._looked + SECOND:
            return ()
        self._looked = steady
        seen = Seen(self._clock.now(), steady, self._observations, lost, detail, self._latest)
        told = (self._tell(rule, rule.look(seen), seen) for rule in self._rules)
        return [detection for detection in told if detection is not None]

    def unwell(self) -> Sequence[str]:
        """Give the kinds of what is wrong now."""
        return sorted(self._open)

    def troubles(self) -> Sequence[str]:
        """Say what is wrong now, a sentence each; any thread may ask."""
        return [each.why for each in tuple(self._open.values())]

    def snapshot(self) -> Snapshot:
        """Give what was learnt, and what was told and has not ended."""
        told = msgspec.json.encode(list(self._open.values()))
        return {
            PAUSE: np.array([self._silence.pause]),
            USUAL: self._rhythm.usual.copy(),
            OPEN: np.frombuffer(told, np.uint8),
            TOLD: np.array([self._told]),
        }

    def restore(self, snapshot: Mapping[str, NDArray[Any]]) -> None:
        """Take up what an earlier run has learnt; what is not there, or of another shape, is learnt anew."""
        if PAUSE in snapshot:
            self._silence.pause = float(snapshot[PAUSE][0])
        if USUAL in snapshot and len(snapshot[USUAL]) == SLOTS:
            self._rhythm.usual[:] = snapshot[USUAL]
        if OPEN in snapshot:
            with suppress(msgspec.DecodeError):  # another version's
                told = msgspec.json.decode(snapshot[OPEN].tobytes(), type=list[Detection])
                self._open = {each.kind: each for each in told}
                self._told_at = dict.fromkeys(self._open, self._steady())
        if TOLD in snapshot:
            self._told = int(snapshot[TOLD][0])

    def _tell(self, rule: Rule, found: Finding | None, seen: Seen) -> Detection | None:
        """Tell once what begins and what ends, and now and then what goes on.

        Nothing has ended before anything was observed: after a restart no rule knows yet what is wrong.
        """
        before = self._open.get(rule.kind)
        if found is None:
            if before is None or not self._observations:
                return None
            del self._open[rule.kind]
            return self._detection(rule, Phase.ENDED, seen.now, before.evidence, before.why)
        if before is not None and seen.steady < self._told_at[rule.kind] + AGAIN:
            return None
        since = before.evidence.first if before else min(found.since, seen.now)
        evidence = Evidence(self._observations, since, max(since, seen.now), 0.0, found.measures)
        phase = Phase.CONTINUING if before else Phase.NEW
        self._told_at[rule.kind] = seen.steady
        self._open[rule.kind] = self._detection(rule, phase, seen.now, evidence, found.why)
        return self._open[rule.kind]

    def _detection(self, rule: Rule, phase: Phase, now: int, evidence: Evidence, why: str) -> Detection:
        """Make a detection; its date is later than that of any before, for the desk takes others as repeated.

        So a clock that was ahead once dates what is told until it has caught up, and nothing is lost by it.
        """
        self._told = now = max(now, self._told + 1)
        subject = Subject(SENSOR, self.name)
        sure = Confidence(0.95, ("counted by the sensor itself, and by clocks",))
        return Detection(rule.kind, subject, phase, now, Severity.HIGH, f"{self.name}: {why}", sure, evidence)
