"""Checkpoints kept beside a stream that goes on: only the copy of the state makes packets wait.

A million sources are copied in 9 ms; to hash and to write them takes 0.2 s and more, which a thread does while
the stream goes on. What the archive still holds in memory goes to disk before it, for what
a checkpoint says was read is not concluded again.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import structlog

from noroshi import tracing
from noroshi.detections.archive import DetectionArchive
from noroshi.engine import checkpoint
from noroshi.engine.checkpoint import Checkpoint
from noroshi.errors import StorageError

_log = structlog.get_logger(__name__)


class Keeper:
    """Writes one run's checkpoints, one at a time.

    That a checkpoint cannot be written stops nobody who alerts: it is counted, logged and tried again, and only the
    last of all is an error.

    Parameters
    ----------
    path
        Where the checkpoint lies.
    archive
        What has to be on disk before each.
    """

    def __init__(self, path: Path, archive: DetectionArchive) -> None:
        self._path = path
        self._archive = archive
        self._thread = ThreadPoolExecutor(1, "checkpoint")
        self._writing: Future[None] | None = None
        self._counts = {"checkpoints": 0, "failed": 0}
        self._fault: StorageError | None = None

    def read(self) -> Checkpoint | None:
        """Read what an earlier run has left; None if it left nothing.

        Raises
        ------
        StorageError
            If it is damaged, or another version's.
        """
        return checkpoint.read(self._path)

    def forget(self) -> None:
        """Leave behind what an earlier run has left."""
        self._path.unlink(missing_ok=True)

    def is_writing(self) -> bool:
        """Say whether the last one is still being written: its arrays must stay as they are."""
        return self._writing is not None and not self._writing.done()

    def wait(self) -> None:
        """Wait until the last one is written, or has failed."""
        if self._writing is not None:
            self._writing.result()

    def begin(self, saved: Checkpoint, afterwards: Callable[[], None] = lambda: None) -> None:
        """Write a checkpoint beside, after the last one; nobody may change its arrays until it is written.

        Parameters
        ----------
        afterwards
            What is to be made ready for the next one, beside as well.
        """
        self.wait()
        self._writing = self._thread.submit(self._write, saved, afterwards)

    def close(self) -> None:
        """Wait, and let the thread go.

        Raises
        ------
        StorageError
            If the last checkpoint could not be written.
        """
        self._thread.shutdown()
        if self._fault:
            raise self._fault

    def counters(self) -> Mapping[str, int]:
        """Count what was written, and what could not be."""
        return dict(self._counts)

    def _write(self, saved: Checkpoint, afterwards: Callable[[], None]) -> None:
        began = tracing.now()
        try:
            self._archive.flush()
            checkpoint.write(self._path, saved)
        except StorageError as fault:
            self._counts["failed"] += 1
            if not self._fault:
                _log.warning(
                    "no checkpoint was written; a restart repeats what came since the last", error=str(fault)
                )
            self._fault = fault
            tracing.done("checkpoint", began, tracing.now(), outcome="failed", error=tracing.cause(fault))
        else:
            self._counts["checkpoints"] += 1
            if self._fault:
                _log.warning("checkpoints are written again")
            self._fault = None
            tracing.done("checkpoint", began, tracing.now(), outcome="written")
        afterwards()
