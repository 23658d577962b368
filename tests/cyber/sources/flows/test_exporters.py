"""Datagrams of routers, read into flows."""

import struct
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.clock import DAY, MILLISECOND, MINUTE, SECOND
from noroshi.cyber.sources.flows.exporters import TEMPLATES, Exporters
from noroshi.cyber.sources.flows.model import Flow, FlowSkip
from tests.cyber.sources.flows.exports import (
    BYTES,
    DESTINATION,
    DESTINATION_6,
    DESTINATION_PORT,
    FIRST,
    FLAGS,
    FLOW,
    ICMP,
    LAST,
    PACKETS,
    PROTOCOL,
    SENT,
    SIZES,
    SOURCE,
    SOURCE_6,
    SOURCE_PORT,
    SYN,
    UPTIME,
    Record,
    as_set,
    both,
    data,
    ipfix,
    options_template,
    template,
    v5,
    v9,
)

AT = SENT * SECOND
RECEIVED = AT + SECOND


def read(*datagrams: bytes, exporters: Exporters | None = None, sender: str = "192.0.2.1") -> list[Flow]:
    """Read datagrams of one exporter."""
    reader = exporters or Exporters()
    return [flow for datagram in datagrams for flow in reader.read(datagram, sender, RECEIVED)]


def skipped(*datagrams: bytes) -> Mapping[str, int]:
    """Read datagrams that have no flow in them, and say what was skipped."""
    exporters = Exporters()
    assert [] == read(*datagrams, exporters=exporters)
    return {reason.name: count for reason, count in exporters.skipped().items() if count}


def without(*elements: int, **changed: Any) -> Record:
    """Give a SYN's record without some of its elements; or with others, each as e2=5."""
    kept = {element: value for element, value in SYN.items() if element not in elements}
    return kept | {int(name[1:]): value for name, value in changed.items()}


@pytest.mark.parametrize(
    "datagram",
    [
        v5(SYN),
        v9(*both(256, SYN)),
        ipfix(*both(256, without(FIRST, LAST, e158=5_000_000, e159=5_000_000), 2)),
    ],
    ids=["NetFlow 5", "NetFlow 9", "IPFIX"],
)
def test_versions(datagram: bytes) -> None:
    """The same flow comes out of all three versions, with its time."""
    assert [FLOW] == read(datagram)


def test_ipv6() -> None:
    """A flow of IPv6 has both halves of its addresses, whether IPv4 fields are there and zero or not."""
    six = without(SOURCE, DESTINATION) | {SOURCE_6: "2001:db8::1", DESTINATION_6: "2001:db8:0:d::2"}
    zeros = six | {SOURCE: "0.0.0.0", DESTINATION: "0.0.0.0"}
    hi = 0x2001_0DB8_0000_0000
    expected = FLOW._replace(source_hi=hi, source_lo=1, destination_hi=hi | 0xD, destination_lo=2)

    assert [expected] * 2 == read(v9(*both(256, six)), v9(*both(256, zeros)))


@pytest.mark.parametrize(
    ("elements", "expected"),
    [
        ({150: SENT - 9, 151: SENT - 2}, (9000, 2000)),
        ({152: (SENT - 9) * 1000, 153: SENT * 1000 - 2250}, (9000, 2250)),
        ({154: (SENT + 2_208_988_800 - 9) << 32, 155: (SENT + 2_208_988_800 - 3) << 32 | 1 << 31}, (9000, 2500)),
        ({156: (SENT + 2_208_988_800 - 9) << 32, 157: (SENT + 2_208_988_800 - 3) << 32 | 1 << 30}, (9000, 2750)),
        ({158: 9_000_000, 159: 250_000}, (9000, 250)),
        ({152: (SENT - 9) * 1000}, (9000, 9000)),
        ({152: 0, 153: 0, FIRST: UPTIME - 7}, (0, 0)),
        ({}, (0, 0)),
        ({152: 1 << 63, 153: 0}, (0, 0)),
        ({152: (SENT - 2) * 1000, 153: (SENT - 9) * 1000}, (9000, 9000)),
        ({152: 1000, 153: SENT * 1000}, (DAY // MILLISECOND, 0)),
        ({152: 1000, 153: (SENT + 86_400) * 1000}, (DAY // MILLISECOND - 301_000, -301_000)),
    ],
    ids=[
        "seconds", "milliseconds", "microseconds", "nanoseconds", "before the export", "no end", "zero", "none",
        "beyond all", "end before beginning", "for ever", "tomorrow",
    ],
)  # fmt: skip
def test_times(elements: Record, expected: tuple[int, int]) -> None:
    """IPFIX writes times in many ways; one that cannot be is the export's, a day is the longest flow."""
    (flow,) = read(ipfix(*both(256, without(FIRST, LAST) | elements, 2)))

    assert expected == ((AT - flow.first) // MILLISECOND, (AT - flow.last) // MILLISECOND)


def test_uptime_begins_anew() -> None:
    """A router's uptime has 32 bits; a flow from before it began anew is as old as it is."""
    (flow,) = read(v9(*both(256, without(e22=(1 << 32) - 3000, e21=2500)), uptime=2000))

    assert (AT - 5 * SECOND, AT + SECOND // 2) == (flow.first, flow.last)


def test_fraction_of_a_second() -> None:
    """NetFlow 5 says when it was sent to the nanosecond."""
    (flow,) = read(v5(SYN, nanoseconds=250_000_000))

    assert AT - 4_750_000_000 == flow.last


def test_booted() -> None:
    """IPFIX may count times from when the router came up, and say that in a record about itself."""
    times = without(FIRST, LAST, e22=1000, e21=3000)
    about = (
        options_template(257, [PROTOCOL, 160]),
        data(257, [PROTOCOL, 160], {PROTOCOL: 0, 160: (SENT - 10) * 1000}),
    )
    exporters = Exporters()
    before, after = read(
        ipfix(*both(256, times, 2)), ipfix(*about, *both(256, times, 2)), exporters=exporters
    )

    assert (AT, AT) == (before.first, before.last)
    assert (AT - 9 * SECOND, AT - 7 * SECOND) == (after.first, after.last)
    assert 1 == exporters.options


@pytest.mark.parametrize(
    ("elements", "ports"),
    [
        ({ICMP: 0x0801}, (8, 1)),
        ({ICMP: 0, DESTINATION_PORT: 0x0800}, (8, 0)),
        ({DESTINATION_PORT: 0x0D00}, (13, 0)),
        ({176: 8, 177: 3}, (8, 3)),
    ],
    ids=["one field", "one of two filled", "NetFlow 5's way", "two fields"],
)
def test_icmp(elements: Record, ports: tuple[int, int]) -> None:
    """ICMP's type and code are found wherever a router puts them."""
    (flow,) = read(v9(*both(256, without(DESTINATION_PORT, FLAGS, e4=1) | elements)))

    assert (*ports, 0) == (flow.source_port, flow.destination_port, flow.tcp_flags)


@pytest.mark.parametrize(
    ("reason", "record"),
    [
        ("NO_ADDRESSES", without(SOURCE)),
        ("NO_PROTOCOL", without(PROTOCOL)),
        ("NO_PROTOCOL", without(e4=0)),
        ("NO_UDP_PORTS", without(SOURCE_PORT, e4=17)),
        ("NO_UDP_PORTS", without(e4=17, e7=0, e11=0)),
        ("NO_PACKETS", without(e2=0)),
        ("NO_TCP_FLAGS", without(FLAGS)),
        ("NO_TCP_FLAGS", without(e6=0)),
        ("NO_ICMP_TYPE", without(FLAGS, DESTINATION_PORT, e4=1)),
        ("ICMP_ERROR", without(FLAGS, DESTINATION_PORT, e4=1) | {ICMP: 0x0301}),
        ("ICMP_ERROR", without(FLAGS, DESTINATION_PORT, e4=58) | {178: 1, 179: 4}),
        ("MAPPED_ADDRESS", without(SOURCE, DESTINATION, e27="::ffff:192.0.2.5", e28="2001:db8::1")),
    ],
)
def test_skipped_records(reason: str, record: Record) -> None:
    """What a record does not say, and would have to, is why it is skipped, and counted."""
    assert {reason: 1} == skipped(v9(*both(256, record)))


@pytest.mark.parametrize(
    ("reason", "datagram"),
    [
        ("SHORT", b"\0"),
        ("SHORT", v5()[:23]),
        ("UNSUPPORTED", b"\0\7" + bytes(60)),
        ("CUT_OFF", v5(SYN)[:-1]),
        ("CUT_OFF", v9(*both(256, SYN))[:-1]),
        ("UNKNOWN_TEMPLATE", v9(data(256, list(SYN), SYN))),
        ("UNFIT_TEMPLATE", v9(template(256, [PACKETS] * 257))),
        ("UNFIT_TEMPLATE", v9(template(256, [PROTOCOL] * 7))),
        ("UNFIT_TEMPLATE", ipfix(options_template(256, [PROTOCOL] * 3))),
        ("UNFIT_TEMPLATE", v9(template(256, list(SYN), sizes={**SIZES, BYTES: 0}))),
    ],
)
def test_skipped_datagrams(reason: str, datagram: bytes) -> None:
    """What is no export, or only a part of one, is counted by its reason."""
    assert {reason: 1} == skipped(datagram)


def test_field_of_no_use() -> None:
    """Fields of an unusual length are no addresses and no numbers, and nothing breaks."""
    odd = {**SIZES, SOURCE: 3, PACKETS: 200, PROTOCOL: 9}
    assert {"NO_ADDRESSES": 1} == skipped(
        v9(
            template(256, list(SYN), sizes=odd),
            as_set(256, bytes(3) + b"\xff" * (sum(odd[each] for each in SYN) - 3)),
        )
    )


def test_hostile_record_is_small() -> None:
    """A datagram whose template has thousands of fields without a byte takes no memory for its records."""
    fields = struct.pack("!HH", 256, 8000) + struct.pack("!HH", 1, 0) * 7999 + struct.pack("!HH", 4, 1)
    assert {"UNFIT_TEMPLATE": 1, "UNKNOWN_TEMPLATE": 1} == skipped(
        v9(as_set(0, fields), as_set(256, bytes(30_000)))
    )


def test_template_first() -> None:
    """Records that come before their template are skipped and counted as missing too; later ones are read."""
    exporters = Exporters()
    unknown = ipfix(data(256, list(SYN), SYN, SYN), number=10)
    elements = [each for each in SYN if each not in {FIRST, LAST}]
    known = [
        ipfix(template(256, elements, 2), data(256, elements, *[SYN] * size), number=number)
        for number, size in ((0, 3), (3, 2), (5, 5))
    ]
    found = read(*known, exporters=exporters)
    late = read(ipfix(data(257, elements, SYN, SYN), number=10), ipfix(number=12), exporters=exporters)

    assert (10, 0) == (len(found), len(late))
    assert 2 == exporters.sequences.missing
    assert {"UNKNOWN_TEMPLATE": 1} == skipped(unknown)


def test_whose_template() -> None:
    """A template counts only for the exporter and the observation domain that it came from."""
    exporters = Exporters()
    read(v9(template(256, list(SYN)), domain=1), exporters=exporters)
    records = data(256, list(SYN), SYN)

    assert [] == read(v9(records, domain=2), exporters=exporters)
    assert [] == read(v9(records, domain=1), exporters=exporters, sender="192.0.2.2")
    assert [FLOW] == read(v9(records, domain=1), exporters=exporters)


def test_flood_of_templates() -> None:
    """However many exporters are made up, only so many templates are kept; one that is in use stays."""
    exporters = Exporters()
    used = v9(data(256, list(SYN), SYN))
    read(v9(template(256, list(SYN))), exporters=exporters)
    for number in range(2 * TEMPLATES):
        read(v9(template(256, list(SYN)), domain=number), exporters=exporters, sender="203.0.113.9")
        assert number % 500 or [FLOW] == read(used, exporters=exporters)

    first = read(v9(data(256, list(SYN), SYN), domain=0), exporters=exporters, sender="203.0.113.9")
    assert [] == first


def test_changed_template() -> None:
    """A router that gives a template's number another meaning is understood at once; an unfit one is forgotten."""
    exporters = Exporters()
    short = without(FIRST, LAST)
    read(v9(*both(256, SYN)), exporters=exporters)

    assert [FLOW._replace(first=AT, last=AT)] == read(v9(*both(256, short)), exporters=exporters)
    read(v9(template(256, [PACKETS] * 300)), exporters=exporters)
    assert [] == read(v9(data(256, list(short), short)), exporters=exporters)


def test_reverse_directions() -> None:
    """Of a flow in both directions (RFC 5103) the forward one is read, and the other is counted."""
    elements = list(without(FIRST, LAST))
    fields = b"".join(struct.pack("!HH", each, SIZES[each]) for each in elements)
    fields += struct.pack("!HHI", 0x8002, 4, 29305)
    record = data(256, elements, SYN)[4:] + struct.pack("!I", 9)
    exporters = Exporters()
    found = read(
        ipfix(as_set(2, struct.pack("!HH", 256, len(elements) + 1) + fields), as_set(256, record)),
        exporters=exporters,
    )

    assert ([1], 1) == ([flow.packets for flow in found], exporters.reversed)


def test_sampled() -> None:
    """Sampled packets count as seen, and are not multiplied."""
    assert [FLOW] == read(v5(SYN, sampling=1 << 14 | 1000))


def test_ahead() -> None:
    """A flow from the future is dated five minutes ahead at the most, and counted."""
    exporters = Exporters()
    (flow,) = exporters.read(v5(SYN), "192.0.2.1", AT - DAY)

    assert (AT - DAY + 5 * MINUTE, 1) == (flow.last, exporters.ahead)


@pytest.mark.parametrize(
    ("elements", "expected"),
    [({PACKETS: 3, BYTES: 190}, (3, 63)), ({PACKETS: (1 << 32) - 1, BYTES: 0}, ((1 << 32) - 1, 0))],
)
def test_length(elements: Record, expected: tuple[int, int]) -> None:
    """Packets of a flow have their mean length."""
    (flow,) = read(v5({**SYN, **elements}))

    assert expected == (flow.packets, flow.length)


def test_ttl() -> None:
    """Where a router tells the smallest TTL, it is kept."""
    assert [57] == [flow.ttl for flow in read(v9(*both(256, without(e52=57))))]


def test_no_counters() -> None:
    """A flow whose packets nobody counted had one."""
    assert [(1, 0)] == [(flow.packets, flow.length) for flow in read(v9(*both(256, without(PACKETS, BYTES))))]


def test_ports_of_others() -> None:
    """Protocols without ports have none."""
    found = read(v9(*both(256, without(SOURCE_PORT, DESTINATION_PORT, FLAGS, e4=47))))
    assert [(0, 0, 47)] == [(flow.source_port, flow.destination_port, flow.protocol) for flow in found]


@given(st.lists(st.binary(max_size=200), max_size=5), st.sampled_from([5, 9, 10]))
def test_whatever_comes(bodies: list[bytes], version: int) -> None:
    """Whatever bytes come, there is no error."""
    exporters = Exporters()
    read(v9(template(256, list(SYN))), ipfix(template(256, list(SYN), 2)), exporters=exporters)
    for body in bodies:
        read(body, version.to_bytes(2) + body, exporters=exporters)
        read(v9(as_set(256, body)), ipfix(as_set(256, body), as_set(2, body)), exporters=exporters)


def test_reasons() -> None:
    """Every reason is counted, and none is counted at first."""
    assert dict.fromkeys(FlowSkip, 0) == Exporters().skipped()
