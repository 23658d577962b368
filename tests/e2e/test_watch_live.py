"""An interface, watched by a centre."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.watching import capture, home, objects, planted
from tests.cyber.sources.wire import SENSING, Wire, inside, wire

__all__ = ["wire"]  # a fixture

PATIENCE = 120.0
"""Seconds until it must be ready, the first time of all, and until alerts must have come."""


@pytest.mark.parametrize("everything", [True, False], ids=["everything", "only monitored"])
def test_alerted(tmp_path: Path, wire: Wire, everything: bool) -> None:  # noqa: FBT001  # a case
    """Packets that pass an interface are all captured and counted, and infected machines among them are alerted."""
    centre = home(tmp_path)
    path, truth = capture(tmp_path)
    infected = {each for each in planted(truth) if each[2].startswith("infection")}
    options = [] if everything else ["--only-monitored"]
    command = [sys.executable, "-m", "noroshi", "watch", f"live:{SENSING}", "--json", *options, *centre]
    with inside(wire.sensor):
        watching = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        until_ready(watching, wire)
        wire.send(list(frames(path)))
        lines = until_alerted(watching, infected)
        capable = rights(watching.pid)
        time.sleep(2)  # in which the rest is read
        watching.send_signal(signal.SIGTERM)
        rest, errors = watching.communicate(timeout=PATIENCE)
    finally:
        watching.kill()
        watching.wait()
    *_, end = objects("".join(lines) + rest)
    alerts = {
        (line["alert"]["subject"], line["alert"]["organisation"], line["alert"]["kind"])
        for line in objects("".join(lines) + rest)
        if line["event"] == "alert"
    }

    assert 0 == watching.returncode, errors
    assert infected == {each for each in alerts if each[2].startswith("infection")}
    assert alerts <= planted(truth)
    counted = end["source"]
    assert {0} == {
        counted[each] for each in ("dropped by the system", "unread in the ring", "damaged records")
    }
    assert counted["captured"] == counted["packets"]
    assert (truth.packets == counted["packets"]) is everything
    assert {0} == capable, "some thread still has CAP_NET_RAW or CAP_NET_ADMIN"


def until_ready(watching: subprocess.Popen[str], wire: Wire) -> None:
    """Wait until the interface is watched."""
    deadline = time.monotonic() + PATIENCE
    with inside(wire.sensor):
        while len(Path("/proc/thread-self/net/packet").read_text("ascii").splitlines()) < 2:
            assert watching.poll() is None, watching.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.05)


def until_alerted(watching: subprocess.Popen[str], wanted: set[tuple[str, str, str]]) -> list[str]:
    """Read what it says until all of these have been alerted, or the test has waited for long."""
    assert watching.stdout is not None
    left, lines, deadline = set(wanted), [], time.monotonic() + PATIENCE
    while left and time.monotonic() < deadline:
        lines.append(watching.stdout.readline())
        alert = json.loads(lines[-1])["alert"]
        left.discard((alert["subject"], alert["organisation"], alert["kind"]))
    return lines


def rights(process: int) -> set[int]:
    """Give what the threads of a process have of CAP_NET_ADMIN (bit 12) and CAP_NET_RAW (bit 13)."""
    found = set()
    for thread in Path(f"/proc/{process}/task").iterdir():
        status = (thread / "status").read_text("ascii").split()
        found.add(int(status[status.index("CapEff:") + 1], 16) >> 12 & 3)
    return found


def frames(capture: Path) -> Iterator[bytes]:
    """Give the frames of a pcap file."""
    data, place = capture.read_bytes(), 24
    while place < len(data):
        size = int.from_bytes(data[place + 8 : place + 12], "little")
        yield data[place + 16 : place + 16 + size]
        place += 16 + size
