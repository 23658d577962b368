"""From a packet's time to its alert's record: a capture fed to a watch at the packets' own pace.

python benchmarks/delay.py [--seconds 60] [--packets 600000] [--members 1000]

The packet is the one that crosses a detector's threshold, whose time is the latest that the detection speaks
of. The interval must end before the detectors judge, so the delay is half a second in the mean, and a second at
the most, even if nothing took time.
"""

import argparse
import io
import os
import statistics
import struct
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

from _measuring import percentile, verdict
from noroshi.alerts.desk import Desk
from noroshi.alerts.history import Deed
from noroshi.clock import SECOND, SystemClock
from noroshi.cyber.domain import domain
from noroshi.cyber.scenarios import Scenario, generate, scenario
from noroshi.domains import Sourcing
from noroshi.engine.run import Run
from noroshi.engine.watching import Watching
from noroshi.organisations.responsibility import Responsibility
from noroshi.storage.books import Books, sqlite_url

GOAL = 1.5
"""Seconds at p99, at intervals of one second (issue 2)."""

LEAD = 3.0
"""Seconds before the first packet: time for the kernels to load."""

TICK = 0.005
"""Seconds between two writes into the pipe; as long as a capture program may hold packets back at most."""

FILE_HEADER = 24
RECORD = struct.Struct("<IIII")


class Paced(NamedTuple):
    """A capture cut into what is written at a time."""

    header: bytes
    parts: list[tuple[float, bytes]]
    """When each is due, in seconds after the first packet, and its records."""


def main() -> None:
    """Print the delays of all alerts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--packets", type=int, default=600_000)
    parser.add_argument("--sources", type=int, default=50_000)
    parser.add_argument("--members", type=int, default=1_000, help="prefixes, of which a part has a bot")
    given = parser.parse_args()
    made = scenario(
        "line-rate",
        packets=given.packets,
        sources=given.sources,
        members=given.members,
        duration=given.seconds,
    )
    begun, delays = replay(made)
    print(
        f"{made.packets:,} packets in {given.seconds} s, {len(delays):,} alerts, "
        f"within {time.time() - begun:.0f} s: p50 {percentile(delays, 50):.3f} s, mean {statistics.mean(delays):.3f} s, "
        f"longest {max(delays):.3f} s"
    )
    verdict("delay from packet to record, p99", percentile(delays, 99), GOAL, "s", at_most=True)


def replay(made: Scenario) -> tuple[float, list[float]]:
    """Watch a pipe; give when the first packet was due, and each alert's delay in seconds."""
    paced = paced_capture(made)
    register = Responsibility(made.organisations, made.monitored)
    with tempfile.TemporaryDirectory() as folder, Books(sqlite_url(Path(folder) / "noroshi.db")) as books:
        pipe = Path(folder) / "pipe"
        os.mkfifo(pipe)
        begun = time.time() + LEAD
        feeder = threading.Thread(target=feed, args=(pipe, paced, begun))
        feeder.start()
        desk = Desk(books.alerts, register, SystemClock())
        watching = Watching(
            domain.open([str(pipe)], Sourcing(follow=False)),
            Run(domain.prepare({}, register)),
            desk,
        )
        delays = [
            time.time() - (begun + (turn.alert.detection.evidence.last - made.start) / SECOND)
            for turns in watching.turns()
            for turn in turns
            if turn.deed is Deed.OPENED
        ]
        feeder.join()
    return begun, delays


def paced_capture(made: Scenario) -> Paced:
    """Make a capture, and cut it by the time of its packets."""
    file = io.BytesIO()
    generate(made, file)
    whole = file.getvalue()
    parts: list[tuple[float, bytes]] = []
    place = since = FILE_HEADER
    tick = 0
    while place < len(whole):
        seconds, fraction, captured, _ = RECORD.unpack_from(whole, place)
        due = int(((seconds * SECOND + fraction * 1000) - made.start) / SECOND / TICK) + 1
        if due != tick:
            parts.append((tick * TICK, whole[since:place]))
            since, tick = place, due
        place += RECORD.size + captured
    parts.append((tick * TICK, whole[since:]))
    return Paced(whole[:FILE_HEADER], parts)


def feed(pipe: Path, paced: Paced, begun: float) -> None:
    """Write each part when it is due."""
    with pipe.open("wb", buffering=0) as out:
        out.write(paced.header)
        for due, records in paced.parts:
            time.sleep(max(0.0, begun + due - time.time()))
            out.write(records)


if __name__ == "__main__":
    main()
