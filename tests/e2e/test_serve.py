"""`noroshi serve` as its supervisor sees it: a real process, a real notification socket, real HTTP."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from noroshi.cli.program import run
from noroshi.clock import SECOND
from tests.cli.watching import objects
from tests.cyber.captures import SYN, Frame, pcap

ROSTER = """\
organisations:
  - id: one
    name: One
    contacts: [{channel: file, address: TOLD}]
    holdings: [{prefix: 192.0.2.0/24}]
"""
NOW = time.time_ns() - 600 * SECOND


def scan(source: int, second: int, count: int = 40) -> bytes:
    """Write a capture in which 192.0.2.SOURCE scans dark addresses."""
    frames = []
    for number in range(count):
        data = bytearray(SYN)
        data[29], data[33] = source, number
        data[38:42] = data[30:34]
        frames.append(Frame(NOW + second * SECOND + number * SECOND // 10, bytes(data)))
    return pcap(*frames)


class Served:
    """A centre that is served, and what its supervisor hears."""

    def __init__(self, folder: Path, roster: str = ROSTER, **settings: str) -> None:
        self.captures, self.options = folder / "captures", ["--home", str(folder / "home")]
        self.captures.mkdir()
        self.told, self.log = folder / "told.ndjson", folder / "log"
        assert run(["init", *self.options, "--monitored", "198.18.0.0/16"]) == 0
        self.settings = folder / "home" / "noroshi.toml"
        self.set("sources", json.dumps([str(self.captures)]))
        for name, value in {"listen": '"127.0.0.1:0"', **settings}.items():
            self.set(name, value)
        self.set("listen", '"127.0.0.1:0"')  # the console's, for the first is set by now
        self.register(roster)
        self.heard = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.heard.bind(str(folder / "notify"))
        self.heard.settimeout(60)
        self.environment = {**os.environ, "NOTIFY_SOCKET": str(folder / "notify"), "WATCHDOG_USEC": "3000000"}
        self.start()

    def start(self) -> None:
        """Serve, with a log of its own; again, once it was killed."""
        with self.log.open("wb") as log:  # its own: whoever reads the same one moves its place
            self.process = subprocess.Popen(
                [sys.executable, "-m", "noroshi", "serve", "--json", *self.options],
                stdout=subprocess.PIPE,
                stderr=log,
                env=self.environment,
            )

    def kill(self) -> None:
        """Kill it, at once."""
        self.process.kill()
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()

    def close(self) -> None:
        """Kill what is left of it."""
        self.kill()
        self.heard.close()

    def set(self, name: str, value: str) -> None:
        """Set the first setting of that name, which the file shows at its default."""
        before = self.settings.read_text("utf-8")
        default = re.search(rf"^#{name} = .*$", before, re.MULTILINE)
        assert default is not None
        self.settings.write_text(before.replace(default[0], f"{name} = {value}", 1), "utf-8")

    def register(self, roster: str) -> None:
        """Import a roster."""
        path = self.captures.parent / "roster.yaml"
        path.write_text(roster.replace("TOLD", str(self.told)), "utf-8")
        assert run(["organisations", "import", str(path), *self.options]) == 0

    def hear(self, wanted: str) -> None:
        """Wait until the supervisor hears something."""
        while not self.heard.recv(1000).decode().startswith(wanted):
            pass

    def logged(self, event: str, **fields: Any) -> dict[str, Any]:
        """Wait for a line of the log."""
        for _ in range(600):
            for line in self.log.read_bytes().split(b"\n")[:-1]:  # the last is not whole yet, or empty
                found: dict[str, Any] = json.loads(line)
                if found["event"] == event and fields.items() <= found.items():
                    return found
            time.sleep(0.1)
        raise AssertionError((event, self.log.read_text("utf-8")))

    def ask(self, path: str) -> tuple[int, str]:
        """Ask the site for machines."""
        connection = HTTPConnection("127.0.0.1", self.logged("answers how it is")["port"], timeout=10)
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        return answer.status, body


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """Serve a centre; kill what is left of it."""
    centre = Served(tmp_path)
    yield centre
    centre.close()


def test_serves_until_it_is_stopped(served: Served) -> None:
    """It says that it is ready, gives signs of life, alerts, answers how it is, and ends in order."""
    served.hear("READY=1")
    served.hear("WATCHDOG=1")
    (served.captures / "a.pcap").write_bytes(scan(7, 0))
    alert = served.logged("alert", deed="opened")
    ready, metrics = served.ask("/ready"), served.ask("/metrics")
    served.process.send_signal(signal.SIGTERM)
    served.hear("STOPPING=1")
    out, _ = served.process.communicate(timeout=60)

    assert ("one", "infection.external", "192.0.2.7") == (
        alert["organisation"],
        alert["kind"],
        alert["subject"],
    )
    assert (200, {"ready": True, "troubles": []}) == (ready[0], json.loads(ready[1]))
    assert 'noroshi_source_total{what="packets"} 40.0' in metrics[1]
    assert 'noroshi_console_total{what="streams refused"} 0.0' in metrics[1]
    assert "192.0.2.7" not in metrics[1]
    assert 0 == served.process.returncode
    assert "192.0.2.7" in served.told.read_text("utf-8")
    assert objects(out)[-1]["checkpoint"]["checkpoints"] > 0


def test_answers_with_the_console(served: Served) -> None:
    """It answers with the console; the link for the first administrator is in a file for its owner, and not in the log."""
    address = served.logged("answers with the console")["address"]
    file = Path(
        served.logged("nobody can sign in yet: a file has the link for the first administrator")["file"]
    )
    link = file.read_text("ascii").strip()
    with urlopen(f"{address}/api/v1/about", timeout=10) as answer:
        about = json.load(answer)
    with urlopen(link.replace("/invitations/", "/api/v1/invitations/"), timeout=10) as answer:
        invited = json.load(answer)

    assert ("Noroshi", "administrator") == (about["name"], invited["role"])
    assert 0o600 == file.stat().st_mode & 0o777
    assert link.rpartition("/")[2] not in served.log.read_text("utf-8")


def test_takes_a_new_register_without_forgetting(served: Served) -> None:
    """After SIGHUP a new member is alerted, about what was seen before and after; nothing was read twice."""
    served.hear("READY=1")
    (served.captures / "a.pcap").write_bytes(scan(7, 0))
    served.logged("alert", deed="opened")
    served.register(
        ROSTER
        + ROSTER.partition("organisations:\n")[2]
        .replace("one", "two")
        .replace("One", "Two")
        .replace("192.0.2.0/24", "192.0.3.0/24")
    )
    served.process.send_signal(signal.SIGHUP)
    served.hear("RELOADING=1")
    served.hear("READY=1")
    data = bytearray(scan(9, 60))
    for place in range(24, len(data), 16 + len(SYN)):
        data[place + 16 + 28] = 3  # from 192.0.3.9
    (served.captures / "b.pcap").write_bytes(bytes(data))
    alert = served.logged("alert", organisation="two")
    served.process.send_signal(signal.SIGTERM)
    out, _ = served.process.communicate(timeout=60)

    assert "192.0.3.9" == alert["subject"]
    assert 80 == objects(out)[-1]["memory"]["packets"]
    assert 2 == objects(out)[-1]["memory"]["sources"]


def test_keeps_the_old_settings_when_the_new_are_wrong(served: Served) -> None:
    """A mistake in the settings is logged at SIGHUP, and the watch goes on as before."""
    served.hear("READY=1")
    good = served.settings.read_text("utf-8")
    served.settings.write_text(good + "\n[nonsense]\n", "utf-8")
    served.process.send_signal(signal.SIGHUP)
    fault = served.logged("the old register and settings stay")
    (served.captures / "a.pcap").write_bytes(scan(7, 0))
    served.logged("alert", deed="opened")

    assert "nonsense" in fault["error"]
