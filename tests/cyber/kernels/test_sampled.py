"""The sample of sources that are followed closely."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from noroshi.columns.hashing import mix32, mix128
from noroshi.columns.index import slots_for
from noroshi.columns.schema import allocate
from noroshi.cyber.kernels.sampled import Sample, Sampled, take_samples
from noroshi.cyber.packets import Pattern
from tests.cyber.traffic import batch, packet

ROOM = 4
SENT = st.lists(st.tuples(st.integers(1, 12), st.integers(0, 3)), max_size=60)


def followed(sent: list[tuple[int, int]]) -> dict[int, tuple[int, int, list[int]]]:
    """Follow sources with room for four: of each its packets, those like Mirai's, and the places."""
    sample = Sample(
        allocate(Sampled, ROOM), slots_for(ROOM), np.zeros(1, np.int64), np.array([2**64 - 1], np.uint64)
    )
    packets = batch(*(packet(0, f"9.9.9.{source}", "198.18.0.1") for source, _ in sent))
    packets.labels[:] = [Pattern.MIRAI if place else 0 for _, place in sent]
    scattered = np.array(
        [mix128(hi, lo, np.uint64(0)) for hi, lo in zip(packets.source_hi, packets.source_lo, strict=True)],
        np.uint64,
    )
    places = np.array([place for _, place in sent], np.uint32)
    take_samples(packets, 0, np.ones(len(sent), np.uint8), places, scattered, sample)
    rows = sample.sources
    return {
        int(rows.lo[row]) & 0xFF: (
            int(rows.packets[row]),
            int(rows.mirai[row]),
            rows.ports[row, : rows.port_size[row]].tolist(),
        )
        for row in range(int(sample.size[0]))
    }


@given(SENT)
def test_as_plainly(sent: list[tuple[int, int]]) -> None:
    """In the sample are the sources below the highest limit, a power of two, at which they fit, with all of their packets."""
    hashes = {
        source: int(mix128(np.uint64(0), np.uint64(0xFFFF_0909_0900 + source), np.uint64(0)))
        for source, _ in sent
    }
    limit = 2**64 - 1
    while sum(each <= limit for each in hashes.values()) > ROOM:
        limit >>= 1
    expected = {}
    for source, hashed in hashes.items():
        if hashed <= limit:
            places = [place for each, place in sent if each == source]
            ports = sorted({int(mix32(np.uint32(place))) for place in places})
            expected[source] = (len(places), sum(place > 0 for place in places), ports)

    assert expected == followed(sent)


@given(SENT, st.randoms())
def test_order(sent: list[tuple[int, int]], chance: object) -> None:
    """Whatever the order, the sample is the same."""
    other = sent.copy()
    chance.shuffle(other)  # type: ignore[attr-defined]  # Hypothesis gives a random.Random

    assert followed(sent) == followed(other)
