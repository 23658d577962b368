"""From an alert's record at one centre to that of a partner's member, and to the message: two services, steady load.

python benchmarks/receipt.py [--alerts 100] [--rate 5] [--poll 2]

Both are as `noroshi serve` is by default, but that messages wait for no others. Two turns of a clock lie between them that
nobody can make shorter without asking more often: so what it costs to ask is told, too.
"""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, redirect_stdout
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import text

sys.path.insert(0, str(Path(__file__).parents[1]))

from _measuring import percentile, verdict
from noroshi.app import Application
from noroshi.cli.program import run
from noroshi.clock import MINUTE, SECOND, SystemClock
from noroshi.config.home import Home
from noroshi.detections.model import Confidence, Detection, Evidence, Phase, Subject, Tally
from noroshi.organisations.model import Severity
from noroshi.storage.database import open_database, sqlite_url
from noroshi.storage.transactions import reading
from tests.api.certificates import Identity, identity

GOAL = 5.0
"""Seconds from publish to a partner's receipt at p99 (issue 5)."""

WAIT = 60.0
"""Seconds after the last alert for which the others are waited for."""

IDLE = 10.0
"""Seconds over which the cost of asking is measured, while nothing happens."""

ROSTER = """\
organisations:
  - {{id: {partner}, name: {partner}, clearance: amber, tags: [partner]{theirs}}}
  - {{id: library, name: Library{ours}}}
"""
HELD = ", holdings: [{prefix: 100.64.0.0/16}]"


class Centre(NamedTuple):
    """A centre, and where partners find it."""

    home: Home
    port: int
    identity: Identity

    def command(self, *words: str) -> None:
        """Run a command of Noroshi's."""
        with Path(os.devnull).open("w", encoding="utf-8") as quiet, redirect_stdout(quiet):
            assert run([*words, "--home", str(self.home.path)]) == 0


def main() -> None:
    """Print the delays, and what asking costs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--alerts", type=int, default=100)
    parser.add_argument("--rate", type=float, default=5, help="alerts a second")
    parser.add_argument(
        "--poll", type=float, default=None, help="seconds between two pulls, else the default"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, ExitStack() as around:
        west, east = (made(Path(name), each, given.poll) for each in ("west", "east"))
        acquaint(west, east)
        acquaint(east, west)
        services = [serving(each, around) for each in (west, east)]
        began = [processor(each) for each in services]
        time.sleep(IDLE)
        spent = [processor(each) - before for each, before in zip(services, began, strict=True)]
        seen = alerted(west, given.alerts, given.rate)
        recorded, sent = received(east, set(seen))
    for subject in seen.keys() - sent.keys():
        print(f"{subject} never arrived")
    delays = [(recorded[each] - seen[each]) / SECOND for each in recorded]
    messages = [(sent[each] - seen[each]) / SECOND for each in sent]
    print(f"while nothing happens: {spent[0] / IDLE:.1%} and {spent[1] / IDLE:.1%} of a core")
    for what, values in (("alert", delays), ("message", messages)):
        print(
            f"{what}: p50 {percentile(values, 50):.2f} s, longest {max(values):.2f} s, {len(values)} of {len(seen)}"
        )
    verdict("publish to the partner's receipt, p99", percentile(delays, 99), GOAL, "s", at_most=True)


def made(folder: Path, name: str, poll: float | None) -> Centre:
    """Make a centre: the western one sees, and the eastern one has the member."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    centre = Centre(Home(folder / name), port, identity(folder, name))
    centre.command("init", "--name", name)
    roster = folder / f"{name}.yaml"
    told = f"{HELD}, contacts: [{{channel: file, address: {folder / 'told.ndjson'}}}]"
    is_west = name == "west"
    partner = "east" if is_west else "west"
    theirs, ours = (HELD, "") if is_west else ("", told)
    roster.write_text(ROSTER.format(partner=partner, theirs=theirs, ours=ours), "utf-8")
    centre.command("organisations", "import", str(roster))
    settings = centre.home.settings.read_text("utf-8")
    sharing = f'listen = "127.0.0.1:{port}"\ncertificate = "{centre.identity.certificate}"\nkey = "{centre.identity.key}"\n'
    sharing += f"poll = {poll}\n" if poll else ""
    for section, lines in {
        "sharing": sharing,
        "console": 'listen = ""\n',
        "serve": 'listen = ""\n',
        "delivery.wait": "high = 0\n",
        "delivery.between": "high = 0\n",
    }.items():
        settings = settings.replace(f"[{section}]\n", f"[{section}]\n{lines}")
    centre.home.settings.write_text(settings, "utf-8")
    return centre


def acquaint(one: Centre, other: Centre) -> None:
    """Let one exchange with another."""
    address, name = f"https://127.0.0.1:{other.port}/taxii2/", other.home.path.name
    one.command(
        "partners", "add", name, "--address", address, "--certificate", str(other.identity.certificate)
    )


def serving(centre: Centre, around: ExitStack) -> subprocess.Popen[bytes]:
    """Start a service that watches nothing, and wait until it answers partners."""
    captures = centre.home.path.with_suffix(".captures")
    captures.mkdir()
    command = [sys.executable, "-m", "noroshi", "serve", str(captures), "--home", str(centre.home.path)]
    service = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    around.callback(service.wait)
    around.callback(service.terminate)
    while socket.socket().connect_ex(("127.0.0.1", centre.port)):
        assert service.poll() is None
        time.sleep(0.2)
    return service


def processor(service: subprocess.Popen[bytes]) -> float:
    """Give the processor seconds that a service has taken."""
    fields = Path(f"/proc/{service.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def alerted(west: Centre, alerts: int, rate: float) -> dict[str, int]:
    """Record alerts at a steady rate; give when each was there (ns UTC), by subject."""
    seen = {}
    with Application.open(west.home, SystemClock()) as centre:
        desk, began = centre.desk(), time.monotonic()
        for number in range(alerts):
            time.sleep(max(0.0, began + number / rate - time.monotonic()))
            subject = f"100.64.{number // 250}.{number % 250}"
            desk.conclude([seen_now(subject)])
            seen[subject] = time.time_ns()
    return seen


def seen_now(subject: str) -> Detection:
    """Make a detection of an infection."""
    now = time.time_ns()
    return Detection(
        kind="infection.external",
        subject=Subject("address", subject),
        phase=Phase.NEW,
        at=now,
        severity=Severity.HIGH,
        why=f"{subject} sent 50 packets to 30 dark addresses of others.",
        confidence=Confidence(0.8),
        evidence=Evidence(
            observations=50,
            first=now - MINUTE,
            last=now,
            rate=1.0,
            tallies=(Tally("destination ports", (("tcp/23", 50),)),),
        ),
    )


def received(east: Centre, wanted: set[str]) -> tuple[dict[str, int], dict[str, int]]:
    """Wait for all; give when each alert was recorded at the partner, and when its message was sent (ns UTC), by subject."""
    until = time.monotonic() + WAIT
    recorded: dict[str, int] = {}
    sent: dict[str, int] = {}
    while time.monotonic() < until and wanted > sent.keys():
        time.sleep(0.5)
        recorded = dict(_asked(east, _RECORDED))
        sent = dict(_asked(east, _SENT))
    return recorded, sent


_RECORDED = "select subject, min(at) from alerts join history on alerts.id = history.alert where deed = 'opened' group by subject"
_SENT = (
    "select subject, min(messages.sent) from alerts join notices on alerts.id = notices.alert "
    "join settled on settled.notice = notices.id join messages on messages.key = settled.message "
    "where messages.sent is not null group by subject"
)


def _asked(centre: Centre, question: str) -> Iterator[tuple[str, int]]:
    database = open_database(sqlite_url(centre.home.database))
    try:
        with reading(database) as connection:
            yield from [(subject, at) for subject, at in connection.execute(text(question))]
    finally:
        database.dispose()


if __name__ == "__main__":
    main()
