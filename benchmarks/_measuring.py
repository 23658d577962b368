"""What the benchmarks share: traffic to measure with, a quiet core, and verdicts."""

import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from noroshi.cyber.scenarios import Scenario, generate, scenario

IN_MEMORY = Path("/dev/shm")
"""Where a file is never written to a disk."""

RECORD = 90
"""Bytes that a packet of the line-rate scenario takes in a capture, at the most."""


class Stopwatch:
    """Wall and processor seconds of what runs inside of it."""

    wall = cpu = 0.0

    def __enter__(self) -> Self:
        self._wall, self._cpu = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.wall, self.cpu = time.perf_counter() - self._wall, time.process_time() - self._cpu


@contextmanager
def line_rate(
    packets: int, sources: int, members: int, duration: int = 3_600
) -> Iterator[tuple[Scenario, Path]]:
    """Make the line-rate scenario, and its capture in memory where there is room."""
    made = scenario("line-rate", packets=packets, sources=sources, members=members, duration=duration)
    with tempfile.TemporaryDirectory(dir=memory_folder(packets * RECORD)) as folder:
        capture = Path(folder) / "capture.pcap"
        generate(made, capture)
        yield made, capture


def memory_folder(size: int) -> Path | None:
    """Give a folder in memory with room for so many bytes; None for the usual temporary one."""
    if IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > 2 * size:
        return IN_MEMORY
    return None


def stay_on_one_core() -> None:
    """Keep this process on the last of its cores, where an operating system has least to do."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def best(measure: Callable[[], float], runs: int = 3) -> float:
    """Give the shortest of a few measurements: others on the machine only ever make it longer."""
    return min(measure() for _ in range(runs))


def percentile(values: Sequence[float], percent: int) -> float:
    """Give the value that so many in a hundred do not exceed; at least two values."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def verdict(what: str, value: float, goal: float, unit: str, *, at_most: bool = False) -> None:
    """Print a figure beside its goal (issue 2), and whether it is met."""
    met = value <= goal if at_most else value >= goal
    bound = "at most" if at_most else "at least"
    print(f"{what}: {value:,.2f} {unit}; goal {bound} {goal:,.2f}: {'met' if met else 'MISSED'}")
