"""A whole domain in one file: tide gauges report the height of the water, and floods are told."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, ClassVar, NamedTuple

import msgspec
import numpy as np

from noroshi.columns.schema import F32, I64, U8, U64, Bool, allocate, as_mapping, copy
from noroshi.detections.detector import Memory, Snapshot
from noroshi.detections.model import Confidence, Detection, Evidence, Measure, Phase, Subject
from noroshi.domains import Arrival, Domain, Progress, Source, Sourcing, Watch
from noroshi.errors import CaptureError, SettingsError, UsageError
from noroshi.organisations.model import Severity
from noroshi.organisations.responsibility import Responsibility


class Readings(NamedTuple):
    """What gauges report; also what is remembered, the latest reading of each."""

    time: Annotated[I64, "ns UTC", "When the gauge was read."]
    gauge: Annotated[U8, "", "Which gauge."]
    height: Annotated[F32, "m", "Height of the water above the gauge's zero."]
    flood: Annotated[I64, "ns UTC", "In memory: the reading that began the flood that is on, or 0."]


class Latest(Memory[Readings]):
    def __init__(self) -> None:
        self.gauges = allocate(Readings, 256)

    def fold(self, batch: Readings, start: int, until: int) -> int:
        late: Bool = batch.time[start:] >= until
        end = start + int(late.argmax()) if late.any() else len(batch.time)
        for row in range(start, end):
            self.gauges.time[batch.gauge[row]] = batch.time[row]
            self.gauges.height[batch.gauge[row]] = batch.height[row]
        return end

    def partition(self, batch: Readings) -> U64:
        return batch.gauge.astype(np.uint64)

    def snapshot(self) -> Snapshot:
        return as_mapping(copy(self.gauges))

    def restore(self, snapshot: Snapshot) -> None:
        self.gauges = copy(Readings(**snapshot))

    def merge(self, other: "Latest") -> None:
        later: Bool = other.gauges.time > self.gauges.time
        for name, theirs in as_mapping(other.gauges).items():
            as_mapping(self.gauges)[name][later] = theirs[later]


class Flood(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The water is too high at a gauge, until it is lower again."""

    kind: ClassVar[str] = "flood"
    partition_by: ClassVar[str] = "gauge"
    level: float = 2.0
    """Metres above the gauge's zero from which it is a flood; a guess, as good as any."""

    def judge(self, memory: Latest, until: int) -> Sequence[Detection]:
        gauges = memory.gauges
        changed = np.flatnonzero((gauges.height >= self.level) != (gauges.flood > 0))
        return [self._tell(gauges, gauge, until) for gauge in changed]

    def _tell(self, gauges: Readings, gauge: np.intp, until: int) -> Detection:
        height, last, first = float(gauges.height[gauge]), int(gauges.time[gauge]), int(gauges.flood[gauge])
        gauges.flood[gauge] = 0 if first else last
        measure = Measure("height", height, "m", threshold=self.level)
        return Detection(
            kind=self.kind,
            subject=Subject("gauge", str(gauge)),
            phase=Phase.ENDED if first else Phase.NEW,
            at=until,
            severity=Severity.HIGH,
            why=f"The water at gauge {gauge} stands at {height:.1f} m; from {self.level:.1f} m it is a flood.",
            confidence=Confidence(0.9, against=("Ice or weed may have lifted the float.",)),
            evidence=Evidence(1, first or last, last, rate=0.0, measures=(measure,)),
        )


class Tables(Source):
    """Text files, a line a reading: ns UTC, gauge and metres."""

    def __init__(self, paths: Sequence[str], sourcing: Sourcing) -> None:
        if missing := [path for path in paths if not Path(path).is_file()]:
            raise UsageError(f"there is no file {missing[0]}")
        self.paths, self.reading, self.read = paths, "", 0

    def arrivals(self, finished: Collection[str]) -> Iterator[Arrival]:
        for path in (path for path in self.paths if path not in finished):
            try:
                time, gauge, height = np.loadtxt(path, "i8,u1,f4", unpack=True, ndmin=1)
            except ValueError as error:
                raise CaptureError(path, 0, str(error)) from error
            self.reading, self.read = path, self.read + Path(path).stat().st_size
            yield Arrival(Readings(time, gauge, height, np.zeros_like(time)), finished=path)

    def progress(self) -> Progress:
        return Progress(self.reading, self.read, sum(Path(path).stat().st_size for path in self.paths))


def prepare(settings: Mapping[str, Any], register: Responsibility) -> Watch:
    """Take the settings; a gauge is nobody's holding, so the register is not asked."""
    try:
        return Watch(Latest(), [msgspec.convert(settings, Flood)])
    except msgspec.ValidationError as error:
        raise SettingsError(f"[tides] {error}") from error


domain = Domain(
    name="tides",
    sentence="Floods, as tide gauges report them.",
    observations=Readings,
    subject_kinds={"gauge": "A tide gauge, by number."},
    kinds={"flood": "The water stands too high at a gauge."},
    prepare=prepare,
    open=Tables,
    settings={"level": (Flood().level, "Metres above the gauge's zero from which it is a flood.")},
)
