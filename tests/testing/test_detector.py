"""Each law catches the fault that it is there for; the faults are planted in the example domain."""

from collections.abc import Callable, Sequence
from itertools import count
from typing import Any, ClassVar

import msgspec
import pytest

import tides
from noroshi.clock import SECOND
from noroshi.columns.schema import as_mapping, rows
from noroshi.detections.detector import Snapshot
from noroshi.detections.model import Confidence, Detection, Phase
from noroshi.domains import Watch
from noroshi.testing import LawBrokenError, build, check_detector

STREAM = build(
    tides.Readings,
    *({"time": step * SECOND // 3, "gauge": step % 5, "height": step * 7 % 11 / 3} for step in range(1, 200)),
)
BATCHES = [rows(STREAM, slice(start, start + 30)) for start in range(0, 199, 30)]


class CountsBatches(tides.Latest):
    def fold(self, batch: tides.Readings, start: int, until: int) -> int:
        self.gauges.height[:] += 0.5 if start == 0 and len(batch.time) else 0
        return super().fold(batch, start, until)


class ForgetsFloods(tides.Latest):
    def restore(self, snapshot: Snapshot) -> None:
        super().restore(snapshot)
        self.gauges.flood[:] = 0


class GivesItselfAway(tides.Latest):
    def snapshot(self) -> Snapshot:
        return as_mapping(self.gauges)


class TakesNothingOver(tides.Latest):
    def merge(self, other: tides.Latest) -> None:
        pass


class KeepsTheBatch(tides.Latest):
    gauge = 255
    height: Any = 0.0

    def fold(self, batch: tides.Readings, start: int, until: int) -> int:
        self.gauges.height[self.gauge : self.gauge + 1] = self.height
        end = super().fold(batch, start, until)
        if end > start:
            self.gauge, self.height = int(batch.gauge[end - 1]), batch.height[end - 1 : end]
        return end


class ChangesTheBatch(tides.Latest):
    def fold(self, batch: tides.Readings, start: int, until: int) -> int:
        end = super().fold(batch, start, until)
        batch.flood[start:end] = 1
        return end


class LeavesATrace(tides.Latest):
    def fold(self, batch: tides.Readings, start: int, until: int) -> int:
        self.gauges.height[7] = 1
        return super().fold(batch, start, until)


class Unexplained(tides.Flood, frozen=True):
    patience: int = 3


class Unfrozen:
    """A flood, told by something that anybody may change."""

    kind: ClassVar[str] = tides.Flood.kind
    partition_by: ClassVar[str] = tides.Flood.partition_by

    def __init__(self, level: float = 2.0) -> None:
        """`level` is explained by nobody."""
        self.level = level

    __doc__ += "\n\nParameters\n----------\nlevel\n    Metres."

    def judge(self, memory: tides.Latest, until: int) -> Sequence[Detection]:
        return tides.Flood(self.level).judge(memory, until)


class SpeaksOfNothing(tides.Flood, frozen=True):
    """A flood, even before the first reading."""

    def judge(self, memory: tides.Latest, until: int) -> Sequence[Detection]:
        memory.gauges.height[0] = 3
        return super().judge(memory, until)


def telling(**changes: Any) -> tides.Flood:
    """Make a detector whose detections differ from the lawful ones in a few fields."""

    class Telling(tides.Flood, frozen=True):
        """A flood, told otherwise."""

        def judge(self, memory: tides.Latest, until: int) -> Sequence[Detection]:
            made = {name: value() if callable(value) else value for name, value in changes.items()}
            return [msgspec.structs.replace(found, **made) for found in super().judge(memory, until)]

    return Telling()


def watching(memory: Callable[[], tides.Latest] = tides.Latest, detector: Any = None) -> Callable[[], Watch]:
    """Give what prepares a watch, lawful but for what is named."""
    return lambda: Watch(memory(), [detector or tides.Flood()])


NUMBERS = count()

FAULTS = {
    "is_documented: .* Unexplained does not explain": watching(detector=Unexplained()),
    "is_quiet_on_nothing: .* leaves a trace": watching(LeavesATrace),
    "is_quiet_on_nothing: .* nothing led to": watching(detector=SpeaksOfNothing()),
    "speaks: .* from 199 observations": watching(detector=tides.Flood(level=50)),
    "is_deterministic: .* a second run differs": watching(detector=telling(why=lambda: f"{next(NUMBERS)}.")),
    "may_be_cut_anywhere: .* such as": watching(CountsBatches),
    "may_be_stopped_anywhere: .* such as": watching(ForgetsFloods),
    "may_be_stopped_anywhere: .* a snapshot changes": watching(GivesItselfAway),
    "may_be_split: .* such as": watching(TakesNothingOver),
    "keeps_no_batch: .* such as": watching(KeepsTheBatch),
    "keeps_no_batch: .* was changed": watching(ChangesTheBatch),
    "keeps_its_parameters: .* Unfrozen.level can be set": watching(detector=Unfrozen()),
    "tells_whole_stories: .* new after new": watching(detector=telling(phase=Phase.NEW)),
    "tells_whole_stories: .* ended after nothing": watching(detector=telling(phase=Phase.ENDED)),
    "says_why: .* kind is one that no detector declares": watching(detector=telling(kind="drought")),
    "says_why: .* why is not a sentence": watching(detector=telling(why="2 m")),
    "says_why: .* why has no number": watching(detector=telling(why="It is wet.")),
    "says_why: .* not from 0 to 1": watching(detector=telling(confidence=Confidence(1.5, ("So it is.",)))),
    "says_why: .* nothing speaks for": watching(detector=telling(confidence=Confidence(0.5))),
    "says_why: .* out of order": watching(detector=telling(at=0)),
}


def test_lawful() -> None:
    """A lawful detector's conclusions are handed back."""
    found = check_detector(watching(), BATCHES)

    assert {"new", "ended"} == {detection.phase.value for detection in found}


@pytest.mark.parametrize(("complaint", "prepare"), FAULTS.items(), ids=FAULTS)
def test_faults(complaint: str, prepare: Callable[[], Watch]) -> None:
    """A planted fault is caught by the law that it breaks, in that law's words."""
    with pytest.raises(LawBrokenError, match=complaint):
        check_detector(prepare, BATCHES)


def test_batches_stay() -> None:
    """The batches that were given for a check are as they were, also after a fault."""
    before = [column.copy() for column in STREAM]

    with pytest.raises(LawBrokenError):
        check_detector(watching(ChangesTheBatch), BATCHES)

    assert [column.tolist() for column in before] == [column.tolist() for column in STREAM]
