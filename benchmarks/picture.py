"""What it costs a watch that people look on: in pairs, with nobody who looks on and with somebody.

python benchmarks/picture.py [--packets 10000000] [--sources 500000] [--members 10000] [--pairs 9]

The traffic is as dense as 10-gigabit Ethernet carries. Each pair is one run without an onlooker and one with, one after the other, so
that what else the machine does falls on both; of the pairs' ratios the one in the middle counts, and the quarters around it say how
far to trust it. The watch's own thread and the whole process are measured in processor seconds: what the second one has more is
frames, masks and who takes them. What the onlooker itself takes of the thread is steadier than a difference of two runs, but leaves out
what others lose because it has the cache.
"""

import argparse
import gc
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

from _measuring import line_rate, stay_on_one_core, verdict
from noroshi.alerts.desk import Desk
from noroshi.clock import SystemClock
from noroshi.cyber.domain import domain
from noroshi.cyber.packets import Packets
from noroshi.cyber.picture.onlooker import PacketOnlooker
from noroshi.domains import Sourcing
from noroshi.engine.run import Run
from noroshi.engine.watching import Watching
from noroshi.onlooking import Looking, View
from noroshi.organisations.responsibility import Responsibility
from noroshi.serving.live import LiveWatch
from noroshi.storage.books import Books, sqlite_url

GOAL = 2.0
"""% that a watch may lose by one reader (issue 4)."""


class Spent(NamedTuple):
    """Processor seconds of a run."""

    watch: float
    process: float
    wall: float
    frames: int
    onlooker: float


class Timed(PacketOnlooker):
    """An onlooker that says how long it looked."""

    seconds = 0.0

    def see(self, batch: Packets) -> None:
        """Look at a batch."""
        begun = time.thread_time()
        super().see(batch)
        self.seconds += time.thread_time() - begun


def main() -> None:
    """Print what each kind of looking on costs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--packets", type=int, default=10_000_000)
    parser.add_argument("--sources", type=int, default=500_000)
    parser.add_argument("--members", type=int, default=10_000, help="prefixes")
    parser.add_argument("--pairs", type=int, default=9)
    given = parser.parse_args()
    stay_on_one_core()
    with line_rate(given.packets, given.sources, given.members, 1) as (made, capture):
        register = Responsibility(made.organisations, made.monitored)
        member = View(made.organisations[0].id, session="member")
        officers = [View(session=str(number)) for number in range(50)]

        def run(views: Sequence[View] | None) -> Spent:
            return watch_once(capture, register, views)

        run((officers[0], member))  # loads the compiled kernels
        gc.freeze()
        for name, views in (
            ("counting traffic, nobody looks", ()),
            ("one officer looks", officers[:1]),
            ("fifty officers look", officers),
            ("one member looks", [member]),
        ):
            print_pairs(name, lambda views=views: run(views), lambda: run(None), given)  # type: ignore[misc]  # bound early on purpose


def print_pairs(
    name: str, looked_at: Callable[[], Spent], alone: Callable[[], Spent], given: argparse.Namespace
) -> None:
    """Measure in pairs, and print what the one in the middle says."""
    pairs = []
    for turn in range(given.pairs):
        first, second = (looked_at, alone) if turn % 2 else (alone, looked_at)
        both = first(), second()
        pairs.append(both[::-1] if turn % 2 else both)
    low, watch, high = statistics.quantiles((lost(one.watch, none.watch) for none, one in pairs), n=4)
    process = statistics.median(lost(one.process, none.process) for none, one in pairs)
    itself = statistics.median(one.onlooker for _, one in pairs)
    alone_took = statistics.median(none.watch for none, _ in pairs)
    frames = statistics.median(one.frames / one.wall for _, one in pairs)
    print(
        f"{name:<32}{watch:>6.1f} % of the watch's thread ({low:.1f} to {high:.1f}){process:>6.1f} % of the process;"
        f" the onlooker itself {1e9 * itself / given.packets:.2f} ns a packet of"
        f" {1e9 * alone_took / given.packets:.1f}, {100 * itself / alone_took:.1f} %;{frames:>5.0f} frames taken a second"
    )
    if name == "one officer looks":
        verdict("lost by a reader", watch, GOAL, "%", at_most=True)


def lost(one: float, none: float) -> float:
    """Say how much more one took than the other, in %."""
    return 100 * (one / none - 1)


def watch_once(capture: Path, register: Responsibility, views: Sequence[View] | None) -> Spent:
    """Watch the capture with a new memory and a new database; None for no onlooker at all."""
    with tempfile.TemporaryDirectory() as folder, Books(sqlite_url(Path(folder) / "noroshi.db")) as books:
        onlooker = None if views is None else Timed(register)
        watching = Watching(
            domain.open([str(capture)], Sourcing(follow=False)),
            Run(domain.prepare({}, register)),
            Desk(books.alerts, register, SystemClock()),
            onlooker=onlooker,
        )
        live = LiveWatch(watching, books.alerts, SystemClock())
        with live.beside(), taking(live, views or ()) as taken:
            begun = time.perf_counter(), time.thread_time(), time.process_time()
            for _ in watching.turns():
                pass
            wall, watch, process = (
                now - then
                for now, then in zip(
                    (time.perf_counter(), time.thread_time(), time.process_time()), begun, strict=True
                )
            )
        return Spent(watch, process, wall, len(taken), onlooker.seconds if onlooker else 0.0)


@contextmanager
def taking(live: LiveWatch, views: Sequence[View]) -> Iterator[list[int]]:
    """Take each frame of each reader in a thread, as an event loop would; give the sizes of those taken."""
    woken: SimpleQueue[Looking | None] = SimpleQueue()
    taken: list[int] = []

    def take() -> None:
        while (reader := woken.get()) is not None:
            frame = reader.take()
            taken.append(len(frame or b""))

    readers: list[Looking] = []
    for number, view in enumerate(views):
        readers.append(live.look(view, lambda number=number: woken.put(readers[number])))  # type: ignore[misc]  # bound early on purpose
    thread = threading.Thread(target=take)
    thread.start()
    try:
        yield taken
    finally:
        for reader in readers:
            reader.close()
        woken.put(None)
        thread.join()


if __name__ == "__main__":
    main()
