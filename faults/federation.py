"""Three centres exchange for a week while links and services fail, and each member learns of its machines, once, and nobody of others'.

python faults/federation.py [--seconds 60] [--seed 1] [--members 12] [--calm] [--json]

Each runs in a network namespace of its own, and watches a directory into which captures of its own dark space keep arriving;
a machine shows up in some of them only, so that its member must be told of it by another centre. A fourth is a partner of all,
and hostile. Then the troubles end. What members were told is held against what they are owed, and what crossed each wire, deciphered, is searched for what may not
have. It takes root or user namespaces, iproute2, util-linux, tcpdump and tshark; where it cannot run, it says why, and ends with 77.
"""

import argparse
import random
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from _federated.law import blind, broken, told
from _federated.network import allowed
from _federated.report import Crossed, Report
from _federated.rogue.partner import HOSTILE
from _federated.stage import Stage
from _federated.troubles import happen
from _reckoning import is_settled, wrong

MENDING = 300
"""Seconds that it may take, once nothing fails any more, until everybody is told."""

SLOWEST = 30
"""Seconds, in the median, until a centre is told by another: twice what two are parted for at the most."""

LARGEST = 1 << 30
"""Bytes of memory that a service may take. Tried: 0.4 GB without a hostile partner."""


def main() -> int:
    """Run, and say what is wrong; the exit code is 1 if anything is."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is ended then, too
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60, help="that the week takes")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--members", type=int, default=12, help="of each centre")
    parser.add_argument("--calm", action="store_true", help="let nothing fail")
    parser.add_argument("--json", action="store_true", help="report as one JSON object")
    given = parser.parse_args()
    allowed()
    seed = random.randrange(1 << 32) if given.seed is None else given.seed
    print(f"seed {seed}, a week in {given.seconds:.0f} s", file=sys.stderr)
    with tempfile.TemporaryDirectory() as name, ExitStack() as around:
        stage = Stage(Path(name), given.members, seed, around)
        report = played(stage, seed, given.seconds, troubled=not given.calm)
    print(report.json() if given.json else report.text())
    return bool(report.wrong)


def played(stage: Stage, seed: int, seconds: float, *, troubled: bool) -> Report:
    """Let a week go by, and things fail meanwhile, then see what came of it."""
    stage.start()
    if troubled:
        stage.rogue.start()
    arrives = began = time.monotonic()
    every, until = seconds / stage.left, began + seconds
    while time.monotonic() < until:
        while stage.left and time.monotonic() >= arrives:
            stage.arrive()
            arrives += every
        if troubled:
            happen(stage)
        time.sleep(stage.chance.uniform(0, 2))
    while stage.left:
        stage.arrive()
    stage.rogue.stop()
    waited = mended(stage)
    codes = {name: centre.end() for name, centre in stage.centres.items()}
    crossed, leaked = read(stage)
    return Report(
        seed=seed,
        seconds=round(time.monotonic() - began, 1),
        waited=round(waited, 1),
        delay=round(statistics.median(stage.delays() or [0]), 1),
        troubles=dict(stage.counts),
        machines=len(stage.played.machines),
        alerts={name: len(centre.alerts()) for name, centre in stage.centres.items()},
        told={name: len(centre.members.told()) for name, centre in stage.centres.items()},
        repeats={name: centre.members.repeats() for name, centre in stage.centres.items()},
        largest={name: centre.largest for name, centre in stage.centres.items()},
        deeds=stage.rogue.done(),
        crossed=crossed,
        wrong=[
            *known(stage),
            *(f"{name}: the service ended with code {code}" for name, code in codes.items() if code),
            *unharmed(stage),
            *leaked,
        ],
    )


def mended(stage: Stage) -> float:
    """Wait until everybody is told, or patience ends; give the seconds."""
    began = time.monotonic()
    while time.monotonic() < began + MENDING:
        stage.keep_alive()
        time.sleep(1)
        settled = all(is_settled(each, stage.expected(name)) for name, each in stage.centres.items())
        if settled and stage.is_exchanged():
            break
    return time.monotonic() - began


def known(stage: Stage) -> Iterator[str]:
    """Hold what members know against what they should."""
    for name, centre in stage.centres.items():
        expected = stage.expected(name)
        yield from (f"{name}: {each}" for each in wrong(centre, (centre.members,), expected))
        yield from (f"{name}: nobody was told of {each}" for each in sorted(expected - centre.alerts()))
        if centre.repeats():
            yield f"{name}: {centre.repeats()} alerts are about the same as another"


def unharmed(stage: Stage) -> Iterator[str]:
    """See what the hostile partner has done to the others, and whether they know what it did."""
    delay = statistics.median(stage.delays() or [0])
    if delay > SLOWEST:
        yield f"what one centre sees is told by another after {delay:.0f} s in the median"
    for name, centre in stage.centres.items():
        if centre.died:
            yield f"{name}: the service ended of itself {centre.died} times"
        if centre.largest > LARGEST:
            yield f"{name}: the service took {centre.largest >> 20:,} MB of memory"
        yield from broken(stage.rogue.heard(name), centre, HOSTILE.id, HOSTILE.clearance, stage.played)
    yield from stage.rogue.uncounted()


def read(stage: Stage) -> tuple[list[Crossed], list[str]]:
    """Read what crossed the wires: how much, and what of it may not have."""
    crossed, leaked = [], []
    for wire in stage.wires:
        missed, said = wire.close(), wire.said(stage.keys())
        if missed:
            leaked.append(f"{wire.link.name}: {missed} packets were not captured")
        for speaker, hearer in (
            (wire.link.one.name, wire.link.other.name),
            (wire.link.other.name, wire.link.one.name),
        ):
            words, cleared = said.get(speaker, b""), stage.cleared[speaker, hearer]
            leaked += broken(words, stage.centres[speaker], hearer, cleared, stage.played)
            may = told(speaker, hearer, cleared, stage.played)
            unread = blind(words, may)
            leaked += [
                f"{speaker} told {hearer} of {each}, and it is not in what was read" for each in unread
            ]
            crossed.append(Crossed(speaker, hearer, cleared.value, len(words), len(may)))
    return crossed, leaked


if __name__ == "__main__":
    sys.exit(main())
