"""Peak memory beside what is set: with ten million distinct sources, and with every table full.

python benchmarks/memory.py [--sources 10000000] [--packets 12000000] [--memory 1024 3072 4096]

Checkpoints are taken and written all the while.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from _columns import Sender, feed
from _measuring import line_rate, memory_folder, verdict
from noroshi.cyber.domain import domain
from noroshi.cyber.limits import Limits
from noroshi.cyber.packets import Flag, Packets
from noroshi.cyber.scenarios import scenario
from noroshi.cyber.settings import CyberSettings
from noroshi.detections.archive import NoArchive
from noroshi.domains import Sourcing
from noroshi.engine.checkpoint import Checkpoint
from noroshi.engine.keeping import Keeper
from noroshi.engine.run import Run
from noroshi.organisations.responsibility import Responsibility

GOAL = 2.0
"""GiB for ten million sources (issue 2)."""

MEMBERS, FIRST, HELD = 10_000, 10 << 24, 10_000 << 10
"""Prefixes of members, a /22 each, from this address on; the addresses in them."""

OVER = 1.2
"""Times as many as there is room for."""

EVERY = 20
"""Pieces of a stream from one checkpoint to the next."""


def main() -> None:
    """Watch in processes of their own."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sources", type=int, default=10_000_000)
    parser.add_argument("--packets", type=int, default=12_000_000)
    parser.add_argument("--memory", type=int, nargs="+", default=[1024, CyberSettings().memory, 4096])
    parser.add_argument("--watch", nargs=2, metavar=("CAPTURE", "MEMORY"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.watch:
        watch(given.watch[0], int(given.watch[1]))
        return
    usual = CyberSettings().memory
    with line_rate(given.packets, given.sources, MEMBERS) as (made, capture):
        print(f"{made.packets:,} packets of {made.sources:,} distinct sources, with {usual:,} MiB set")
        verdict("  peak memory", watched(str(capture), usual) / 2**30, GOAL, "GiB", at_most=True)
    for memory in given.memory:
        print(f"every table full, with {memory:,} MiB set")
        verdict("  peak memory", watched("", memory) / 2**20, memory, "MiB", at_most=True)


def watched(capture: str, memory: int) -> int:
    """Watch a capture, or what fills every table, in a process of its own; print the counters, and give its peak bytes."""
    command = [sys.executable, __file__, "--watch", capture, str(memory)]
    counters = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    shown = {name: count for name, count in counters.items() if name == "sources" or "evicted" in name}
    print("  " + ", ".join(f"{count:,} {name}" for name, count in shown.items()))
    return int(counters["peak bytes"])


def watch(capture: str, memory: int) -> None:
    """Watch, and write the counters and this process's peak memory as JSON."""
    made = scenario("line-rate", packets=20_000_000, members=MEMBERS)
    run = Run(domain.prepare({"memory": memory}, Responsibility(made.organisations, made.monitored)))
    batches = read(capture) if capture else crowds(Limits.within(memory, quiet=1))
    with tempfile.TemporaryDirectory(dir=memory_folder(1 << 30)) as folder:
        keeper = Keeper(Path(folder) / "run.checkpoint", NoArchive())
        for number, batch in enumerate(batches, 1):
            feed(run, batch)
            if number % EVERY == 0:
                keeper.begin(Checkpoint(run.snapshot(), frozenset()), run.watch.memory.make_ready)
        keeper.begin(Checkpoint(run.snapshot(), frozenset()), run.watch.memory.make_ready)
        keeper.close()
    peak = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({**run.counters(), "peak bytes": peak}))


def read(capture: str) -> Iterator[Packets]:
    """Read a capture."""
    source = domain.open([capture], Sourcing(follow=False))
    return (Packets(*arrival.batch) for arrival in source.arrivals(()) if arrival.batch is not None)


def crowds(limits: Limits) -> Iterator[Packets]:
    """Give more of everything than there is room for, in four minutes: strangers, members' scans, and backscatter."""
    sender = Sender(1)
    for noise in sender.draw(0, 60, round(OVER * limits.sources)):
        yield sender.send(*noise)
    for scan in sender.draw(60, 60, round(OVER * limits.activities), FIRST, HELD):
        yield sender.send(*scan)
    for answer in sender.draw(120, 60, round(OVER * limits.victims), FIRST, HELD):
        yield sender.send(*answer, Flag.SYN | Flag.ACK)
    for noise in sender.draw(180, 60, limits.sources // 2):
        yield sender.send(*noise)


if __name__ == "__main__":
    main()
