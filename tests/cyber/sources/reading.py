"""Captures read from bytes that come in whatever portions."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from noroshi.columns.schema import concatenate, copy
from noroshi.cyber.packets import Packets
from noroshi.cyber.sources.capture import CaptureReader
from noroshi.errors import CaptureError


class Portions:
    """Gives bytes as a pipe does: as they were written; None where nothing came for a while."""

    def __init__(self, portions: Iterable[bytes | None]) -> None:
        self._portions = [portion for portion in portions if portion != b""]
        self.taken = 0

    def readinto(self, buffer: memoryview, /) -> int | None:
        """Give the next portion, or what there is room for."""
        if not self._portions:
            return 0
        portion = self._portions.pop(0)
        if portion is None:
            return None
        size = min(len(portion), len(buffer))
        buffer[:size] = portion[:size]
        if portion[size:]:
            self._portions.insert(0, portion[size:])
        self.taken += size
        return size


def read(portions: Iterable[bytes | None], reader: CaptureReader | None = None) -> Iterator[Packets | None]:
    """Read a capture, keeping each batch."""
    for batch in (reader or CaptureReader()).read("capture", Portions(portions)):
        yield None if batch is None else copy(batch)


def packets_of(data: bytes, cuts: Sequence[int] = ()) -> Packets:
    """Read a capture that comes in portions cut at those places, into one batch."""
    portions = (data[start:end] for start, end in pairwise([0, *sorted(cuts), len(data)]))
    batches = [batch for batch in read(portions) if batch is not None]
    return concatenate(*batches)


def read_until_fault(portions: Iterable[bytes | None]) -> tuple[list[int], CaptureError | None]:
    """Read a capture that may be broken; give the times of its packets, and the fault."""
    found: list[int] = []
    try:
        for batch in read(portions):
            found += times([batch])
    except CaptureError as fault:
        return found, fault
    return found, None


def times(batches: Iterable[Packets | None]) -> list[int]:
    """Give the times of all packets."""
    return [moment for batch in batches if batch is not None for moment in batch.time.tolist()]


def bytes_of(packets: Packets) -> list[bytes]:
    """Give each packet's bytes, as captured."""
    spans = zip(packets.at.tolist(), packets.captured.tolist(), strict=True)
    return [packets.data[at : at + size].tobytes() for at, size in spans]
