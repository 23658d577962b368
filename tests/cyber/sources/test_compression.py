"""Compressed captures, whole, cut and damaged."""

import bz2
import gc
import gzip
import lzma
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from noroshi.cyber.sources.listing import open_source
from noroshi.domains import Sourcing
from noroshi.errors import CaptureError
from tests.cyber import captures
from tests.cyber.captures import SYN, Frame
from tests.cyber.sources.reading import read, read_until_fault, times

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "zstd": zstandard.ZstdCompressor().compress,
    "xz": lzma.compress,
    "bzip2": bz2.compress,
}

FRAMES = [Frame(moment * 1000, SYN[:-1] + bytes([moment % 251])) for moment in range(20_000)]
CAPTURE = captures.pcap(*FRAMES)
MOMENTS = [frame.time for frame in FRAMES]

every_packer = pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)


def portions(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]


@every_packer
def test_compressed_captures_are_told_by_their_first_bytes(pack: Callable[[bytes], bytes]) -> None:
    """A compressed capture gives the packets of the plain one, in whatever portions it comes."""
    packed = pack(CAPTURE)

    assert MOMENTS == times(read([packed]))
    assert MOMENTS == times(read(portions(packed, 4099)))
    assert MOMENTS[:100] == times(read(portions(pack(captures.pcap(*FRAMES[:100])), 1)))


@every_packer
def test_members_end_to_end_are_one_capture(pack: Callable[[bytes], bytes]) -> None:
    """Members that stand end to end, with padding between them, unpack to one capture."""
    middle = len(CAPTURE) // 2
    packed = pack(CAPTURE[:middle]) + bytes(8) + pack(CAPTURE[middle:]) + bytes(4)

    assert MOMENTS == times(read([packed]))


@every_packer
def test_a_pause_inside_compressed_data_is_told(pack: Callable[[bytes], bytes]) -> None:
    """A live pipe that is silent in the middle of a member gives the others a turn."""
    packed = pack(CAPTURE)
    arrived = list(read([packed[:3], None, packed[3:500], None, packed[500:]]))

    assert 2 == arrived.count(None)
    assert MOMENTS == times(arrived)


@every_packer
def test_a_member_that_is_cut_off_is_a_fault(pack: Callable[[bytes], bytes]) -> None:
    """What is missing at the end is told, and everything that can be unpacked is handed over before."""
    packed = pack(captures.pcap(*FRAMES[:4000]))
    found, error = read_until_fault([packed[:-1]])

    assert "cannot read on: the compressed data is cut off" == getattr(error, "reason", None)
    assert MOMENTS[: len(found)] == found
    if pack is not PACKERS["bzip2"]:  # which gives nothing of a block before it has checked it
        assert len(found) > 0


@every_packer
def test_what_follows_that_is_no_member_is_a_fault(pack: Callable[[bytes], bytes]) -> None:
    """Junk behind the last member is told, and the packets before it are handed over."""
    found, error = read_until_fault([pack(CAPTURE), b"junk" * 300])

    assert error is not None
    assert MOMENTS == found


@given(st.sampled_from(sorted(PACKERS)), st.integers(0), st.integers(1, 255))
def test_damage_is_a_named_error(name: str, place: int, change: int) -> None:
    """Whatever byte is changed, the capture is read or refused by name."""
    packed = bytearray(PACKERS[name](captures.pcap(*FRAMES[:300])))
    packed[place % len(packed)] ^= change
    found, error = read_until_fault([bytes(packed)])

    assert len(found) <= len(packed)
    assert error is None or error.reason


@every_packer
def test_dense_data_takes_little_memory(pack: Callable[[bytes], bytes]) -> None:
    """A few bytes that unpack to 128 MiB of empty records are read in a fraction of that memory."""
    bomb = pack(captures.pcap(FRAMES[0]) + bytes(1 << 27))
    tracemalloc.start()
    found = times(read([bomb]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert [MOMENTS[0]] == found
    assert peak < 80 << 20


def test_a_file_may_not_ask_for_more_memory_than_we_give() -> None:
    """An xz file whose dictionary is a gigabyte is refused by name."""
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 26}]
    header = bytearray(lzma.compress(CAPTURE, filters=filters))
    place = header.index(b"\x21\x01") + 2  # the dictionary's size, as a power of two
    header[place] = 36
    checksum = 12 + (header[12] + 1) * 4 - 4
    header[checksum : checksum + 4] = zlib.crc32(header[12:checksum]).to_bytes(4, "little")
    with pytest.raises(CaptureError, match="emory usage limit"):
        list(read([bytes(header)]))


@every_packer
def test_a_capture_that_was_read_or_given_up_holds_no_memory(
    pack: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    """Twenty broken files that are put up with leave no buffer behind, and it takes no garbage collector."""
    broken = pack(captures.pcap(*FRAMES[:2000]))[:-5] + b"junk"
    for place in range(20):
        (tmp_path / f"{place}.pcap").write_bytes(broken)
    source = open_source([str(tmp_path / "*")], Sourcing(keep_going=True))
    gc.disable()
    tracemalloc.start()
    for _ in source.arrivals(()):
        pass
    left = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    gc.enable()

    assert 20 == len(source.faults())
    assert left < 2 << 20
