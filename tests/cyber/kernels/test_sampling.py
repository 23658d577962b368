"""Which packets are shown, beside plain twins."""

import math
from collections import Counter
from ipaddress import ip_address

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from noroshi.columns.addresses import address_words
from noroshi.columns.index import enter_rows, slots_for
from noroshi.columns.schema import allocate, rows
from noroshi.cyber.kernels.sampling import Marked, Reservoir, answers, held, mark, of_marked, sample
from noroshi.cyber.packets import Flag, Packets, Protocol
from noroshi.organisations.responsibility import Responsibility
from tests.cyber.traffic import MONITORED, REGISTER, START, batch, packet

TABLE = Responsibility(REGISTER, MONITORED).at(START)
ADDRESSES = st.sampled_from(
    ["192.0.2.5", "192.0.2.200", "198.18.0.7", "2001:db8:a::5", "2001:db8:a:d::1", "9.9.9.9", "2001:db8:b::5"]
)
MASK = (1 << 64) - 1


def numbered(count: int) -> Packets:
    """Packets that can be told apart by their time."""
    made = allocate(Packets, count)
    made.time[:] = np.arange(count)
    return made


def drawn(count: int, room: int, cuts: list[int], chance: int) -> tuple[int, list[int]]:
    """Draw a sample of packets that come in batches; give how many were met, and which are held."""
    packets, reservoir, samples = numbered(count), allocate(Reservoir, 1), numbered(room)
    reservoir.chance[0] = chance
    for first, last in zip([0, *cuts], [*cuts, count], strict=True):
        part = rows(packets, slice(first, last))
        sample(part, np.arange(last - first), last - first, reservoir, samples)
    return int(reservoir.met[0]), samples.time[: min(room, count)].tolist()


class Plain:
    """Algorithm L as its paper has it, packet by packet."""

    def __init__(self, room: int, chance: int) -> None:
        self.room, self.chance, self.held = room, chance, list[int]()
        self.share, self.passing = 1.0, 0

    def draw(self) -> float:
        """The next number of SplitMix64."""
        self.chance = (self.chance + 0x9E3779B97F4A7C15) & MASK
        word = self.chance
        word = (word ^ word >> 30) * 0xBF58476D1CE4E5B9 & MASK
        word = (word ^ word >> 27) * 0x94D049BB133111EB & MASK
        return (((word ^ word >> 31) >> 11) + 0.5) / 2**53

    def meet(self, thing: int) -> None:
        """Take it or leave it."""
        if len(self.held) < self.room:
            self.held.append(thing)
        elif self.passing:
            self.passing -= 1
            return
        else:
            self.held[int(self.draw() * self.room)] = thing
        if len(self.held) == self.room:
            self.share *= math.exp(math.log(self.draw()) / self.room)
            self.passing = int(math.log(self.draw()) / math.log1p(-self.share))


@given(
    st.integers(0, 300), st.integers(1, 20), st.lists(st.integers(0, 300), max_size=5), st.integers(0, MASK)
)
def test_sample(count: int, room: int, cuts: list[int], chance: int) -> None:
    """A sample is that of the algorithm drawn packet by packet, however the packets are cut into batches."""
    plain = Plain(room, chance)
    for thing in range(count):
        plain.meet(thing)

    assert (count, plain.held) == drawn(count, room, sorted(min(cut, count) for cut in cuts), chance)


def test_fair() -> None:
    """Every packet is as likely to be in the sample as any other."""
    met = Counter(thing for seed in range(4000) for thing in drawn(20, 5, [7], seed)[1])

    assert sorted(met) == list(range(20))
    assert all(abs(times - 1000) < 5 * math.sqrt(750) for times in met.values())


@given(st.sets(ADDRESSES), st.lists(ADDRESSES, max_size=40), st.integers(0, MASK))
def test_marked(wanted: set[str], sources: list[str], seed: int) -> None:
    """Packets whose source is marked are found, and no others."""
    packets = batch(*(packet(0, source, "198.18.0.1") for source in sources))
    words = [address_words(each) for each in sorted(wanted)]
    hi, lo = (np.array([each[half] for each in words], np.uint64) for half in (0, 1))
    slots = slots_for(max(len(words), 1))
    enter_rows(slots, hi, lo, 0, len(words), np.uint64(seed))
    marked = Marked(np.zeros(1, np.uint8), slots, hi, lo)  # eight bits, so that many share one
    mark(marked)
    chosen = np.empty(len(sources), np.int64)
    count = of_marked(packets.source_hi, packets.source_lo, marked, np.uint64(seed), chosen)

    assert [row for row, source in enumerate(sources) if source in wanted] == chosen[: int(count)].tolist()


@given(st.lists(st.tuples(ADDRESSES, ADDRESSES), max_size=40), st.sets(st.integers(0, len(TABLE.dark) - 1)))
def test_held(ends: list[tuple[str, str]], entries: set[int]) -> None:
    """Packets that come from or go to a wanted entry are found, with the entries of both ends."""
    packets = batch(*(packet(0, source, destination) for source, destination in ends))
    wanted = np.zeros(len(TABLE.dark) + 1, np.bool_)
    wanted[list(entries)] = True
    near = np.zeros(1 << 16, np.bool_)
    near[[0xC000, 0xC612, 0xCB00, 0xC633]] = True
    found = np.empty(len(ends), np.int64)
    source, destination = np.empty(len(ends), np.int32), np.empty(len(ends), np.int32)
    count = int(held(packets, TABLE.prefixes, wanted, near, found, source, destination))

    plainly = [(row, entry_of(one), entry_of(other)) for row, (one, other) in enumerate(ends)]
    expected = [each for each in plainly if {each[1], each[2]} & entries]
    assert expected == [(int(found[row]), int(source[row]), int(destination[row])) for row in range(count)]


def entry_of(address: str) -> int:
    """Look up an address prefix by prefix."""
    hi, lo = address_words(address)
    number = hi << 64 | lo
    inside = [
        (int(length), entry)
        for entry, (high, low, length) in enumerate(zip(*TABLE.networks, strict=True))
        if number >> 128 - int(length) == (int(high) << 64 | int(low)) >> 128 - int(length)
        and (ip_address(address).version == 4) == (int(high) == 0)
    ]
    return max(inside)[1] if inside else -1


def test_answers() -> None:
    """A SYN-ACK answers, and a SYN does not."""
    packets = batch(
        packet(0, "9.9.9.9", "198.18.0.1"),
        packet(1, "9.9.9.9", "198.18.0.1", tcp_flags=Flag.SYN | Flag.ACK),
        packet(2, "9.9.9.9", "198.18.0.1", protocol=Protocol.UDP, source_port=53),
    )
    found = np.empty(3, np.bool_)
    answers(packets, found)

    assert [False, True, True] == found.tolist()
