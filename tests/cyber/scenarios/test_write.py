"""The file that is written: the same from the same seed, in order, and however it is cut."""

import gzip
import struct
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
import zstandard

from noroshi.clock import HOUR
from noroshi.cyber.scenarios import SCENARIOS, generate, scenario
from tests.cyber.scenarios.capture import SMALL, made, seen


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_same_seed_gives_the_same_bytes_however_time_is_sliced(name: str) -> None:
    """A file does not depend on how many packets are made at a time."""
    _, truth, data = made(name)
    again = BytesIO()

    assert truth == generate(scenario(name, **SMALL[name]), again, at_a_time=997)
    assert data == again.getvalue()


@pytest.mark.parametrize("name", SCENARIOS)
def test_another_seed_gives_other_bytes(name: str) -> None:
    """Two seeds give two files."""
    assert made(name, 1)[2] != made(name, 2)[2]


@pytest.mark.parametrize("name", SCENARIOS)
def test_packets_are_in_order_of_time(name: str) -> None:
    """No packet is earlier than the one before it."""
    assert all(one.time <= other.time for one, other in pairwise(seen(name)))


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_can_be_played_at_another_time(name: str) -> None:
    """Played an hour later, each packet comes an hour later, and is the same."""
    play, _, data = made(name)
    moved = BytesIO()
    truth = generate(play.later(HOUR), moved)

    assert (play.start + HOUR, play.end + HOUR) == (play.later(HOUR).start, play.later(HOUR).end)
    assert timeless(data) == timeless(moved.getvalue())
    assert truth.packets == play.packets


def timeless(data: bytes) -> list[tuple[int, bytes]]:
    """Give each packet with the microsecond of the hour it came at."""
    packets, at = list[tuple[int, bytes]](), 24
    while at < len(data):
        seconds, microseconds, length = struct.unpack_from("<III", data, at)
        packets.append((seconds % 3600 * 1_000_000 + microseconds, data[at + 16 : at + 16 + length]))
        at += 16 + length
    return packets


def test_it_tells_how_far_it_is() -> None:
    """Whoever wants to know is told, step by step, up to the last packet."""
    steps: list[int] = []
    truth = generate(made("edges")[0], BytesIO(), at_a_time=1_000, told=steps.append)

    assert steps == sorted(steps)
    assert (0 < steps[0] < truth.packets, truth.packets) == (True, steps[-1])


def test_an_actor_sends_the_same_whoever_else_plays() -> None:
    """More background does not change what a planted actor sends."""
    play = scenario("demo", packets=120_000, sources=4_000)
    more = BytesIO()
    truth = generate(play, more)

    assert made("demo")[1].planted == truth.planted


def test_a_compressed_file_holds_the_same_bytes(tmp_path: Path) -> None:
    """The name's ending chooses the compression; what is inside stays the same."""
    play, truth, data = made("edges")
    for ending in ("", ".gz", ".zst"):
        assert truth == generate(play, tmp_path / f"capture.pcap{ending}")
    unpacked = zstandard.ZstdDecompressor().stream_reader((tmp_path / "capture.pcap.zst").read_bytes())

    assert data == (tmp_path / "capture.pcap").read_bytes()
    assert data == gzip.decompress((tmp_path / "capture.pcap.gz").read_bytes())
    assert data == unpacked.read()


def test_the_same_seed_gives_the_same_compressed_bytes(tmp_path: Path) -> None:
    """No name and no date of making get into a compressed file."""
    play, _, _ = made("edges")
    generate(play, tmp_path / "one.pcap.gz")
    generate(play, tmp_path / "other.pcap.gz")

    assert (tmp_path / "one.pcap.gz").read_bytes() == (tmp_path / "other.pcap.gz").read_bytes()


def test_nanoseconds_are_written_when_asked_for() -> None:
    """A nanosecond file says so in its magic number, and keeps the digits that a microsecond file cuts."""
    play, truth, _ = made("edges")
    fine = BytesIO()
    generate(play, fine, nanoseconds=True)
    data = fine.getvalue()

    assert 0xA1B23C4D == int.from_bytes(data[:4], "little")
    assert truth.first % 1_000_000_000 == int.from_bytes(data[28:32], "little")
