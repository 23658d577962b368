"""The detector's life, and the memory it reads.

Two parts, because several detectors conclude from the same past::

    batch -> Memory.fold -> (end of an interval) -> Detector.judge -> detections

A `Memory` is what a domain remembers of the observations: bounded, and able to be
snapshotted, restored and merged. A `Detector` is frozen parameters and a rule. It
reads the memory's touched rows at the end of each interval and may mark in the
memory what it has told, so that it tells each thing once.

Time comes from the data. The memory says where in a batch the interval ends, so
however the stream is cut into batches, the intervals, and with them the detections,
are the same.
"""

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any, ClassVar, Protocol, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from noroshi.columns.schema import U64
from noroshi.detections.model import Detection

NEVER = int(np.iinfo(np.int64).max)
"""When nothing is due, ns UTC."""

Snapshot = Mapping[str, NDArray[Any]]
"""A memory's whole state: named arrays, ready to be written to disk."""


class Detail(IntEnum):
    """How much a memory keeps of what is observed: a step less, where more comes than can be taken in.

    Each step leaves out what the one before it does, too. What a member must be told follows from any of them.
    """

    FULL = 0
    """Everything, as long as there is room."""
    WITHOUT_SAMPLES = 1
    """No more samples: evidence is in numbers only."""
    MEMBERS_ONLY = 2
    """Nothing of what concerns no member, but how much it was."""


Observations_contra = TypeVar("Observations_contra", contravariant=True)
Remembered_contra = TypeVar("Remembered_contra", contravariant=True)


class Memory(Protocol[Observations_contra]):
    """What a domain remembers of the observations so far.

    A class that names it as its base inherits `rest`, `due`, `relieve`, `make_ready` and `counters` for a memory
    that forgets nothing, waits for nothing, has nothing to leave out, is small and counts nothing.
    """

    def fold(self, batch: Observations_contra, start: int, until: int) -> int:
        """Take in rows of a batch, from row `start` up to the first at or past `until`.

        Parameters
        ----------
        batch
            A columnar batch. It is not changed, and not kept: its buffers are the source's.
        start
            The first row to take.
        until
            ns UTC; the first row whose time is `until` or later ends the fold. A row
            that is late (before the interval) counts in the interval it arrives in.

        Returns
        -------
        int
            The row after the last one taken; the batch's length if all were.
        """
        ...

    def rest(self, until: int) -> None:  # noqa: ARG002  # for those who do forget
        """End the interval: forget which rows were touched, and what has become too old."""
        return

    def due(self) -> int:
        """When something will happen though nothing is observed (an episode ends), ns UTC.

        The engine skips silent intervals up to then, so a jump of the data's clock costs
        nothing. `NEVER` if nothing is pending.
        """
        return NEVER

    def relieve(self, detail: Detail) -> None:  # noqa: ARG002  # for those who have something to leave out
        """Keep so much detail from now on; at first it is full. A snapshot has no part in it."""
        return

    def partition(self, batch: Observations_contra) -> U64:
        """Give each row the number of the story it belongs to.

        Rows with different numbers may be folded on different machines: no conclusion
        needs both, but those of detectors that need all (see `Detector.partition_by`).
        """
        ...

    def snapshot(self) -> Snapshot:
        """Give the whole state, as arrays that stay as they are until the next snapshot."""
        ...

    def make_ready(self) -> None:
        """Take the memory that the next snapshot will need; called beside the stream, between two snapshots."""
        return

    def restore(self, snapshot: Snapshot) -> None:
        """Become the memory that gave that snapshot."""
        ...

    def merge(self, other: Self) -> None:
        """Take in what another memory saw of the same time, of other stories (see `partition`)."""
        ...

    def counters(self) -> Mapping[str, int]:
        """Everything counted so far, drops among it, by name."""
        return {}


class Detector(Protocol[Remembered_contra]):
    """Frozen parameters and a rule."""

    kind: ClassVar[str]
    """What its detections are called, such as "infection.internal"."""

    partition_by: ClassVar[str]
    """The column that a cluster may split observations by without changing the result; empty where each conclusion needs all
    of them, so that what the machines remember must be merged before it is judged."""

    def judge(self, memory: Remembered_contra, until: int) -> Sequence[Detection]:
        """Conclude from the rows touched in the interval that ends at `until` (ns UTC)."""
        ...
