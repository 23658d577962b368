"""What a checkpoint of a million sources costs: how long packets wait for it, and how long it takes beside them.

python benchmarks/checkpoints.py [--sources 1000000] [--packets 10000000]
"""

import argparse
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from _measuring import Stopwatch, line_rate, verdict
from noroshi.cyber.domain import domain
from noroshi.detections.archive import NoArchive
from noroshi.domains import Sourcing
from noroshi.engine import checkpoint
from noroshi.engine.checkpoint import Checkpoint
from noroshi.engine.keeping import Keeper
from noroshi.engine.run import Run
from noroshi.organisations.responsibility import Responsibility

STALL, WHOLE = 50.0, 1.0
"""ms that packets may wait, and seconds that it may take (issue 3)."""

EVERY = 5
"""Batches between two checkpoints: what a watch takes in within five seconds of 60,000 packets each."""


class Taken(NamedTuple):
    """How long one checkpoint took."""

    stall: float
    whole: float


def main() -> None:
    """Take checkpoints while packets are read, and print the last and the slowest."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sources", type=int, default=1_000_000)
    parser.add_argument("--packets", type=int, default=10_000_000)
    given = parser.parse_args()
    with (
        line_rate(given.packets, given.sources, 10_000) as (made, capture),
        tempfile.TemporaryDirectory() as folder,
    ):
        register = Responsibility(made.organisations, made.monitored)
        path = Path(folder) / "run.checkpoint"
        run = Run(domain.prepare({}, register))
        taken = list(checkpoints(run, capture, path))
        again = Run(domain.prepare({}, register))
        with Stopwatch() as watch:
            found = checkpoint.read(path)
            assert found is not None
            again.restore(found.snapshot)
        print(
            f"{run.counters()['sources']:,} sources, {path.stat().st_size / 1e6:,.0f} MB, {len(taken)} checkpoints"
        )
        print(f"  {'the bound: to copy as many bytes':<44}{copying(path.stat().st_size):>8.0f} ms")
        print(f"  {'to read it back, and go on':<44}{watch.wall:>8.2f} s")
        verdict(
            "  packets wait, at the longest",
            max(each.stall for each in taken) * 1e3,
            STALL,
            "ms",
            at_most=True,
        )
        verdict(
            "  a checkpoint is on the disk within",
            max(each.whole for each in taken),
            WHOLE,
            "s",
            at_most=True,
        )


def checkpoints(run: Run, capture: Path, path: Path) -> Iterator[Taken]:
    """Read a capture, and take a checkpoint now and then and at the end."""
    source = domain.open([str(capture)], Sourcing(follow=False))
    for number, arrival in enumerate(source.arrivals(()), 1):
        if arrival.batch is not None:
            for _ in run.feed(arrival.batch):
                pass
        if number % EVERY == 0 or arrival.finished:
            yield take(run, path)


def take(run: Run, path: Path) -> Taken:
    """Take one checkpoint."""
    keeper = Keeper(path, NoArchive())
    with Stopwatch() as whole:
        with Stopwatch() as stall:
            keeper.begin(Checkpoint(run.snapshot(), frozenset()), run.watch.memory.make_ready)
        keeper.close()
    return Taken(stall.wall, whole.wall)


def copying(size: int) -> float:
    """Give the ms that it takes to copy so many bytes within memory."""
    source, target = bytearray(os.urandom(1) * size), bytearray(size)
    with Stopwatch() as watch:
        target[:] = source
    return watch.wall * 1e3


if __name__ == "__main__":
    main()
