import asyncio
import json
import os
import random
import re
import signal
import sqlite3
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import msgspec
import pytest
from aiohttp import web

from noroshi.cli.program import run
from noroshi.clock import SECOND
from noroshi.cyber.scenarios import generate, scenario, write_roster
from noroshi.delivery.document import Document
from tests.cli.watching import cut
from tests.storage.archived import keys

ROOT = Path(__file__).parents[2]
KILLS = 200
SPAN = 0.7
"""Seconds within which a kill falls; undisturbed, a watch of what is left takes longer at first, and less at last."""
FILES = 12
"""Into which the capture program rotated the traffic."""
PLAYED = scenario("outbreak", members=60, packets=120_000, sources=10_000)


class Receiver:
    """Takes calls, and keeps what each key brought to each centre's address."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self.bodies: dict[str, dict[str, list[bytes]]] = defaultdict(lambda: defaultdict(list))

    async def take(self, request: web.Request) -> web.Response:
        """Take a call, now and then slowly, and now and then not."""
        body = await request.read()
        if self._chance.random() < 0.05:
            return web.Response(status=503)
        self.bodies[request.path][request.headers["Idempotency-Key"]].append(body)
        await asyncio.sleep(self._chance.random() * 0.02)  # killed here, it has arrived and nobody knows
        return web.Response()

    def told(self, path: str) -> Counter[tuple[str, str]]:
        """Count how often each notice of an alert arrived, repeats by key dropped: (alert, notice)."""
        firsts = [msgspec.json.decode(bodies[0], type=Document) for bodies in self.bodies[path].values()]
        return Counter(
            (alert.id, notice) for each in firsts for alert in each.alerts for notice in alert.notices
        )


@asynccontextmanager
async def received(chance: random.Random) -> AsyncIterator[tuple[Receiver, str]]:
    """Run a receiver on loopback; give it and its address."""
    receiver = Receiver(chance)
    application = web.Application()
    application.router.add_post("/{centre}", receiver.take)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield receiver, f"http://127.0.0.1:{runner.addresses[0][1]}/"
    await runner.cleanup()


def centre(folder: Path, address: str) -> list[str]:
    """Make a home whose members all listen at one address; give the options that name it."""
    home = ["--home", str(folder)]
    roster = folder.with_suffix(".yaml")
    write_roster(PLAYED, roster)
    text = re.sub(r"address: \S+", f"address: {address}", roster.read_text("utf-8"))
    roster.write_text(text.replace("channel: email", "channel: webhook"), "utf-8")
    assert run(["init", *home, "--monitored", PLAYED.monitored[0]]) == 0
    assert run(["organisations", "import", str(roster), *home]) == 0
    settings = folder / "noroshi.toml"
    changed = settings.read_text("utf-8")
    for name, value in (("first", 0.05), ("attempts", 1000), ("webhook", 100_000), ("poll", 0.01)):
        changed = re.sub(rf"^#{name} = .*$", f"{name} = {value}", changed, flags=re.MULTILINE)
    settings.write_text(changed, "utf-8")
    return home


def rotated(folder: Path) -> None:
    """Write traffic as a capture program does, a file after the other."""
    whole = folder.with_suffix(".pcap")
    generate(PLAYED, whole)
    for number, file in enumerate(cut(whole, folder, FILES)):
        os.utime(file, ns=(number * SECOND, number * SECOND))


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
            with suppress(ProcessLookupError):  # it has just ended, and word of that is on its way
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
    """Killed at 200 random moments, watches tell every alert, and by key each notice exactly once; the archive is whole."""
    chance = random.Random(200)
    rotated(tmp_path / "captures")
    watch = [str(tmp_path / "log"), "watch", str(tmp_path / "captures"), "--once", "--json"]
    kills = repeated = rounds = 0
    async with received(chance) as (receiver, address):
        nursery = await start([*watch, *centre(tmp_path / "peaceful", f"{address}peaceful")])
        expected = {alert for alert, _ in receiver.told("/peaceful")}
        archived = keys(tmp_path / "peaceful" / "archive" / "detections")
        while kills < KILLS:
            rounds += 1
            home = centre(tmp_path / f"home-{rounds}", f"{address}{rounds}")
            while ended := await live(nursery, [*watch, *home], chance.random() * SPAN):
                assert ended == -signal.SIGKILL, (tmp_path / "log").read_text("utf-8")[-2000:]
                kills += 1
            told = receiver.told(f"/{rounds}")
            bodies = receiver.bodies[f"/{rounds}"].values()
            repeated += sum(len(each) > 1 for each in bodies)

            assert expected == {alert for alert, _ in told}
            assert owed(home) == told.keys()
            assert archived == keys(Path(home[1]) / "archive" / "detections")
            assert {1} == set(told.values())
            assert {1} == {len(set(each)) for each in bodies}
        nursery.terminate()
        await nursery.wait()

    assert len(expected) > 60
    assert repeated > 0, "no kill fell between sending and recording, so this has proven little"
