"""What a centre meets in the field: each time a clear message, an exit code, and nothing lost."""

import asyncio
import json
import os
import shutil
import ssl
import subprocess
import sys
import time
from asyncio.subprocess import DEVNULL
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from aiohttp import web

from noroshi.cli.program import run
from tests.cli.watching import capture, cut, home, objects, planted
from tests.delivery.conftest import Certificates, certificates

__all__ = ["certificates"]  # a fixture

STORAGE = 7
"""The exit code of errors of storage."""

YEAR = 365 * 86_400

BY_CLOCK = Path(__file__).parents[2] / "faults" / "_clock.py"
"""Runs Noroshi by a clock that a file sets."""

LOSING = (
    [setpriv, "--bounding-set=-net_raw,-net_admin", "--no-new-privs"]
    if (setpriv := shutil.which("setpriv"))
    else []
)
"""Before a command line, lets root run it as if without these rights."""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Give a small disk of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64m,mode=700", "noroshi-test", str(place)]
    if os.geteuid() or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk, and not everywhere")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@contextmanager
def full(place: Path) -> Iterator[None]:
    """Leave no room on a disk within the block."""
    filler = place / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(1 << 12))
        except OSError:
            pass
    yield
    filler.unlink()


@contextmanager
def read_only(place: Path) -> Iterator[None]:
    """Let nobody write to a disk within the block, as a failing one becomes."""
    subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
    yield
    subprocess.run(["mount", "-o", "remount,rw", str(place)], check=True)


@pytest.mark.parametrize("trouble", [full, read_only], ids=["full", "read-only"])
def test_a_disk_that_takes_nothing(
    disk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], trouble: object
) -> None:
    """The watch ends with a named error and says what to look at; once there is room, all is told as if nothing had been."""
    assert callable(trouble)
    options = home(disk)
    path, truth = capture(tmp_path)
    cut(path, tmp_path / "captures", 3)
    watch = ["watch", str(tmp_path / "captures"), "--once", *options]
    with trouble(disk):
        capsys.readouterr()
        code = run(watch)
        said = capsys.readouterr().err
        assert 9 == run(["doctor", "--offline", *options])
        capsys.readouterr()
    again = run(watch)
    capsys.readouterr()
    assert 0 == run(["alerts", "list", "--all", "--json", *options])
    alerts = objects(capsys.readouterr().out)

    assert (STORAGE, 0) == (code, again)
    assert "the database failed" in said
    assert "Is the disk full, and may you write to the database?" in said
    assert planted(truth) == {(each["subject"], each["organisation"], each["kind"]) for each in alerts}


def test_a_database_that_does_not_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is said which server did not answer, without the password, and the watch does not begin."""
    pytest.importorskip("psycopg", reason="the extra postgres is not installed")
    options = home(tmp_path)
    settings = tmp_path / "home" / "noroshi.toml"
    url = "postgresql+psycopg://noroshi:hunter2@127.0.0.1:9/centre"
    settings.write_text(settings.read_text("utf-8").replace('#url = ""', f'url = "{url}"'), "utf-8")
    path, _ = capture(tmp_path)
    capsys.readouterr()
    code = run(["watch", str(path), *options])
    said = capsys.readouterr().err

    assert STORAGE == code
    assert "Is the server running, and does `database.url` in the settings name it?" in said
    assert "hunter2" not in said


async def test_a_certificate_that_has_expired(
    tmp_path: Path, certificates: Certificates, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is sent to a receiver whose certificate is out of date; the notice waits, and says why."""
    called = []

    async def take(request: web.Request) -> web.Response:
        called.append(await request.read())
        return web.Response()

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificates.expired, certificates.key)
    application = web.Application()
    application.router.add_post("/", take)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
    options = home(tmp_path)
    told(tmp_path, f"https://localhost:{runner.addresses[0][1]}/", certificates, options)
    path, _ = capture(tmp_path)
    capsys.readouterr()
    command = [sys.executable, "-m", "noroshi", "watch", str(path), *options]
    code = await (await asyncio.create_subprocess_exec(*command, stdout=DEVNULL, stderr=DEVNULL)).wait()
    capsys.readouterr()
    assert 0 == run(["notices", "list", "--json", *options])
    waiting = objects(capsys.readouterr().out)
    await runner.cleanup()

    assert (0, []) == (code, called)
    assert any("certificate has expired" in str(each) for each in waiting)


@pytest.mark.parametrize(
    ("years", "why"), [(-10, "ahead of this machine's clock"), (10, "this machine's clock jumped by -3153")]
)
def test_a_clock_that_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], years: int, why: str
) -> None:
    """A watch by a clock that is years behind or ahead says so by the time that it is set right, and alerts all the same."""
    options = home(tmp_path)
    path, truth = capture(tmp_path)
    first, second = cut(path, tmp_path / "cut", 2)
    captures, clock, log = tmp_path / "captures", tmp_path / "clock", tmp_path / "log"
    captures.mkdir()
    clock.write_text(str(years * YEAR), "ascii")
    first.rename(captures / first.name)
    command = [sys.executable, str(BY_CLOCK), str(clock), "watch", str(captures), "--json", *options]
    with (
        log.open("wb") as file,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=file, text=True) as watching,
    ):
        assert watching.stdout is not None
        seen = {_alerted(next(watching.stdout))}
        while not list((tmp_path / "home").rglob("*.checkpoint")):  # by then it has looked at the clock
            time.sleep(0.02)
        clock.write_text("0", "ascii")
        second.rename(captures / second.name)
        while not planted(truth) <= seen:
            seen.add(_alerted(next(watching.stdout)))
        while why not in log.read_text("utf-8"):
            time.sleep(0.02)
        watching.terminate()
        watching.stdout.read()
    capsys.readouterr()
    assert 0 == run(["notices", "list", "--json", *options])
    unsent = objects(capsys.readouterr().out)
    told = [
        notice
        for each in objects((tmp_path / "told.ndjson").read_text("utf-8"))
        for alert in each["alerts"]
        for notice in alert["notices"]
    ]

    assert 0 == watching.returncode
    assert {"still"} >= {each["reason"] for each in unsent}
    assert sorted(set(told)) == sorted(told)


@pytest.mark.skipif(not LOSING, reason="setpriv is not here, and this is root")
def test_a_right_that_is_missing(tmp_path: Path) -> None:
    """Who may not watch an interface is told which right it takes, and how to give it; nothing else has happened."""
    options = home(tmp_path)
    before = sorted(path.name for path in (tmp_path / "home").rglob("*"))
    command = [*LOSING, sys.executable, "-m", "noroshi", "watch", "live:lo", *options]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)

    assert (2, "") == (ended.returncode, ended.stdout)
    assert "watching an interface takes the capability CAP_NET_RAW" in ended.stderr
    assert "AmbientCapabilities=CAP_NET_RAW" in ended.stderr
    assert before == sorted(path.name for path in (tmp_path / "home").rglob("*"))


def _alerted(line: str) -> tuple[str, str, str]:
    alert = json.loads(line)["alert"]
    return alert["subject"], alert["organisation"], alert["kind"]


def told(folder: Path, address: str, certificates: Certificates, options: list[str]) -> None:
    """Have all members told at an address, and trust the authority of its certificate."""
    roster = folder / "members.yaml"
    lines = [
        f"{line.partition('address:')[0]}address: {address}" if "address:" in line else line
        for line in roster.read_text("utf-8").splitlines()
    ]
    roster.write_text("\n".join(lines).replace("channel: file", "channel: webhook"), "utf-8")
    assert run(["organisations", "import", str(roster), *options]) == 0
    settings = folder / "home" / "noroshi.toml"
    head, webhook, tail = settings.read_text("utf-8").partition("[webhook]")
    tail = tail.replace('#authorities = ""', f'authorities = "{certificates.authority}"', 1)
    settings.write_text((head + webhook + tail).replace("#drain = 30.0", "drain = 2.0"), "utf-8")
