"""More than a slow watch can take in, over a real interface: the steps that it takes, what it loses, and that it recovers.

python benchmarks/overload.py [--rate 300000] [--slower 15] [--seconds 20]

Two network namespaces, as in live.py. What the watch does with a batch is made to take so many times as long, by sleeping. The
sources are more than it remembers, so nearly each packet begins a new row, as in a flood. Needs root.
"""

import argparse
import multiprocessing
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Collection, Iterator, Mapping
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

from _measuring import line_rate, verdict
from live import frames_of, send
from noroshi.alerts.desk import Desk
from noroshi.clock import SystemClock
from noroshi.cyber.domain import domain
from noroshi.cyber.limits import LEAST
from noroshi.cyber.scenarios import Scenario
from noroshi.cyber.sources.live import LiveCapture
from noroshi.cyber.sources.prefix_filter import EVERYTHING
from noroshi.domains import Arrival, Progress, Source
from noroshi.engine.load import named
from noroshi.engine.run import Run
from noroshi.engine.sensing.sensor import Sensor
from noroshi.engine.watching import Watching
from noroshi.organisations.responsibility import Responsibility
from noroshi.storage.books import Books, sqlite_url
from tests.cyber.sources.wire import SENSING, Wire, inside, wired

CALM = 75.0
"""Seconds after the flood: two steps back take thirty each."""

TRICKLE = 1_000
"""Packets a second after the flood."""


class Slowed(Source):
    """A source whose reader is slow: between two arrivals it sleeps for so many times as long as the first one took."""

    def __init__(self, source: Source, slower: float) -> None:
        self._source, self._slower = source, slower

    def arrivals(self, finished: Collection[str]) -> Iterator[Arrival]:
        """Give what the source gives, slowly."""
        for arrival in self._source.arrivals(finished):
            begun = time.thread_time()
            yield arrival
            time.sleep(self._slower * (time.thread_time() - begun))

    def backlog(self) -> float:
        """As the source says."""
        return self._source.backlog()

    def lost(self) -> int:
        """As the source says."""
        return self._source.lost()

    def counters(self) -> Mapping[str, int]:
        """As the source says."""
        return self._source.counters()

    def progress(self) -> Progress:
        """As the source says."""
        return self._source.progress()


def main() -> None:
    """Flood, and print each step and how it ended."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rate", type=int, default=300_000, help="packets a second")
    parser.add_argument("--slower", type=float, default=15, help="times")
    parser.add_argument("--seconds", type=float, default=20)
    given = parser.parse_args()
    if os.geteuid() != 0 or shutil.which("ip") is None:
        print("overload: not measured, for that takes root and iproute2")
        return
    with (
        line_rate(1_300_000, sources=1_200_000, members=1_000) as (made, capture),
        wired() as wire,
        tempfile.TemporaryDirectory() as folder,
        Books(sqlite_url(Path(folder) / "noroshi.db")) as books,
    ):
        with inside(wire.sensor):
            live = LiveCapture([SENSING], lambda _: EVERYTHING)
        watching = slow_watch(made, books, live, given.slower)
        sending = threading.Thread(target=flood, args=(wire, frames_of(capture), given, watching))
        sending.start()
        kinds = followed(watching)
        sending.join()
        live.close()
    report(watching, kinds)


def slow_watch(made: Scenario, books: Books, live: LiveCapture, slower: float) -> Watching:
    """Make a watch of an interface that takes its time."""
    register, clock = Responsibility(made.organisations, made.monitored), SystemClock()
    run = Run(domain.prepare({"memory": LEAST}, register))
    desk = Desk(books.alerts, register, clock)
    return Watching(Slowed(live, slower), run, desk, sensor=Sensor(SENSING, clock))


def flood(wire: Wire, frames: list[bytes], given: argparse.Namespace, watching: Watching) -> None:
    """Send a flood, and a trickle after it; then end the watch."""
    told: Synchronized[int] = multiprocessing.Value("q")
    spent: Synchronized[float] = multiprocessing.Value("d")
    for rate, seconds in ((given.rate, given.seconds), (TRICKLE, CALM)):
        sender = multiprocessing.Process(target=send, args=(wire, frames, rate, seconds, told, spent))
        sender.start()
        sender.join()
        print(f"{told.value:,} packets were sent within {spent.value:.0f} s")
    watching.stop.set()


def followed(watching: Watching) -> set[str]:
    """Watch to the end; print each step, and give the kinds of alerts."""
    kinds, detail, begun = set(), watching.load.detail, time.monotonic()
    for turns in watching.turns():
        kinds |= {turn.alert.kind for turn in turns if turn.deed is not None}
        if watching.load.detail is not detail:
            detail = watching.load.detail
            seconds, lost = time.monotonic() - begun, watching.source.lost()
            print(f"{seconds:>6.0f} s: {named(detail)}; {lost:,} lost so far")
    return kinds


def report(watching: Watching, kinds: set[str]) -> None:
    """Print how it ended."""
    counters = watching.counters()
    source, memory, load = counters["source"], counters["memory"], counters["load"]
    print(
        f"captured {source['captured']:,}, dropped {source['dropped by the system']:,}, read {source['packets']:,}, "
        f"passed over {memory['passed over']:,}; {counters['desk'].get('opened', 0):,} alerts: {', '.join(sorted(kinds))}"
    )
    verdict("overload: steps to less detail", load["steps to less detail"], 2, "")
    verdict("overload: detail left out in the end", memory["detail left out"], 0, "steps", at_most=True)


if __name__ == "__main__":
    main()
