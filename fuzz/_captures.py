"""Valid captures to begin with, and how they are read."""

import sys
from collections.abc import Sequence
from typing import NamedTuple

from _driver import ROOT
from noroshi.cyber.sources.capture import CaptureReader
from noroshi.errors import CaptureError

sys.path.append(str(ROOT))  # a script's own folder is all that Python looks into

from tests.cyber import captures  # after the line above
from tests.cyber.captures import SYN, Frame  # after the line above

ARP = bytes(12) + b"\x08\x06" + bytes(28)
TAGGED = SYN[:12] + b"\x81\x00\x00\x07" + SYN[12:]
IPV6 = SYN[:12] + bytes.fromhex("86dd 60000000 0014 2c40") + bytes(31) + b"\1" + bytes(31) + b"\2"
FRAGMENT = IPV6 + bytes.fromhex("06000001 00000000") + SYN[34:]
ERROR = SYN[:14] + bytes.fromhex("45000044 00000000 40010000 c0000205 c6120001 03010000 00000000") + SYN[14:]

FRAMES = tuple(
    Frame(1_800_000_000_000_000_000 + place, data)
    for place, data in enumerate((SYN, ARP, TAGGED, FRAGMENT, ERROR))
)

PCAPS = tuple(captures.pcap(*FRAMES, order=order, unit=unit) for order in "<>" for unit in (1, 1000))

_MIXED = (
    captures.section(">") + captures.interface(101, ">", seconds=-5) + captures.old_packet(5, SYN[14:], ">")
)
_MORE = captures.interface(113, resolution=0xA0, snaplen=60) + captures.simple_packet(SYN, length=1500)
PCAPNGS = (
    captures.pcapng(*FRAMES),
    captures.pcapng(*FRAMES, order=">"),
    captures.pcapng(*FRAMES) + _MIXED + captures.pcapng(FRAMES[0]),
    captures.pcapng(FRAMES[0]) + _MORE + captures.block(captures.STATISTICS, bytes(20)),
)

NAMED = (CaptureError,)

_READER = CaptureReader()


class _Portions:
    """Gives bytes in portions of that size."""

    def __init__(self, data: bytes, size: int) -> None:
        self._data, self._size, self._at = data, size, 0

    def readinto(self, buffer: memoryview, /) -> int:
        """Give the next portion."""
        portion = self._data[self._at : self._at + min(self._size, len(buffer))]
        buffer[: len(portion)] = portion
        self._at += len(portion)
        return len(portion)


def read(data: bytes) -> None:
    """Read a capture whole and in small portions; it must come to the same."""
    assert _outcome(data, len(data) + 1) == _outcome(data, 13 + len(data) // 50)


def read_packed(data: bytes) -> None:
    """Read a compressed capture whole and in small portions; where it is damaged, one may get further."""
    whole, parts = _outcome(data, len(data) + 1), _outcome(data, 13 + len(data) // 50)
    assert whole == parts or (whole.fault is not None and parts.fault is not None)
    assert all(one == other for one, other in zip(whole.times, parts.times, strict=False))


class _Outcome(NamedTuple):
    times: Sequence[int]
    offset: int = 0
    fault: str | None = None


def _outcome(data: bytes, size: int) -> _Outcome:
    found: list[int] = []
    try:
        for batch in _READER.read("capture", _Portions(data, size)):
            if batch is not None:
                found += batch.time.tolist()
    except CaptureError as fault:
        return _Outcome(found, fault.offset, fault.reason)
    return _Outcome(found)
