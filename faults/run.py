"""Every few seconds something fails, and in the end the alerts are those of an undisturbed run, each told once.

python faults/run.py [--seconds 300] [--seed 1] [--database sqlite|postgresql]

A service watches a directory into which captures keep arriving. At random moments it is killed, or its database is;
that is held, the disk is full, the clock jumps, and where members are told, by webhook or by mail, they are gone, slow,
refuse, or do not say whether they have taken a message. Then the troubles end, and what members were told is
held against what they are owed. Half of the time its database is SQLite, and half of it PostgreSQL.
"""

import argparse
import random
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from _centre import Alerts, Centre, Ports
from _disturbed import Disturbed
from _mail import Mail
from _postgresql import is_installed
from _reckoning import is_settled, wrong
from _webhooks import Webhooks
from noroshi.cyber.scenarios import generate, scenario
from noroshi.errors import StorageError
from tests.cli.watching import cut

PIECES = 60
"""Captures that arrive, one after the other."""

PLAYED = scenario("outbreak", members=60, packets=120_000, sources=10_000)

MENDING = 180
"""Seconds that it may take, once nothing fails any more, until everybody is told."""

ORDERLY = {0, -signal.SIGTERM}
"""How the service may end when it is told to. By the signal itself it does on its way in, or out because its database
had gone, where nothing is in its hands that is not written down."""

GONE = StorageError.exit_code
"""How it ends, told to or not, where its database was killed: it takes up to half a minute to send what is left."""

DATABASES = ("sqlite", "postgresql")


def main() -> int:
    """Run, and say what is wrong; the exit code is 1 if anything is."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is ended then, too
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--database", choices=DATABASES)
    given = parser.parse_args()
    seed = random.randrange(1 << 32) if given.seed is None else given.seed
    databases = wanted(given.database)
    print(f"seed {seed}, {given.seconds:.0f} s of troubles, over {' and '.join(databases)}")
    chance, faults = random.Random(seed), 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        generate(PLAYED, folder / "whole.pcap")
        pieces = cut(folder / "whole.pcap", folder / "pieces", PIECES)
        expected = undisturbed(folder, chance)
        for database in databases:
            print(f"over {database}:")
            with ExitStack() as around:
                on_server = database == "postgresql"
                disturbed = Disturbed(folder / database, PLAYED, chance, around, on_server=on_server)
                until = time.monotonic() + given.seconds / len(databases)
                for wrong in tried(disturbed, pieces, expected, chance, until):
                    faults += 1
                    print(f"WRONG: {wrong}")
    print(f"seed {seed}: {faults or 'nothing'} wrong")
    return bool(faults)


def wanted(database: str | None) -> Sequence[str]:
    """Give the databases to run over, of those that are here."""
    if database != "sqlite" and not is_installed():
        print("PostgreSQL is not installed, so the run is over SQLite alone")
        return ("sqlite",)
    return (database,) if database else DATABASES


def undisturbed(folder: Path, chance: random.Random) -> Alerts:
    """Give the alerts of a run in which nothing fails."""
    webhooks, mail = Webhooks(chance), Mail(chance)
    centre = Centre(folder / "peaceful", folder / "pieces", Ports(webhooks.port, mail.port), PLAYED)
    centre.watch()
    webhooks.down()
    mail.down()
    alerts = centre.alerts()
    print(f"undisturbed: {len(alerts)} alerts")
    return alerts


def tried(
    disturbed: Disturbed, pieces: Sequence[Path], expected: Alerts, chance: random.Random, until: float
) -> Sequence[str]:
    """Let things fail for a while, then wait until all is told; give what is wrong in the end."""
    left, arrives = list(pieces), time.monotonic()
    every = (until - arrives) / (len(left) + 1)
    while time.monotonic() < until:
        while left and time.monotonic() >= arrives:
            disturbed.arrive(left.pop(0))
            arrives += every
        disturbed.happen()
        time.sleep(chance.uniform(0, 2))
    disturbed.calm()
    for piece in left:
        disturbed.arrive(piece)
    waited = mended(disturbed, expected)
    code = disturbed.end()
    print(", ".join(f"{name} {count} times" for name, count in sorted(disturbed.counts.items())))
    notices = sum(len(receiver.told()) for receiver in disturbed.receivers)
    print(f"disturbed: {len(disturbed.centre.alerts())} alerts, {notices} notices told")
    repeats = sum(receiver.repeats() for receiver in disturbed.receivers)
    print(f"all told {waited:.0f} s after the last trouble; {repeats} messages repeated a key")
    orderly = ORDERLY | {GONE} if disturbed.counts["database killed"] else ORDERLY
    last = disturbed.centre.log.read_text("utf-8").splitlines()[-1:]
    ended = [] if code in orderly else [f"the service ended with code {code}: {''.join(last)}"]
    return [*wrong(disturbed.centre, disturbed.receivers, expected), *ended]


def mended(disturbed: Disturbed, expected: Alerts) -> float:
    """Wait until all is alerted and told, or patience ends; give the seconds."""
    began, centre = time.monotonic(), disturbed.centre
    while time.monotonic() < began + MENDING:
        disturbed.keep_alive()
        time.sleep(1)
        if is_settled(centre, expected):
            break
    return time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main())
