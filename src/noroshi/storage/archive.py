"""The archive of detections: Parquet files, in a folder for each day of the data's time.

A file is whole or not there, and is never changed. What a killed watch had not put into a
checkpoint is concluded again, and so kept again, perhaps in other files; `episode`, `at` and
`phase` together name a detection, so a reader can drop the repeat.
"""

import hashlib
import secrets
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Final, NamedTuple

import structlog

from noroshi.clock import DAY, iso
from noroshi.detections.model import Detection
from noroshi.files import PRIVATE_FOLDER, write_whole

MOST: Final = 5_000
"""Detections that wait in memory, and stand in one file, at most: some 20 MB, and 0.15 s to write."""

_log = structlog.get_logger(__name__)


class Extent(NamedTuple):
    """How much an archive holds."""

    days: int
    files: int
    size: int
    """Bytes of the files."""
    unfinished: int
    """Files that are not whole: a watch is writing them, or was killed while it did."""


def extent(folder: Path) -> Extent:
    """Measure an archive; one that is not there yet holds nothing."""
    files = list(folder.glob("*/*.parquet"))
    size = sum(path.stat().st_size for path in files)
    unfinished = sum(1 for _ in folder.glob(".*.new"))
    return Extent(len({path.parent for path in files}), len(files), size, unfinished)


class ParquetArchive:
    """Detections in Parquet files.

    Parameters
    ----------
    folder
        Where the days' folders lie; made with the first file.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # Each watch has an unfinished file of its own, hidden from whoever reads the folder.
        self._beside = folder / f".{secrets.token_hex(4)}.new"
        self._waiting: list[Detection] = []
        self._listing, self._writing = (
            Lock(),
            Lock(),
        )  # a watch keeps, and the writer of its checkpoints flushes
        self._counts = Counter(detections=0)

    def keep(self, detections: Sequence[Detection]) -> None:
        """Take detections, and write them once there are enough for a file."""
        with self._listing:
            self._waiting += detections
            is_enough = len(self._waiting) >= MOST
        if is_enough:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        with self._writing:
            with self._listing:
                waiting, self._waiting = self._waiting, []
            for start in range(0, len(waiting), MOST):
                for detections in _by_day(waiting[start : start + MOST]):
                    self._write(detections)

    def counters(self) -> Mapping[str, int]:
        """Count what was written and what was dropped."""
        return dict(self._counts)

    def _write(self, detections: Sequence[Detection]) -> None:
        """Write one day's detections as a file, or count what could not be written."""
        try:
            from noroshi.storage.parquet import encoded  # noqa: PLC0415  # 0.4 s that no start waits for

            self._folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            data = encoded(detections)
            write_whole(self._folder / _name(detections[0].at, data), [data], self._beside)
        except Exception as fault:  # noqa: BLE001  # a full disk, or a stranger's detection: alerting goes on
            self._counts["dropped"] += len(detections)
            _log.warning(
                "detections were not archived",
                folder=str(self._folder),
                count=len(detections),
                error=f"{type(fault).__name__}: {fault}",
            )
        else:
            self._counts["detections"] += len(detections)
            self._counts["files"] += 1


def _by_day(detections: Sequence[Detection]) -> Iterable[Sequence[Detection]]:
    """Part detections by the day (UTC) on which they were concluded."""
    days: defaultdict[int, list[Detection]] = defaultdict(list)
    for detection in detections:
        days[detection.at // DAY].append(detection)
    return days.values()


def _name(moment: int, data: memoryview) -> str:
    """Name a file by its day, its first detection's time, and its content: the same again is the same file."""
    written = iso(moment)
    digest = hashlib.blake2b(data, digest_size=8).hexdigest()
    return f"{written[:10]}/{written[11:19].replace(':', '')}-{digest}.parquet"
