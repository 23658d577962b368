"""Flows made into packets."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.clock import SECOND
from noroshi.columns.addresses import address_words
from noroshi.columns.schema import as_mapping, concatenate, copy
from noroshi.cyber.kernels.classify import label
from noroshi.cyber.packets import Flag, Packets
from noroshi.cyber.sources.flows.model import Flow
from noroshi.cyber.sources.flows.receiver import in_columns
from noroshi.cyber.sources.flows.unfolding import MOST, ROOM, Unfolder
from noroshi.engine.run import Run
from noroshi.testing.batches import build
from tests.cyber.sources.flows.exports import FLOW
from tests.cyber.traffic import START, detections, watch

S, A, R, F, P, U = (int(Flag[name]) for name in ("SYN", "ACK", "RST", "FIN", "PSH", "URG"))


def unfold(*flows: Flow) -> Packets:
    """Unfold flows, all of them."""
    return concatenate(*map(copy, Unfolder().unfold(in_columns(flows))))


def test_columns() -> None:
    """A flow becomes as many packets as it has, evenly from its first moment to its last, and not one column more."""
    flow = FLOW._replace(first=1000, last=1301, packets=4, ttl=60)
    expected = build(
        Packets,
        *({"time": time} for time in (1000, 1100, 1200, 1301)),
        source_lo=flow.source_lo, destination_lo=flow.destination_lo, source_port=40_000, destination_port=23, protocol=6, tcp_flags=S, ttl=60, length=60,
    )  # fmt: skip
    found = as_mapping(unfold(flow))

    assert {name: column.tolist() for name, column in as_mapping(expected).items()} == {
        name: column.tolist() for name, column in found.items()
    }


def test_order() -> None:
    """Packets of several flows are in order of time."""
    found = unfold(
        *(FLOW._replace(first=start, last=start + 90, packets=10, length=start) for start in (50, 0, 55))
    )

    assert sorted(found.time.tolist()) == found.time.tolist()
    assert [0, 10, 20, 30, 40, 50, 60, 70, 80, 90] == found.time[found.length == 0].tolist()


def test_most() -> None:
    """A flow becomes so many packets at the most, over its whole time, and what is beyond is counted."""
    unfolder = Unfolder()
    flows = in_columns([FLOW._replace(first=0, last=5100, packets=1 << 62)] * 3)
    (found,) = map(copy, unfolder.unfold(flows))

    assert (3 * MOST, 0, 5100) == (len(found.time), found.time[0], found.time[-1])
    assert 3 * ((1 << 62) - MOST) == unfolder.beyond


def test_batches() -> None:
    """However many packets there are, a batch has room for them, and none is lost."""
    flows = in_columns([FLOW._replace(packets=MOST - 1, length=number) for number in range(1000)])
    found = [copy(batch) for batch in Unfolder().unfold(flows)]

    assert max(len(batch.time) for batch in found) <= ROOM
    assert dict.fromkeys(range(1000), MOST - 1) == dict(
        zip(
            *(column.tolist() for column in np.unique(concatenate(*found).length, return_counts=True)),
            strict=True,
        )
    )


def test_buffer_is_clean() -> None:
    """A batch shows nothing of the one before it."""
    unfolder = Unfolder()
    list(unfolder.unfold(in_columns([FLOW._replace(packets=9, ttl=9, tcp_flags=S | A | P)])))
    (found,) = map(copy, unfolder.unfold(in_columns([FLOW])))

    assert [(S, 0)] == list(zip(found.tcp_flags.tolist(), found.ttl.tolist(), strict=True))


@pytest.mark.parametrize(
    ("flags", "packets", "expected"),
    [
        (S, 3, [S, S, S]),
        (S | A, 1, [S | A]),
        (S | A, 3, [S | A] * 3),
        (S | A | R, 3, [S | A | R] * 3),
        (R, 2, [R, R]),
        (R | A, 2, [R | A, R | A]),
        (S | R, 3, [S, S, S]),
        (S | A | P, 3, [S, A | P, A | P]),
        (S | A | P | F, 3, [S, A | P | F, A | P | F]),
        (S | A | P | R, 3, [S, A | P, A | P]),
        (A | P | R, 2, [A | P, A | P]),
        (S | A | P | F, 1, [S | A | P | F]),
        (F | P | U, 2, [F | P | U] * 2),
        (S | 0xC0, 2, [S | 0xC0] * 2),
    ],
)
def test_flags(flags: int, packets: int, expected: list[int]) -> None:
    """Of a flow's flags each packet has what it can have had; see `unfolding.flags_of`."""
    assert expected == unfold(FLOW._replace(tcp_flags=flags, packets=packets)).tcp_flags.tolist()


@given(st.integers(1, 255), st.integers(1, 9))
def test_no_flag_is_made_up(flags: int, packets: int) -> None:
    """No packet has a flag that the flow does not have, and none has none."""
    found = unfold(FLOW._replace(tcp_flags=flags, packets=packets)).tcp_flags

    assert not (found & ~np.uint8(flags)).any()
    assert found.all()


def test_no_fingerprint() -> None:
    """Zeros are no fingerprint, though to the rules they would be one, wherever x.x.0.23 is asked for port 23."""
    found = unfold(FLOW, FLOW._replace(destination_hi=0x2001 << 48, destination_lo=0))
    assert [0, 0] == found.labels.tolist()

    label(found, 0, 2)
    assert found.labels.all()


@pytest.mark.parametrize(
    ("flags", "packets", "expected"),
    [
        (S, 1, {"infection.external"}),
        (S | A | P, 5, {"infection.external"}),
        (S | R, 2, {"infection.external"}),
        (S | A, 5, {"dos.victim"}),
        (S | A, 1, {"dos.victim"}),
        (S | A | R, 5, {"dos.victim"}),
        (R | A, 5, {"dos.victim"}),
    ],
    ids=[
        "scan",
        "scan that was answered",
        "half-open scan",
        "SYN-ACKs sent again",
        "SYN-ACKs",
        "given up",
        "resets",
    ],
)
def test_concluded(flags: int, packets: int, expected: set[str]) -> None:
    """Who scans is infected, also where somebody answers; who answers forged packets is a victim and nothing else."""
    flows = [
        FLOW._replace(
            first=START + second * SECOND,
            last=START + second * SECOND,
            destination_lo=address_words(f"198.18.0.{second + 1}")[1],
            tcp_flags=flags,
            packets=packets,
        )
        for second in range(100)
    ]
    found = list(detections(Run(watch()), unfold(*flows)))

    assert expected == {detection.kind for detection in found}
    assert {"192.0.2.66"} == {detection.subject.value for detection in found}


def test_unknown_ttl() -> None:
    """A TTL that nobody told speaks neither for nor against an address."""
    sweep = [
        FLOW._replace(first=START, last=START, destination_lo=FLOW.destination_lo + place)
        for place in range(5)
    ]
    known, unknown = (
        next(detections(Run(watch()), unfold(*(flow._replace(ttl=ttl) for flow in sweep)))) for ttl in (60, 0)
    )

    assert any("TTL is steady (60)" in sign for sign in known.confidence.supports)
    assert () == unknown.confidence.supports
    assert known.confidence.score > unknown.confidence.score
