import asyncio
import json
import os
import random
import signal
import sqlite3
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest
from aiohttp import web

from noroshi.cli.program import run
from noroshi.clock import SECOND
from noroshi.cyber.scenarios import generate, scenario, write_roster
from noroshi.delivery.document import Document

ROOT = Path(__file__).parents[2]
KILLS = 200
FILES = 24
"""Into which the capture program rotated the traffic."""


class Receiver:
    """Takes calls, and keeps what each key brought."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self.bodies: dict[str, list[bytes]] = defaultdict(list)

    async def take(self, request: web.Request) -> web.Response:
        """Take a call, now and then slowly, and now and then not."""
        body = await request.read()
        if self._chance.random() < 0.05:
            return web.Response(status=503)
        self.bodies[request.headers["Idempotency-Key"]].append(body)
        await asyncio.sleep(self._chance.random() * 0.02)  # killed here, it has arrived and nobody knows
        return web.Response()

    def told(self) -> Counter[tuple[str, str]]:
        """Count how often each notice of an alert arrived, repeats by key dropped: (alert, notice)."""
        documents = [msgspec.json.decode(bodies[0], type=Document) for bodies in self.bodies.values()]
        return Counter(
            (alert.id, notice) for each in documents for alert in each.alerts for notice in alert.notices
        )


@asynccontextmanager
async def received(chance: random.Random) -> AsyncIterator[tuple[Receiver, str]]:
    """Run a receiver on loopback; give it and its address."""
    receiver = Receiver(chance)
    application = web.Application()
    application.router.add_post("/", receiver.take)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield receiver, f"http://127.0.0.1:{runner.addresses[0][1]}/"
    await runner.cleanup()


def centre(folder: Path, address: str) -> list[str]:
    """Make a home whose members all listen at one address; give the options that name it."""
    home = ["--home", str(folder)]
    played = scenario("demo", packets=300_000)
    roster = folder.with_suffix(".yaml")
    write_roster(played, roster)
    lines = roster.read_text("utf-8").splitlines()
    text = "\n".join(
        line.partition("address:")[0] + f"address: {address}" if "address:" in line else line
        for line in lines
    ).replace("channel: email", "channel: webhook")
    roster.write_text(text, "utf-8")
    assert run(["init", *home, "--monitored", played.monitored[0]]) == 0
    assert run(["organisations", "import", str(roster), *home]) == 0
    settings = folder / "noroshi.toml"
    settings.write_text(
        settings.read_text("utf-8")
        .replace("#burst", "burst")
        .replace("[delivery.retry]", "[delivery.retry]\nfirst = 0.05\nattempts = 1000\n", 1)
        .replace("#webhook = ", "webhook = 100000 #", 2),
        "utf-8",
    )
    return home


def rotated(folder: Path) -> None:
    """Write traffic as a capture program does, a file after the other."""
    folder.mkdir()
    whole = folder / "whole"
    generate(scenario("demo", packets=300_000), whole)
    data = whole.read_bytes()
    whole.unlink()
    header, place, start, size = data[:24], 24, 24, (len(data) - 24) // FILES
    for number in range(FILES):
        while place < len(data) and (place - start < size or number == FILES - 1):
            place += 16 + int.from_bytes(data[place + 8 : place + 12], "little")
        file = folder / f"capture-{number:03}.pcap"
        file.write_bytes(header + data[start:place])
        os.utime(file, ns=(number * SECOND, number * SECOND))
        start = place


async def start(*first: list[str]) -> Process:
    """Start a nursery; it has run those command lines when this returns."""
    nursery = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.e2e.nursery", *map(json.dumps, first), cwd=ROOT, stdin=PIPE, stdout=PIPE
    )
    assert nursery.stdout is not None
    assert await nursery.stdout.readline() == b"ready\n"
    return nursery


async def live(nursery: Process, arguments: list[str], seconds: float | None) -> int:
    """Have a child run a command line, kill it after some seconds, and give how it ended."""
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    nursery.stdin.write(json.dumps(arguments).encode() + b"\n")
    _, child = (await nursery.stdout.readline()).split()
    gone = asyncio.ensure_future(nursery.stdout.readline())
    if seconds is not None:
        await asyncio.wait([gone], timeout=seconds)
        if not gone.done():
            os.kill(int(child), signal.SIGKILL)
    return int((await gone).split()[1])


def owed(home: list[str]) -> set[tuple[str, str]]:
    """Give every notice that the database knows and that must have been told: (alert, notice)."""
    with sqlite3.connect(Path(home[1]) / "noroshi.db") as database:
        rows = database.execute("select alert, id, state from notices").fetchall()
    database.close()
    assert {"sent"} >= {state for _, _, state in rows} - {"muted"}
    return {(alert, notice) for alert, notice, state in rows if state != "muted"}


@pytest.mark.slow
async def test_killed_again_and_again(tmp_path: Path) -> None:
    """Killed at 200 random moments, a watch tells every alert, and by key each notice exactly once."""
    chance = random.Random(200)
    rotated(tmp_path / "captures")
    async with received(chance) as (receiver, address), received(chance) as (undisturbed, other):
        peaceful, home = centre(tmp_path / "peaceful", other), centre(tmp_path / "home", address)
        watch = ["watch", str(tmp_path / "captures"), "--once", "--json"]
        log = str(tmp_path / "log")
        began = time.monotonic()
        nursery = await start([log, *watch, *peaceful])
        undisturbed_for = time.monotonic() - began
        kills = 0
        for _ in range(4 * KILLS):
            if kills == KILLS:
                break
            ended = await live(nursery, [log, *watch, *home], chance.random() * 0.6)
            kills += ended == -signal.SIGKILL
        ended = await live(nursery, [log, *watch, *home], None)
        nursery.terminate()
        await nursery.wait()

    alerts = {alert for alert, _ in undisturbed.told()}
    assert (KILLS, 0) == (kills, ended), f"undisturbed it takes {undisturbed_for:.1f} s"
    assert alerts
    assert alerts == {alert for alert, _ in receiver.told()}
    assert owed(home) == receiver.told().keys()
    assert {1} == set(receiver.told().values())
    assert {1} == {len(set(bodies)) for bodies in receiver.bodies.values()}
