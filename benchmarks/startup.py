"""From the command to the first packet's alerts: `noroshi watch` of a capture of a hundred packets.

python benchmarks/startup.py [--runs 5]

Warm, the compiled kernels lie in their cache; cold, they are compiled first, as once after an installation.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from _measuring import Stopwatch, best, verdict
from noroshi.cyber.scenarios import generate, scenario, write_roster

GOAL = 1.5
"""Seconds, warm (issue 2)."""

NOROSHI = (sys.executable, "-m", "noroshi")


def main() -> None:
    """Print the seconds, warm and cold, beside those of an interpreter that does nothing."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5, help="the best of so many counts")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home, capture = Path(folder) / "home", Path(folder) / "capture.pcap"
        made = scenario("quiet", packets=100)
        generate(made, capture)
        write_roster(made, Path(folder) / "roster.yaml")
        watched = [word for prefix in made.monitored for word in ("--monitored", prefix)]
        run(*NOROSHI, "init", "--home", str(home), *watched)
        run(*NOROSHI, "organisations", "import", "--home", str(home), str(Path(folder) / "roster.yaml"))
        watch = (*NOROSHI, "watch", "--home", str(home), "--no-delivery", str(capture))
        cold = run(*watch, NUMBA_CACHE_DIR=str(Path(folder) / "kernels"))
        before = processor_seconds()
        warm = best(lambda: run(*watch, NUMBA_CACHE_DIR=str(Path(folder) / "kernels")), given.runs)
        processor = (processor_seconds() - before) / given.runs
        print(f"{'python -c pass':<44}{best(lambda: run(sys.executable, '-c', 'pass'), given.runs):>8.2f} s")
        imports = (
            "numpy",
            "numba",
            "sqlalchemy",
            "cyclopts",
            "aiohttp",
            "noroshi.cyber.domain",
            "noroshi.app",
        )
        for module in imports:
            seconds = best(lambda module=module: run(sys.executable, "-c", f"import {module}"), given.runs)  # type: ignore[misc]  # bound early on purpose
            print(f"{'  import ' + module:<44}{seconds:>8.2f} s")
        print(f"{'noroshi watch, kernels not compiled yet':<44}{cold:>8.2f} s")
        print(f"{'noroshi watch, warm, processor time in the mean':<44}{processor:>8.2f} s")
        verdict("noroshi watch, start to end, warm", warm, GOAL, "s", at_most=True)


def processor_seconds() -> float:
    """Give the processor seconds of all commands run so far: what a busy machine cannot stretch as far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(*command: str, **environment: str) -> float:
    """Run a command that must succeed; give its seconds."""
    surroundings: Mapping[str, str] = {**os.environ, **environment}
    with Stopwatch() as watch:
        subprocess.run(
            command, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True
        )
    return watch.wall


if __name__ == "__main__":
    main()
