"""An interface, watched by a centre."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.watching import capture, home, objects, planted
from tests.cyber.captures import SYN
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
    with watching(wire, *centre, *([] if everything else ["--only-monitored"])) as watch:
        wire.send(list(frames(path)))
        lines = until_alerted(watch, infected)
        capable = rights(watch.pid)
        lines += stop(watch)
    *said, end = objects("".join(lines))
    alerts = {
        (line["alert"]["subject"], line["alert"]["organisation"], line["alert"]["kind"])
        for line in said
        if line["event"] == "alert"
    }

    assert infected == {each for each in alerts if each[2].startswith("infection")}
    assert alerts <= planted(truth)
    counted = end["source"]
    assert {0} == {
        counted[each] for each in ("dropped by the system", "unread in the ring", "damaged records")
    }
    assert counted["captured"] == counted["packets"]
    assert (truth.packets == counted["packets"]) is everything
    assert {0} == capable, "some thread still has CAP_NET_RAW or CAP_NET_ADMIN"


def test_again(tmp_path: Path, wire: Wire) -> None:
    """A later watch of the same interface goes on with what the earlier one remembers, and says what it has missed."""
    centre = home(tmp_path)
    ends = []
    for _ in range(2):
        with watching(wire, *centre) as watch:
            wire.send([SYN] * 100)
            ends.append(objects("".join(stop(watch)))[-1])

    assert [100, 100] == [end["source"]["packets"] for end in ends]
    assert "the watch was away" in (tmp_path / "log").read_text("utf-8")


def test_served(tmp_path: Path, wire: Wire) -> None:
    """A service watches an interface as its settings say, and alerts."""
    centre = home(tmp_path)
    settings = tmp_path / "home" / "noroshi.toml"
    text = (
        settings.read_text("utf-8")
        .replace('#listen = "127.0.0.1:9464"', 'listen = ""')
        .replace('#listen = "127.0.0.1:8645"', 'listen = ""')
    )
    settings.write_text(text.replace("#only_monitored = false", "only_monitored = true"), "utf-8")
    path, truth = capture(tmp_path)
    with watching(wire, *centre, command="serve") as watch:
        wire.send(list(frames(path)))
        *_, end = objects("".join(stop(watch)))

    assert end["source"]["captured"] == end["source"]["packets"] < truth.packets
    # An attack lasts a minute, and this traffic passed in seconds.
    assert end["desk"]["opened"] == sum(kind.startswith("infection") for _, _, kind in planted(truth))


@contextmanager
def watching(wire: Wire, *options: str, command: str = "watch") -> Iterator[subprocess.Popen[str]]:
    """Watch the sensor's interface in a process of its own, from when it is open."""
    words = [sys.executable, "-m", "noroshi", command, f"live:{SENSING}", "--json", *options]
    log = Path(options[1]).parent / "log"
    with inside(wire.sensor), log.open("a", encoding="utf-8") as errors:
        watch = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=errors, text=True)
    try:
        until_ready(watch, wire)
        yield watch
        assert 0 == watch.returncode, log.read_text("utf-8")
    finally:
        watch.kill()
        watch.communicate()


def stop(watch: subprocess.Popen[str]) -> list[str]:
    """End a watch when it has read all, and give what it still had to say."""
    time.sleep(2)
    watch.send_signal(signal.SIGTERM)
    said, _ = watch.communicate(timeout=PATIENCE)
    return said.splitlines(keepends=True)


def until_ready(watch: subprocess.Popen[str], wire: Wire) -> None:
    """Wait until the interface is watched."""
    deadline = time.monotonic() + PATIENCE
    with inside(wire.sensor):
        while not any(
            map(is_receiving, Path("/proc/thread-self/net/packet").read_text("ascii").splitlines())
        ):
            assert watch.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)


def is_receiving(line: str) -> bool:
    """Whether a packet socket is bound: it is there before its ring is."""
    return line.split()[5] == "1"


def until_alerted(watch: subprocess.Popen[str], wanted: set[tuple[str, str, str]]) -> list[str]:
    """Read what it says until all of these have been alerted, or the test has waited for long."""
    assert watch.stdout is not None
    left, lines, deadline = set(wanted), [], time.monotonic() + PATIENCE
    while left and time.monotonic() < deadline:
        lines.append(watch.stdout.readline())
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
