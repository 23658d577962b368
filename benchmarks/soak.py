"""A service that captures live for long: whether memory stays flat, nothing is lost and nothing goes wrong.

python benchmarks/soak.py [--seconds 180] [--rate 200000]

By hand an hour: --seconds 3600. Two network namespaces, as in live.py; a real `noroshi serve` in one, a sender in
the other, which sends the same 500,000 packets of 100,000 sources over and over. Needs root.
"""

import argparse
import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import NamedTuple

from _measuring import line_rate, verdict
from live import frames_of, send
from noroshi.cli.program import run
from noroshi.cyber.scenarios import Scenario, write_roster
from tests.cyber.sources.wire import SENSING, Wire, inside, wired

FLAT = 1.05
"""Times its size after a tenth of the time, and a minute at least, to which the process may grow."""


WARM = 60.0
"""Seconds in which everything is loaded that a service ever loads."""


class Sample(NamedTuple):
    """What is seen of the service at one moment."""

    seconds: float
    resident: int
    """MiB."""
    threads: int
    files: int


def main() -> None:
    """Soak, and print how it went."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=180)
    parser.add_argument("--rate", type=int, default=200_000, help="packets a second")
    given = parser.parse_args()
    if given.seconds < 2 * WARM:
        parser.error(f"it takes {2 * WARM:.0f} seconds at least, of which the first {WARM:.0f} do not count")
    if os.geteuid() != 0 or shutil.which("ip") is None:
        print("soak: not measured, for that takes root and iproute2")
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        line_rate(500_000, sources=100_000, members=1_000) as (made, capture),
        wired() as wire,
    ):
        place = Path(folder)
        options = centre(place, made)
        with served(wire, place, options) as service:
            samples, sent = soak(service, wire, frames_of(capture), given.rate, given.seconds)
        report(samples, sent, place)


def centre(folder: Path, made: Scenario) -> list[str]:
    """Make a home whose members are told by files."""
    options, roster = ["--home", str(folder / "home")], folder / "members.yaml"
    write_roster(made, roster)
    told = f"address: {folder / 'told.ndjson'}"
    lines = [
        line.partition("address:")[0] + told if "address:" in line else line
        for line in roster.read_text("utf-8").splitlines()
    ]
    roster.write_text("\n".join(lines).replace("channel: email", "channel: file"), "utf-8")
    before, sys.stdout = sys.stdout, (folder / "made").open("w")
    try:
        monitored = [f"--monitored={prefix}" for prefix in made.monitored]
        assert (
            run(["init", *options, *monitored])
            == run(["organisations", "import", str(roster), *options])
            == 0
        )
    finally:
        sys.stdout = before
    settings = folder / "home" / "noroshi.toml"
    text = (
        settings.read_text("utf-8")
        .replace('#listen = "127.0.0.1:9464"', 'listen = ""')
        .replace('#listen = "127.0.0.1:8645"', 'listen = ""')
    )
    settings.write_text(text, "utf-8")
    return options


@contextmanager
def served(wire: Wire, folder: Path, options: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """Serve the sensor's interface; at the end stop in order."""
    command = [sys.executable, "-m", "noroshi", "serve", f"live:{SENSING}", "--json", *options]
    with inside(wire.sensor), (folder / "out").open("wb") as out, (folder / "log").open("wb") as log:
        service = subprocess.Popen(command, stdout=out, stderr=log)
    try:
        while b'"watches"' not in (folder / "log").read_bytes():
            assert service.poll() is None, (folder / "log").read_text("utf-8")
            time.sleep(0.1)
        yield service
        service.send_signal(signal.SIGTERM)
        service.wait(120)
    finally:
        service.kill()


def soak(
    service: subprocess.Popen[bytes], wire: Wire, frames: list[bytes], rate: int, seconds: float
) -> tuple[Sequence[Sample], int]:
    """Send for that long, and look at the service now and then; give what was seen, and how many were sent."""
    told: Synchronized[int] = multiprocessing.Value("q")
    spent: Synchronized[float] = multiprocessing.Value("d")
    sender = multiprocessing.Process(target=send, args=(wire, frames, rate, seconds, told, spent))
    sender.start()
    began, samples = time.monotonic(), []
    while sender.is_alive():
        time.sleep(max(seconds / 120, 1))
        samples.append(look(service.pid, time.monotonic() - began))
    sender.join()
    time.sleep(3)
    return samples, told.value


def look(process: int, seconds: float) -> Sample:
    """Look at a process."""
    place = Path(f"/proc/{process}")
    status = dict(line.split(":", 1) for line in (place / "status").read_text("ascii").splitlines())
    files = sum(1 for _ in (place / "fd").iterdir())
    return Sample(seconds, int(status["VmRSS"].split()[0]) >> 10, int(status["Threads"]), files)


def report(samples: Sequence[Sample], sent: int, folder: Path) -> None:
    """Print what was seen, and the verdicts."""
    end = json.loads((folder / "out").read_text("utf-8").splitlines()[-1])
    logged = [json.loads(line) for line in (folder / "log").read_text("utf-8").splitlines()]
    wrong = [line for line in logged if line.get("level") in {"warning", "error"}]
    for sample in samples[:: max(len(samples) // 12, 1)]:
        print(
            f"{sample.seconds:>8.0f} s {sample.resident:>6} MiB {sample.threads:>3} threads {sample.files:>3} files"
        )
    source = end["source"]
    print(
        f"sent {sent:,}, captured {source['captured']:,}, dropped {source['dropped by the system']:,}, "
        f"read {source['packets']:,}; {end['desk'].get('opened', 0):,} alerts, {end['checkpoint']['checkpoints']} checkpoints"
    )
    for line in wrong[:10]:
        print(f"  {line}")
    settled = [sample for sample in samples if sample.seconds >= max(samples[-1].seconds / 10, WARM)]
    growth = settled[-1].resident / settled[0].resident
    verdict(
        "soak: memory in the end, of what it was after a tenth of the time",
        growth,
        FLAT,
        "times",
        at_most=True,
    )
    verdict("soak: packets that were sent and not read", sent - source["packets"], 0, "", at_most=True)
    verdict("soak: warnings and errors in the log", len(wrong), 0, "", at_most=True)


if __name__ == "__main__":
    main()
