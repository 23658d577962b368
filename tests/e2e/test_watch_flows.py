"""Flows, watched by a centre: nobody mirrors a packet, and members are told."""

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from noroshi.cli.program import run
from tests.cli.watching import objects
from tests.cyber.sources.flows.exports import DESTINATION, SYN, data, template, v9

ROSTER = """\
organisations:
  - id: one
    name: One
    contacts: [{channel: file, address: TOLD}]
    holdings: [{prefix: 192.0.2.0/24}]
"""

PATIENCE = 120.0
"""Seconds until it must be ready, the first time of all, and until an alert must have come."""


class Centre:
    """A home with a member, and a port to send flows to."""

    def __init__(self, folder: Path, address: str) -> None:
        self.told, self.log = folder / "told.ndjson", folder / "log"
        self.home = folder / "home"
        self.options = ["--home", str(self.home)]
        roster = folder / "roster.yaml"
        roster.write_text(ROSTER.replace("TOLD", str(self.told)), "utf-8")
        assert run(["init", *self.options, "--monitored", "198.18.0.0/16"]) == 0
        assert run(["organisations", "import", str(roster), *self.options]) == 0
        settings = folder / "home" / "noroshi.toml"
        text = (
            settings.read_text("utf-8")
            .replace('#listen = "127.0.0.1:9464"', 'listen = ""')
            .replace('#listen = "127.0.0.1:8645"', 'listen = ""')
        )
        settings.write_text(text, "utf-8")
        self.address = address
        self.family = socket.AF_INET6 if ":" in address else socket.AF_INET
        with socket.socket(self.family, socket.SOCK_DGRAM) as free:
            free.bind((address, 0))
            self.port: int = free.getsockname()[1]

    @contextmanager
    def watching(self, command: str) -> Iterator[subprocess.Popen[str]]:
        """Watch the port in a process of its own, from when it is listened to."""
        host = f"[{self.address}]" if ":" in self.address else self.address
        words = [
            sys.executable,
            "-m",
            "noroshi",
            command,
            f"flows:{host}:{self.port}",
            "--json",
            *self.options,
        ]
        with self.log.open("a", encoding="utf-8") as errors:
            watch = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=errors, text=True)
        try:
            self.wait_for(self.is_listened_to, watch)
            yield watch
        finally:
            watch.kill()
            watch.communicate()

    def is_listened_to(self) -> bool:
        """Whether somebody has the port."""
        return bool(self._lines())

    def is_read(self) -> bool:
        """Whether nothing waits at the port."""
        return all(line.split()[4].endswith(":00000000") for line in self._lines())

    def wait_for(self, condition: Any, watch: "subprocess.Popen[str]") -> None:
        """Wait until something is so."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert watch.poll() is None, self.log.read_text("utf-8")
            assert time.monotonic() < deadline, self.log.read_text("utf-8")
            time.sleep(0.05)

    def kept_at(self) -> float:
        """When the latest checkpoint was written; 0.0 before the first."""
        kept = (self.home / "checkpoints").glob("*.checkpoint")
        return max((each.stat().st_mtime for each in kept), default=0.0)

    def send_scan(self, number: int) -> None:
        """Send flows of now, in which 192.0.2.66 asks 20 dark addresses for port 23."""
        records = [{**SYN, DESTINATION: f"198.18.{number}.{host}"} for host in range(20)]
        export = v9(
            template(256, list(SYN)), data(256, list(SYN), *records), number=number, sent=int(time.time())
        )
        with socket.socket(self.family, socket.SOCK_DGRAM) as out:
            out.sendto(export, (self.address, self.port))

    def _lines(self) -> list[str]:
        ports = Path("/proc/net/udp6" if self.family == socket.AF_INET6 else "/proc/net/udp")
        return [line for line in ports.read_text("ascii").splitlines() if f":{self.port:04X} " in line]

    def heard(self) -> list[dict[str, Any]]:
        """Give what the member was told."""
        return list(objects(self.told.read_text("utf-8"))) if self.told.exists() else []


def ended(watch: "subprocess.Popen[str]") -> dict[str, Any]:
    """End a watch, and give what it has counted."""
    watch.send_signal(signal.SIGTERM)
    said, _ = watch.communicate(timeout=PATIENCE)
    assert 0 == watch.returncode
    counted: dict[str, Any] = json.loads(said.splitlines()[-1])
    return counted


@pytest.mark.parametrize(("command", "address"), [("watch", "127.0.0.1"), ("serve", "::1")])
def test_alerted(command: str, address: str, tmp_path: Path) -> None:
    """A member whose machine scans is told while flows arrive, and all of these are counted."""
    centre = Centre(tmp_path, address)
    with centre.watching(command) as watch:
        centre.send_scan(0)
        centre.wait_for(centre.heard, watch)
        counted = ended(watch)

    assert "192.0.2.66" in centre.told.read_text("utf-8")
    assert "infection.external" in centre.told.read_text("utf-8")
    assert 1 == counted["desk"]["opened"]
    expected = {"datagrams": 1, "flows": 20, "packets": 20, "missing": 0, "dropped by the system": 0}
    assert expected == {each: counted["source"][each] for each in expected}


def test_again(tmp_path: Path) -> None:
    """A later watch of the port goes on with what the earlier one remembers, and says from when to when it was away."""
    centre = Centre(tmp_path, "127.0.0.1")
    with centre.watching("watch") as watch:
        centre.send_scan(0)
        centre.wait_for(centre.heard, watch)
        ended(watch)
    with centre.watching("watch") as watch:
        centre.send_scan(1)
        centre.wait_for(centre.is_read, watch)
        counted = ended(watch)

    (away,) = [
        line for line in objects(centre.log.read_text("utf-8")) if line["event"] == "the watch was away"
    ]
    assert away["since"] < away["until"]
    assert (40, 0) == (counted["memory"]["packets"], counted["desk"].get("opened", 0))


def test_killed(tmp_path: Path) -> None:
    """A watch that was killed goes on from its checkpoint: who was told is not told anew."""
    centre = Centre(tmp_path, "127.0.0.1")
    with centre.watching("watch") as watch:
        centre.send_scan(0)
        centre.wait_for(centre.heard, watch)
        told = centre.heard()
        since = time.time()
        centre.wait_for(lambda: centre.kept_at() > since, watch)
        watch.kill()
        watch.wait()
    with centre.watching("watch") as watch:
        centre.send_scan(1)
        centre.wait_for(centre.is_read, watch)
        counted = ended(watch)

    assert "the watch was away" in centre.log.read_text("utf-8")
    assert (40, 0) == (counted["memory"]["packets"], counted["desk"].get("opened", 0))
    assert told == centre.heard()
