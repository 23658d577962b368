"""Peak memory with ten million distinct sources, more than are remembered, and what was evicted.

python benchmarks/memory.py [--sources 10000000] [--packets 12000000]
"""

import argparse
import json
import resource
import subprocess
import sys
from pathlib import Path

from _measuring import line_rate, verdict
from noroshi.cyber.domain import domain
from noroshi.cyber.scenarios import scenario
from noroshi.cyber.settings import CyberSettings
from noroshi.domains import Sourcing
from noroshi.engine.run import Run
from noroshi.organisations.responsibility import Responsibility

GOAL = 2.0
"""GiB (issue 2)."""

MEMBERS = 10_000


def main() -> None:
    """Watch in processes of their own, with the default limit and with one that holds everybody."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sources", type=int, default=10_000_000)
    parser.add_argument("--packets", type=int, default=12_000_000)
    parser.add_argument("--watch", nargs=2, metavar=("CAPTURE", "LIMIT"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.watch:
        watch(Path(given.watch[0]), int(given.watch[1]), given.packets, given.sources)
        return
    with line_rate(given.packets, given.sources, MEMBERS) as (made, capture):
        print(f"{made.packets:,} packets of {made.sources:,} distinct sources")
        for name, limit in (
            ("the default limit", CyberSettings().sources),
            ("room for everybody", made.sources),
        ):
            sizes = [f"--packets={given.packets}", f"--sources={given.sources}"]
            command = [sys.executable, __file__, *sizes, "--watch", str(capture), str(limit)]
            counters = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
            shown = {key: count for key, count in counters.items() if key == "sources" or "evicted" in key}
            print(
                f"{name}, {limit:,} sources: " + ", ".join(f"{count:,} {key}" for key, count in shown.items())
            )
            verdict("  peak memory", counters["peak bytes"] / 2**30, GOAL, "GiB", at_most=True)


def watch(capture: Path, limit: int, packets: int, sources: int) -> None:
    """Watch a capture, and write the counters and this process's peak memory as JSON."""
    made = scenario("line-rate", packets=packets, sources=sources, members=MEMBERS)
    run = Run(domain.prepare({"sources": limit}, Responsibility(made.organisations, made.monitored)))
    for arrival in domain.open([str(capture)], Sourcing(follow=False)).arrivals(()):
        if arrival.batch is not None:
            for _ in run.feed(arrival.batch):
                pass
    peak = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({**run.watch.memory.counters(), "peak bytes": peak}))


if __name__ == "__main__":
    main()
