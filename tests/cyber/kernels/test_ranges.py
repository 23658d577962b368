"""What dark addresses send is counted by range and way."""

from collections import defaultdict
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from noroshi.clock import SECOND
from noroshi.columns.addresses import address_text, prefix_text
from noroshi.cyber.kernels.activities import TARGETS
from noroshi.cyber.kernels.ranges import NAMED, Way, way_of
from noroshi.cyber.memory import CyberMemory
from noroshi.cyber.packets import Packets
from noroshi.testing.batches import build
from tests.cyber.traffic import START, Packet, batch, packet, watch

WITHIN = {"198.18.": "198.18.0.0/16", "198.51.": "198.51.100.0/24", "192.0.2.2": "192.0.2.128/25"}
"""Dark ranges by how their addresses begin."""

HOLDS = {"198.18.0.0/16": (), "198.51.100.0/24": ("203.0.113.",), "192.0.2.128/25": ("192.0.2.7",)}
"""How the live addresses of each range's holder begin."""


def said_plainly(one: Packet) -> Way:
    """Say what a packet says, by the table of flags, types and ports."""
    protocol, flags, port = one["protocol"], one["tcp_flags"], one["source_port"]
    if one.get("fragment", 0) & 0x1FFF:
        return Way.NEITHER
    if protocol in {1, 58}:
        ways = {(1, 0): Way.ANSWERS, (1, 8): Way.BEGINS, (58, 129): Way.ANSWERS, (58, 128): Way.BEGINS}
        return ways.get((protocol, port), Way.NEITHER)
    if protocol == 6:
        kinds = {0x12: Way.ANSWERS, 0x10: Way.GOES_ON, 0x02: Way.BEGINS if port >= 1024 else Way.NEITHER}
        return kinds.get(flags & 0x16, Way.NEITHER)
    reflects = port in {1900, 11211} and one["destination_port"] >= 1024
    return Way.BEGINS if protocol == 17 and port >= 1024 and not reflects else Way.NEITHER


def counted_plainly(packets: list[Packet]) -> dict[tuple[str, Way], Any]:
    """Count packets from dark ranges, packet by packet: how many, going on, senders in order, and peers."""
    sent: dict[tuple[str, Way], list[Packet]] = defaultdict(list)
    going_on: dict[tuple[str, Way], int] = defaultdict(int)
    for one in sorted(packets, key=lambda each: each["time"]):
        source, to = text(one, "source"), text(one, "destination")
        name = next((name for start, name in WITHIN.items() if source.startswith(start)), None)
        if name is None or not to.startswith(("9.", *HOLDS[name])):
            continue
        way = said_plainly(one)
        if way is Way.GOES_ON:
            for known in [key for key in sent if key[0] == name]:
                going_on[known] += 1
        elif way is not Way.NEITHER:
            sent[name, way].append(one)
    return {
        key: (
            len(of),
            going_on[key],
            len({text(one, "destination") for one in of}),
            [text(one, "source") for one in of],
        )
        for key, of in sent.items()
    }


def counted(packets: list[Packet]) -> dict[tuple[str, Way], Any]:
    """Fold packets, and give the same of each row."""
    memory = watch().memory
    assert isinstance(memory, CyberMemory)
    folded = batch(*packets)
    memory.fold(folded, 0, int(folded.time[-1]) + 1)
    rows, found = memory.ranges.rows, {}
    for row in memory.ranges.live().tolist():
        name = prefix_text(int(rows.hi[row]), int(rows.lo[row]), int(rows.length[row]))
        size = int(rows.named_size[row])
        named = [address_text(*words) for words in zip(rows.named_hi[row], rows.named_lo[row], strict=True)]
        found[name, Way(int(rows.way[row]))] = (
            int(rows.packets[row]), int(rows.going_on[row]), int(rows.peer_size[row]), int(rows.sender_size[row]),
            dict(zip(named[:size], rows.named_counts[row][:size].tolist(), strict=True)),
        )  # fmt: skip
    return found


def text(one: Packet, side: str) -> str:
    """Write a packet's source or destination."""
    return address_text(one[f"{side}_hi"], one[f"{side}_lo"])


SENDERS = ["198.18.0.1", "198.18.9.9", "198.51.100.4", "192.0.2.200", "192.0.2.7", "203.0.113.5", "9.9.9.9"]
PEERS = ["9.9.9.9", "9.8.0.1", "9.8.0.2", "192.0.2.7", "203.0.113.5", "198.18.0.1", "198.51.100.4"]
HEADERS = st.fixed_dictionaries(
    {
        "protocol": st.sampled_from([6, 6, 17, 1, 58, 47]),
        "tcp_flags": st.sampled_from([0x02, 0x12, 0x10, 0x18, 0x04, 0x14, 0x11, 0x00]),
        "source_port": st.sampled_from([0, 8, 3, 11, 128, 129, 53, 443, 1023, 1024, 1900, 11211, 40_000]),
        "destination_port": st.sampled_from([53, 443, 40_000]),
        "fragment": st.sampled_from([0, 0, 0, 0x4000, 185]),
    }
)


@given(HEADERS)
def test_what_a_packet_says(header: dict[str, int]) -> None:
    """A packet answers, begins, goes on or says nothing by its flags, type and ports alone."""
    assert said_plainly(header) is Way(int(way_of(build(Packets, header), 0)))


@given(
    st.lists(st.tuples(st.sampled_from(SENDERS), st.sampled_from(PEERS), HEADERS), min_size=1, max_size=60)
)
def test_ranges_are_counted(sent: list[tuple[str, str, dict[str, int]]]) -> None:
    """Each row has its range's packets of one way, to strangers or to its holder, and what went on since."""
    packets = [packet(i, source, to, **header) for i, (source, to, header) in enumerate(sent)]
    expected = {
        key: (count, going_on, peers, len(set(senders)), {one: senders.count(one) for one in set(senders)})
        for key, (count, going_on, peers, senders) in counted_plainly(packets).items()
    }

    assert expected == counted(packets)


def test_many_senders_are_counted_and_the_first_are_named() -> None:
    """Of fifty addresses the first ten are known by name, and the smallest hashes are kept for the estimate."""
    packets = [packet(i, f"198.18.0.{i}", "9.9.9.9", time=START + i * SECOND) for i in range(50)]
    _, _, peers, senders, named = counted(packets)["198.18.0.0/16", Way.BEGINS]

    assert (1, TARGETS) == (peers, senders)
    assert {f"198.18.0.{i}": 1 for i in range(NAMED)} == named
