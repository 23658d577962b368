"""How fast traffic is made: packets a second on one core, written to a file, and the memory it takes.

python benchmarks/generating.py [--packets 20000000] [--sources 500000] [--folder /tmp]
"""

import argparse
import os
import resource
import tempfile
import time
from pathlib import Path

from noroshi.cyber.scenarios import SCENARIOS, generate, scenario

GOAL = 1_000_000
"""Packets a second (issue 2)."""


def main() -> None:
    """Print a line for each scenario, then one for the large line-rate capture."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--packets", type=int, default=20_000_000)
    parser.add_argument("--sources", type=int, default=500_000)
    parser.add_argument(
        "--folder", type=Path, default=None, help="where to write; a folder in memory is best"
    )
    given = parser.parse_args()
    generate(scenario("quiet", packets=10), Path(os.devnull))  # load the compiled kernel
    print(f"{'scenario':<12}{'packets':>12}{'MB':>8}{'s':>8}{'cpu s':>8}{'packets/s':>13}{'peak MiB':>10}")
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        capture = Path(folder) / "capture.pcap"
        for name in SCENARIOS:
            if name != "line-rate":
                measure(name, capture, {})
        speed = measure("line-rate", capture, {"packets": given.packets, "sources": given.sources})
    print(f"goal {GOAL:,} packets/s: {'met' if speed >= GOAL else 'MISSED'}")


def measure(name: str, capture: Path, sizes: dict[str, int]) -> float:
    """Make one scenario's file, print a line, and give packets a second."""
    wall, cpu = time.perf_counter(), time.process_time()
    truth = generate(scenario(name, **sizes), capture)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    speed = truth.packets / wall
    print(
        f"{name:<12}{truth.packets:>12,}{truth.bytes / 1e6:>8.0f}{wall:>8.2f}{cpu:>8.2f}{speed:>13,.0f}{peak:>10.0f}"
    )
    return speed


if __name__ == "__main__":
    main()
