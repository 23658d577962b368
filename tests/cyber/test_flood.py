"""A flood of forged sources, and members' infected machines before, in and after it."""

import numpy as np
import pytest

from noroshi.clock import SECOND
from noroshi.columns.addresses import MAPPED, address_words
from noroshi.columns.schema import allocate, concatenate, rows
from noroshi.cyber.packets import Flag, Packets, Protocol
from noroshi.detections.detector import Detail
from noroshi.engine.run import Run
from tests.cyber.traffic import SIZES, START, batch, detections, hosts, outline, sweep, watch

DARK = hosts("198.18", 200)
FORGED = 200_000
"""Sources, fifty times as many as the table holds."""

MACHINES = {"192.0.2.5": 0.0, "203.0.113.7": 70.0, "203.0.113.9": 130.0}
"""When each infected machine begins: before, in and after the flood."""


def flood() -> Packets:
    """Forge sources over all address space for a minute, every thousandth of them a member's."""
    chance = np.random.default_rng(1)
    packets = allocate(Packets, FORGED)
    packets.time[:] = START + np.sort(chance.integers(60 * SECOND, 120 * SECOND, FORGED))
    packets.source_lo[:] = chance.integers(0, 1 << 32, FORGED, np.uint64) | np.uint64(MAPPED)
    packets.source_lo[::1000] = address_words("203.0.113.0")[1] + chance.integers(0, 256, FORGED // 1000)
    packets.destination_lo[:] = address_words("198.18.0.0")[1] + chance.integers(0, 65_536, FORGED, np.uint64)
    packets.source_port[:] = chance.integers(1024, 65_536, FORGED)
    packets.destination_port[:] = 80
    packets.protocol[:] = Protocol.TCP
    packets.tcp_flags[:] = Flag.SYN
    packets.ttl[:] = chance.integers(30, 250, FORGED)
    return packets


@pytest.mark.parametrize("detail", Detail)
def test_members_keep_their_state(detail: Detail) -> None:
    """A flood of forged sources evicts no member's state: each infected machine is told, and nobody else."""
    machines = batch(
        *(each for source, start in MACHINES.items() for each in sweep(source, DARK[:60], start=start))
    )
    both = concatenate(machines, flood())
    run = Run(watch())
    run.watch.memory.relieve(detail)
    found = list(detections(run, rows(both, np.argsort(both.time, kind="stable"))))
    counters = run.counters()

    assert {("infection.external", source, "new") for source in MACHINES} == set(
        outline([each for each in found if each.phase.value == "new"])
    )
    lost = ("evicted member sources", "evicted activities", "evicted victims", "crowded out")
    assert [0, 0, 0, 0] == [counters[name] for name in lost]
    assert counters["sources"] <= SIZES.sources
    assert (counters["evicted sources"] > FORGED // 2) == (detail is not Detail.MEMBERS_ONLY)
