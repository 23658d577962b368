"""A watch over a capture directory, as the API sees it."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from noroshi.app import Application
from noroshi.cli.program import run
from noroshi.clock import MINUTE, SECOND, SystemClock, iso
from noroshi.config.home import Home
from noroshi.cyber.picture.frames import HEADER, SHOWN, Flag
from noroshi.domains import Sourcing
from noroshi.engine.watching import Watching
from noroshi.errors import NotFoundError
from noroshi.onlooking import Looking, View
from noroshi.records.watches import WatchRecord
from noroshi.serving.live import LiveWatch
from tests.cyber.captures import SYN, Frame, pcap

ROSTER = """\
organisations:
  - {id: one, name: One, holdings: [{prefix: 192.0.2.0/24}]}
"""
NOW = (time.time_ns() - 600 * SECOND) // MINUTE * MINUTE
LEAD = View(masked=False)


def scan(second: int) -> bytes:
    """Write a capture in which 192.0.2.7 scans 40 dark addresses."""
    frames = []
    for number in range(40):
        data = bytearray(SYN)
        data[29], data[33] = 7, number
        frames.append(Frame(NOW + second * SECOND + number * SECOND // 10, bytes(data)))
    return pcap(*frames)


@pytest.fixture
def application(tmp_path: Path) -> Iterator[Application]:
    """Give a centre that has one member and two captures to watch."""
    home = ["--home", str(tmp_path / "home")]
    (tmp_path / "roster.yaml").write_text(ROSTER, "utf-8")
    assert run(["init", *home, "--monitored", "198.18.0.0/16"]) == 0
    assert run(["organisations", "import", str(tmp_path / "roster.yaml"), *home]) == 0
    captures = tmp_path / "captures"
    captures.mkdir()
    for number in range(2):
        (captures / f"{number}.pcap").write_bytes(scan(10 * number))
    with Application.open(Home(tmp_path / "home"), SystemClock()) as centre:
        yield centre


def watched(application: Application, tmp_path: Path, *, shown: bool = True) -> tuple[Watching, LiveWatch]:
    """Make ready to watch the captures."""
    watching = application.watch([str(tmp_path / "captures")], Sourcing(follow=False), shown=shown)
    return watching, LiveWatch(watching, application.alerts, SystemClock())


def test_from_capture_to_frame(application: Application, tmp_path: Path) -> None:
    """Who looks is shown every packet of the directory, counted exactly, and from the alert on as of an alerting source."""
    watching, live = watched(application, tmp_path)
    onlooker = watching.onlooker
    assert onlooker is not None
    reader = live.look(LEAD, lambda: None)
    flags = []
    for _ in watching.turns():
        onlooker.cut()
        frame = reader.take()
        if frame is not None:
            shown = np.frombuffer(frame[HEADER.itemsize :], SHOWN)
            assert np.frombuffer(frame, HEADER, 1)["packets"].tolist() == [40]
            assert {(0xC0000207, 0, 23)} == set(shown[["source", "source_ring", "port"]].tolist())
            flags.append({Flag(each) for each in shown["flags"].tolist()})
            live.refresh(onlooker)
            onlooker.cut()
    (spot, nowhere) = live.spots(LEAD, ["192.0.2.7", "9.9.9.9"])

    assert [{Flag.FROM_MEMBER}, {Flag.FROM_MEMBER | Flag.FROM_ALERTING}] == flags
    assert nowhere is None
    assert spot is not None
    assert (0, 7 * 256) == spot
    assert ["one"] == [ring.organisation for ring in live.rings(LEAD)]
    traffic = live.traffic(0, 10)
    assert (True, iso(NOW)) == (traffic.watching, traffic.since)
    assert [(iso(NOW), 80, 1, True, (("tcp/23", 80),))] == [
        (each.at, each.packets, each.sources, each.exact, each.top) for each in traffic.minutes
    ]


def test_a_thread_makes_frames(application: Application, tmp_path: Path) -> None:
    """While a watch goes on, a thread of its own cuts frames and wakes those who look."""
    watching, live = watched(application, tmp_path)
    all_shown, packets = threading.Event(), [0]

    def take() -> None:
        packets[0] += int(np.frombuffer(reader.take() or b"", HEADER, 1)["packets"][0])
        if packets[0] == 80:
            all_shown.set()

    reader: Looking = live.look(View("one", session="s"), take)
    with live.beside():
        for _ in watching.turns():
            pass
        assert all_shown.wait(60)
        reader.close()

    assert [80] == packets


def test_how_a_watch_does(application: Application, tmp_path: Path) -> None:
    """What the watch and its sensor are like is told: what was captured, and since when it is quiet."""
    watching, live = watched(application, tmp_path)
    before = live.watch()
    for _ in watching.turns():
        pass
    (sensor,) = live.watch().sensors
    last = NOW + 10 * SECOND + 39 * SECOND // 10

    assert (None, 0) == (before.latest, before.sensors[0].captured)
    assert (iso(last), "full") == (live.watch().latest, live.watch().load)
    assert (80, 0, True, ()) == (sensor.captured, sensor.dropped, sensor.well, sensor.troubles)
    assert 80 == sensor.counters["packets"]
    assert ("captures", True) == (sensor.name, live.watch().replay)


def test_a_watch_without_a_picture(application: Application, tmp_path: Path) -> None:
    """Where nobody is to look on, there are no rings and no traffic, and whoever looks is refused."""
    _, live = watched(application, tmp_path, shown=False)

    with live.beside(), pytest.raises(NotFoundError):
        live.look(LEAD, lambda: None)
    assert ((), [None], ()) == (live.rings(LEAD), live.spots(LEAD, ["192.0.2.7"]), live.traffic(0, 9).minutes)


def test_no_watch() -> None:
    """Of a process without a watch it is said that none runs."""
    assert (False, None, ()) == (
        WatchRecord(watching=False).watching,
        WatchRecord(watching=False).latest,
        WatchRecord(watching=False).sensors,
    )
