"""Fifty consoles at one server while a thousand things a second happen to alerts: how late each is told, and what it costs.

python benchmarks/consoles.py [--consoles 50] [--stuck 0] [--rate 1000] [--seconds 20]

The server is `noroshi console` in a process of its own; whoever writes and whoever follows share this one. Those that are stuck follow as well, and read nothing: compare the server's memory with and without them.
"""

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout
from pathlib import Path

import aiohttp
import numpy as np

from _measuring import verdict
from noroshi.alerts.desk import Desk
from noroshi.alerts.moves import Asked, Move
from noroshi.alerts.moving import Seen
from noroshi.app import Application
from noroshi.cli.program import run
from noroshi.clock import HOUR, SystemClock
from noroshi.config.home import Home
from noroshi.detections.model import Confidence, Detection, Evidence, Measure, Phase, Subject
from noroshi.organisations.model import Severity
from noroshi.organisations.responsibility import Responsibility
from noroshi.people.audit import By
from noroshi.people.caller import Via
from noroshi.people.rights import Role

ROSTER = """\
organisations:
  - {id: example, name: Example, holdings: [{prefix: 10.0.0.0/8}]}
"""
LATE, CORES = 1.0, 1.0
"""Seconds that 99 % of events may be late, and cores that the server may use (issue 4)."""

KIND = "infection.external"

AT_ONCE = 100
"""Alerts in one transaction of whoever writes: ten of them a second."""


def main() -> None:
    """Measure, and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--consoles", type=int, default=50)
    options.add_argument("--stuck", type=int, default=0, help="consoles that read nothing")
    options.add_argument("--rate", type=int, default=1_000, help="events a second")
    options.add_argument("--seconds", type=int, default=20)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        roster = Path(folder) / "roster.yaml"
        roster.write_text(ROSTER, "utf-8")
        with redirect_stdout(sys.stderr):
            run(["init", "--home", str(home.path)])
            run(["organisations", "import", str(roster), "--home", str(home.path)])
        with Application.open(home, SystemClock()) as centre:
            ids = _alerts(centre, given.rate)
            by = By("benchmark", Via.COMMAND)
            tokens = [_token(centre, f"wall-{each}", by) for each in range(given.consoles + given.stuck)]
            with _served(home) as (process, url), ExitStack() as stuck:
                for token in tokens[given.consoles :]:
                    stuck.enter_context(_stuck(url, token))
                began = _used(process.pid)
                delays, seconds = asyncio.run(_measure(centre, ids, tokens[: given.consoles], url, given))
                used = _used(process.pid) - began
                memory = _memory(process.pid)
    expected = given.consoles * given.rate * given.seconds
    print(f"{given.consoles} consoles, {given.rate:,} events/s for {given.seconds} s")
    print(f"delay of half of them: {np.percentile(delays, 50):.2f} s; of the slowest: {max(delays):.2f} s")
    print(f"memory of the server, with {given.stuck} that read nothing: {memory / 1e6:.1f} MB")
    verdict("told", len(delays) / expected, 1.0, "of what happened")
    verdict("delay, 99 % of them", float(np.percentile(delays, 99)), LATE, "s", at_most=True)
    verdict("server", used / seconds, CORES, "cores", at_most=True)


def _alerts(centre: Application, count: int) -> list[str]:
    """Open so many alerts, as an outbreak does."""
    now = centre.clock.now()
    evidence = Evidence(57, now, now, 1.0, tuple(Measure(name, 57, "", 3) for name in ("packets", "ports")))
    turns = centre.desk().conclude(
        [
            Detection(
                "infection.external",
                Subject("address", f"10.0.{number >> 8}.{number & 255}"),
                Phase.NEW,
                now,
                Severity.HIGH,
                "57 packets to 41 dark addresses in 183.3 s; the rule asks for 3.",
                Confidence(0.85),
                evidence,
            )
            for number in range(count)
        ]
    )
    return [turn.alert.id for turn in turns]


def _token(centre: Application, name: str, by: By) -> str:
    """Invite a person, and give a token of theirs: nobody alone has room for as many streams as there are consoles."""
    person = centre.door.invitations.invite(name, name, Role.OFFICER, by).person
    return centre.door.tokens.add(person, name, person.rights, HOUR, by)[1].reveal()


@contextmanager
def _served(home: Home) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    command = [sys.executable, "-m", "noroshi", "console", "--listen", "127.0.0.1:0", "--json"]
    process = subprocess.Popen(
        [*command, "--home", str(home.path)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        assert process.stdout is not None
        yield process, json.loads(process.stdout.readline())["address"]
    finally:
        process.terminate()
        process.wait()


def _used(process: int) -> float:
    """Give the seconds of CPU that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(process: int) -> int:
    """Give the bytes of memory that a process has."""
    return int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _stuck(url: str, token: str) -> socket.socket:
    """Follow, and read nothing."""
    host, port = url.removeprefix("http://").rstrip("/").rsplit(":", 1)
    made = socket.create_connection((host, int(port)))
    made.sendall(
        f"GET /api/v1/events HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
    )
    return made


async def _measure(
    centre: Application, ids: list[str], tokens: list[str], url: str, given: argparse.Namespace
) -> tuple[list[float], float]:
    """Follow, and write meanwhile; give every console's delays, and how long it took."""
    written: dict[int, float] = {}
    first = centre.alerts.latest_entry() + 1
    last = first + given.rate * given.seconds - 1
    delays: list[float] = []
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0), read_bufsize=1 << 20
    ) as session:
        ready = [asyncio.Event() for _ in tokens]
        following = [
            asyncio.create_task(_follow(session, url, *each, last, written, delays))
            for each in zip(tokens, ready, strict=True)
        ]
        await asyncio.gather(*(each.wait() for each in ready))
        began = time.monotonic()
        writer = threading.Thread(target=_write, args=(centre, ids, first, written, given))
        writer.start()
        await asyncio.wait(following, timeout=given.seconds + 30)
        seconds = time.monotonic() - began
        for each in following:
            each.cancel()
        writer.join()
    return delays, seconds


async def _follow(
    session: aiohttp.ClientSession,
    url: str,
    token: str,
    ready: asyncio.Event,
    last: int,
    written: dict[int, float],
    delays: list[float],
) -> None:
    timeout, headers = aiohttp.ClientTimeout(total=None), {"Authorization": f"Bearer {token}"}
    async with session.get(f"{url.rstrip('/')}/api/v1/events", timeout=timeout, headers=headers) as answer:
        answer.raise_for_status()
        rest = b""
        async for piece in answer.content.iter_any():
            now = time.monotonic()
            *lines, rest = (rest + piece).split(b"\n\n")
            ready.set()
            for line in lines:
                if line.startswith(b"id: ") and b"event: alert" in line[:60]:
                    number = int(line[4 : line.index(b"\n")].split(b".")[1])  # after the epoch
                    delays.append(now - written.get(number, now))
                    if number >= last:
                        return


def _write(
    centre: Application, ids: list[str], first: int, written: dict[int, float], given: argparse.Namespace
) -> None:
    """Note something about alerts at an even rate."""
    desk, number = Desk(centre.alerts, Responsibility(()), centre.clock), first
    began = time.monotonic()
    for turn in range(given.rate * given.seconds // AT_ONCE):
        time.sleep(max(0.0, began + turn * AT_ONCE / given.rate - time.monotonic()))
        start = turn * AT_ONCE % len(ids)
        desk.move_all([Seen(each) for each in ids[start : start + AT_ONCE]], Asked(Move.NOTE, "wall", "seen"))
        now = time.monotonic()
        written.update(dict.fromkeys(range(number, number + AT_ONCE), now))
        number += AT_ONCE


if __name__ == "__main__":
    main()
