"""Everybody who sends is counted, one row a source."""

import numpy as np

from noroshi.cyber.memory import CyberMemory
from noroshi.cyber.packets import Packets
from tests.cyber.traffic import batch, packet, watch

DARK = "198.18.0.1"


def counted(packets: Packets) -> dict[tuple[int, int], tuple[int, int, int]]:
    """Fold packets, and give each source's count, first and last time."""
    memory = watch().memory
    assert isinstance(memory, CyberMemory)
    memory.fold(packets, 0, int(packets.time[-1]) + 1)
    used = memory.sources.used()
    columns = zip(used.hi, used.lo, used.packets, used.first, used.last, strict=True)
    return {(int(hi), int(lo)): (int(count), int(first), int(last)) for hi, lo, count, first, last in columns}


def counted_plainly(packets: Packets) -> dict[tuple[int, int], tuple[int, int, int]]:
    """Do the same, packet by packet."""
    table: dict[tuple[int, int], tuple[int, int, int]] = {}
    for hi, lo, time in zip(packets.source_hi, packets.source_lo, packets.time.tolist(), strict=True):
        count, first, last = table.get((int(hi), int(lo)), (0, time, time))
        table[int(hi), int(lo)] = count + 1, min(first, time), max(last, time)
    return table


def test_every_packet_is_counted_for_its_source() -> None:
    """Sources are told apart, and each has as many packets as it sent, new ones and old ones mixed."""
    chance = np.random.default_rng(1)
    packets = batch(
        *(packet(each / 100, f"10.0.{each % 3}.{chance.integers(0, 200)}", DARK) for each in range(1500))
    )

    assert counted_plainly(packets) == counted(packets)


def test_the_address_of_zeros_is_a_source_like_any_other() -> None:
    """A table without sources has rows of zeros; a first packet from `::` does not take one for its own."""
    packets = batch(packet(0, "::", DARK), packet(1, "::", DARK), packet(2, "10.0.0.1", DARK))

    assert counted_plainly(packets) == counted(packets)
