"""Floods of forged sources: memory, what was evicted, who was told, and how fast, also with members only.

python benchmarks/flood.py [--floods day minute burst] [--memory 3072]

A day brings 70 million distinct sources, a minute five million, or a second as many, over all address space, members' too, as one who
draws them at random forges them. Before it, ordinary noise has filled the source table. Infected machines of members
begin before, during and after. The batches are made as columns, and the making of them is not timed.
"""

import argparse
import json
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final

import numpy as np

from _columns import PIECE, Drawn, Sender, feed, peak, resident
from _measuring import memory_folder, verdict
from noroshi.columns.schema import U64
from noroshi.cyber.domain import domain
from noroshi.cyber.packets import Packets
from noroshi.cyber.scenarios import scenario
from noroshi.cyber.settings import CyberSettings
from noroshi.detections.archive import NoArchive
from noroshi.detections.detector import Detail
from noroshi.engine.checkpoint import Checkpoint
from noroshi.engine.keeping import Keeper
from noroshi.engine.run import Run
from noroshi.organisations.responsibility import Responsibility

DAY, MINUTE, AROUND = 86_400.0, 60.0, 600.0
"""Seconds; and how long infected machines are watched before and after."""

FLOODS: Final = {"day": (70_000_000, DAY), "minute": (5_000_000, MINUTE), "burst": (5_000_000, 1.0)}
"""Distinct sources, and seconds (issue 3); and one so dense that packets take the time, not intervals."""

MEMBERS, FIRST = 10_000, np.uint64(int(ip_address("10.0.0.0")))
"""Prefixes of members, a /22 each, one beside the other from here."""

INFECTED, PACKETS, PAUSE = 300, 30, 4.0
"""Infected machines, how much each sends, and the seconds between two packets of one."""

CHECKPOINTS = 8


def main() -> None:
    """Let each flood pass in a process of its own, at each level of detail that matters."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--floods", nargs="+", choices=FLOODS, default=list(FLOODS))
    parser.add_argument("--memory", type=int, default=CyberSettings().memory, help="MiB, the setting")
    parser.add_argument(
        "--pass", dest="passing", nargs=2, metavar=("FLOOD", "DETAIL"), help=argparse.SUPPRESS
    )
    given = parser.parse_args()
    if given.passing:
        name, detail = given.passing
        print(json.dumps(pass_by(*FLOODS[name], given.memory, Detail(int(detail)))))
        return
    for name in given.floods:
        distinct, span = FLOODS[name]
        print(f"\n{distinct:,} distinct sources within {span:,.0f} s, {INFECTED} infected machines")
        for detail in (Detail.FULL, Detail.MEMBERS_ONLY):
            command = [sys.executable, __file__, f"--memory={given.memory}", "--pass", name, str(int(detail))]
            told = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
            report(detail, told, given.memory)


def report(detail: Detail, told: Mapping[str, Any], memory: int) -> None:
    """Print what became of one flood."""
    counted = told["counters"]
    print(
        f"{detail.name}: {told['packets']:,} packets, {told['packets'] / told['seconds'] / 1e6:,.2f} million a CPU second; "
        f"{counted['sources']:,} sources, {counted['evicted sources']:,} evicted, {counted['passed over']:,} packets "
        f"passed over; the longest piece of {PIECE:,} took {told['longest'] * 1e3:,.0f} ms"
    )
    print(
        f"  resident before the flood {told['before'] / 2**20:,.0f} MiB, after it {told['after'] / 2**20:,.0f} MiB"
    )
    verdict("  peak memory", told["peak"] / 2**20, memory, "MiB", at_most=True)
    for name in ("evicted member sources", "evicted activities", "evicted victims", "crowded out"):
        verdict(f"  {name}", counted[name], 0, "", at_most=True)
    verdict("  infected machines told", 100 * told["found"] / INFECTED, 100, "%")
    verdict("  others told", told["others"], 0, "", at_most=True)


def pass_by(distinct: int, span: float, memory: int, detail: Detail) -> Mapping[str, Any]:
    """Let a flood pass, and say what became of it."""
    made = scenario("line-rate", packets=20_000_000, members=MEMBERS)
    run = Run(domain.prepare({"memory": memory}, Responsibility(made.organisations, made.monitored)))
    sender = Sender(1)
    for each in (Detail.MEMBERS_ONLY, Detail.FULL):  # loads the compiled kernels
        run.watch.memory.relieve(each)
        feed(run, sender.send(np.array([-2 * AROUND]), infected()[:1]))
    for noise in sender.draw(-2 * AROUND, AROUND, round(1.1 * run.watch.memory.limits.sources)):  # type: ignore[attr-defined]  # ours
        feed(run, sender.send(*noise))
    for _ in range(2):  # the first takes memory for those that follow
        run.snapshot()
        run.watch.memory.make_ready()
    before = resident()
    run.watch.memory.relieve(detail)
    machines = infected()
    count = round(-math.log1p(-distinct / 2**32) * 2**32)  # as many draws meet so many distinct ones
    told: set[str] = set()
    packets, seconds, longest = 0, 0.0, 0.0
    with tempfile.TemporaryDirectory(dir=memory_folder(1 << 30)) as folder:
        keeper = Keeper(Path(folder) / "run.checkpoint", NoArchive())
        for number, batch in enumerate(stream(sender, machines, count, span)):
            begun = time.thread_time()  # others use the machine, and the checkpoint's thread another core
            told |= feed(run, batch)
            spent = time.thread_time() - begun
            if len(batch.time) >= PIECE:  # of the flood
                packets, seconds, longest = packets + len(batch.time), seconds + spent, max(longest, spent)
            if number % (count // PIECE // CHECKPOINTS + 1) == 0:
                keeper.begin(Checkpoint(run.snapshot(), frozenset()), run.watch.memory.make_ready)
        keeper.close()
    told |= {each.subject.value for found in run.settle() for each in found}
    wanted = {str(ip_address(int(address))) for address in machines}
    counters = run.counters()
    return {
        "packets": packets,
        "seconds": seconds,
        "longest": longest,
        "before": before,
        "after": resident(),
        "peak": peak(),
        "found": len(wanted & told),
        "others": len(told - wanted),
        "counters": counters,
    }


def infected() -> U64:
    """Choose infected machines, each in a prefix of its own."""
    prefixes = np.arange(INFECTED, dtype=np.uint64) * np.uint64(MEMBERS // INFECTED)
    return FIRST + 1024 * prefixes + np.uint64(77)


def stream(sender: Sender, machines: U64, count: int, span: float) -> Iterator[Packets]:
    """Give the flood, and the infected machines' packets before, in and after it, in order of time."""
    starts = sender.dice.uniform(-AROUND, span + AROUND, len(machines))
    times = (starts[:, None] + PAUSE * np.arange(PACKETS)).ravel()
    order = np.argsort(times)
    own = Drawn(times[order], np.repeat(machines, PACKETS)[order])
    done = int(np.searchsorted(own.seconds, 0.0))
    yield sender.send(own.seconds[:done], own.source[:done])
    for forged in sender.draw(0, span, count):
        end = int(np.searchsorted(own.seconds, forged.seconds[-1]))
        seconds = np.concatenate((forged.seconds, own.seconds[done:end]))
        source = np.concatenate((forged.source, own.source[done:end]))
        order = np.argsort(seconds)
        yield sender.send(seconds[order], source[order])
        done = end
    yield sender.send(own.seconds[done:], own.source[done:])


if __name__ == "__main__":
    main()
