"""Every few seconds something fails, and in the end the alerts are those of an undisturbed run, each told once.

python faults/run.py [--seconds 300] [--seed 1]

A service watches a directory into which captures keep arriving. At random moments it is killed, its database is
held, its disk is full, the receiver of its webhooks is gone, slow, or refuses. Then the troubles end, and
what members were told is held against what they are owed.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from subprocess import Popen

sys.path.insert(0, str(Path(__file__).parents[1]))

from _centre import Centre, end
from _disk import Disk
from _receiver import Receiver
from noroshi.cyber.scenarios import generate, scenario
from tests.cli.watching import cut

PIECES = 60
"""Captures that arrive, one after the other."""

PLAYED = scenario("outbreak", members=60, packets=120_000, sources=10_000)

SETTLED = {"sent", "muted", "daily"}
"""Where a notice may stand in the end."""

MENDING = 180
"""Seconds that it may take, once nothing fails any more, until everybody is told."""


def main() -> int:
    """Run, and say what is wrong; the exit code is 1 if anything is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--seed", type=int, default=None)
    given = parser.parse_args()
    seed = random.randrange(1 << 32) if given.seed is None else given.seed
    print(f"seed {seed}, {given.seconds:.0f} s of troubles")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        generate(PLAYED, folder / "whole.pcap")
        pieces = cut(folder / "whole.pcap", folder / "pieces", PIECES)
        expected = undisturbed(folder, seed)
        disk = Disk(folder / "disk")
        try:
            faults = Disturbed(folder, disk, pieces, random.Random(seed)).run(given.seconds, expected)
        finally:
            disk.close()
    for fault in faults:
        print(f"WRONG: {fault}")
    return bool(faults)


def undisturbed(folder: Path, seed: int) -> set[tuple[str, str, str]]:
    """Give the alerts of a run in which nothing fails."""
    receiver = Receiver(random.Random(seed))
    centre = Centre(folder / "peaceful", folder / "pieces", receiver.port, PLAYED)
    centre.watch()
    receiver.down()
    alerts = centre.alerts()
    print(f"undisturbed: {len(alerts)} alerts")
    return alerts


class Disturbed:
    """A service to which everything happens."""

    def __init__(self, folder: Path, disk: Disk, pieces: Sequence[Path], chance: random.Random) -> None:
        self._chance = chance
        self._disk = disk
        self._pieces = list(pieces)
        self._receiver = Receiver(chance)
        (folder / "captures").mkdir()
        self._centre = Centre(folder / "disk" / "home", folder / "captures", self._receiver.port, PLAYED)
        self._service: Popen[bytes] = self._centre.serve()
        self._counts: Counter[str] = Counter()
        self._troubles: dict[str, Callable[[], None]] = {
            "killed": self._kill,
            "receiver gone": self._receiver_gone,
            "receiver slow": self._receiver_slow,
            "database held": lambda: self._centre.hold(self._chance.uniform(1, 8)),
        }
        if disk.is_small:
            self._troubles["disk full"] = self._disk_full
        else:
            print("no disk of its own can be mounted here, so none is filled")

    def run(self, seconds: float, expected: set[tuple[str, str, str]]) -> Sequence[str]:
        """Let things fail for a while, then wait until all is told; give what is wrong in the end."""
        until, every = time.monotonic() + seconds, seconds / (len(self._pieces) + 1)
        arrives = time.monotonic()
        while time.monotonic() < until:
            while self._pieces and time.monotonic() >= arrives:
                self._arrive(self._pieces.pop(0))
                arrives += every
            name = self._chance.choice(sorted(self._troubles))
            self._counts[name] += 1
            self._troubles[name]()
            self._keep_alive()
            time.sleep(self._chance.uniform(0, 3))
        for piece in self._pieces:
            self._arrive(piece)
        wait = self._mend(expected)
        print(", ".join(f"{name} {count} times" for name, count in sorted(self._counts.items())))
        print(
            f"all told {wait:.0f} s after the last trouble; {self._receiver.repeats()} calls repeated a key"
        )
        code = end(self._service)
        return [*self._wrong(expected), *([f"the service ended with code {code}"] if code else [])]

    def _arrive(self, piece: Path) -> None:
        """Put a capture where a capture program would have closed it."""
        beside = self._centre.captures / f".{piece.name}"
        shutil.copy(piece, beside)
        os.utime(beside)
        beside.rename(self._centre.captures / piece.name)

    def _keep_alive(self) -> None:
        """Start the service anew where it has ended, as systemd does."""
        if self._service.poll() is not None:
            self._counts["restarted"] += 1
            self._service = self._centre.serve()

    def _kill(self) -> None:
        self._service.kill()
        self._service.wait()
        time.sleep(self._chance.uniform(0, 1))

    def _receiver_gone(self) -> None:
        self._receiver.down()
        time.sleep(self._chance.uniform(1, 5))
        self._receiver.up()

    def _receiver_slow(self) -> None:
        self._receiver.slowness = self._chance.uniform(1, 5)
        time.sleep(5)
        self._receiver.slowness = 0

    def _disk_full(self) -> None:
        self._disk.fill()
        time.sleep(self._chance.uniform(1, 5))
        self._disk.empty()

    def _mend(self, expected: set[tuple[str, str, str]]) -> float:
        """Wait until all is alerted and told, or patience ends; give the seconds."""
        began = time.monotonic()
        while time.monotonic() < began + MENDING:
            self._keep_alive()
            time.sleep(1)
            states = set(self._centre.owed().values())
            if self._centre.alerts() >= expected and states <= SETTLED:
                break
        return time.monotonic() - began

    def _wrong(self, expected: set[tuple[str, str, str]]) -> Sequence[str]:
        """Hold what was told against what is owed."""
        alerts, owed, told = self._centre.alerts(), self._centre.owed(), self._receiver.told()
        unsent = set(owed.values()) - SETTLED
        wanted = {notice for notice, state in owed.items() if state == "sent"}
        print(f"disturbed: {len(alerts)} alerts, {len(wanted)} notices told")
        checks = {
            "alerts are missing": len(expected - alerts),
            "alerts are too many": len(alerts - expected),
            f"notices are {', '.join(sorted(unsent))}": sum(state in unsent for state in owed.values()),
            "notices that are sent never arrived": len(wanted - told.keys()),
            "notices arrived that nobody owes": len(told.keys() - wanted),
            "notices arrived under two keys": sum(times > 1 for times in told.values()),
            "keys brought different things": self._receiver.changed(),
        }
        return [f"{count} {what}" for what, count in checks.items() if count]


if __name__ == "__main__":
    sys.exit(main())
