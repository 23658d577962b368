"""Real captures, and a register made for each."""

from collections.abc import Sequence
from functools import cache
from ipaddress import ip_network
from pathlib import Path

import pytest

from noroshi.columns.schema import concatenate, copy
from noroshi.cyber.domain import prepare
from noroshi.cyber.packets import Packets
from noroshi.cyber.sources.listing import open_source
from noroshi.detections.model import Detection
from noroshi.domains import Sourcing
from noroshi.engine.run import Run
from noroshi.organisations.model import Holding, HoldingKind, Organisation
from noroshi.organisations.responsibility import ANY, Responsibility

CAPTURES = Path(__file__).parents[3] / "shared" / "data" / "captures"

needs_captures = pytest.mark.skipif(
    not CAPTURES.is_dir(), reason="the real captures are not in ../shared/data"
)


@cache
def load(name: str) -> Packets:
    """Read a whole capture."""
    arrivals = open_source([str(CAPTURES / name)], Sourcing()).arrivals(())
    return concatenate(*(copy(Packets(*arrival.batch)) for arrival in arrivals if arrival.batch))


def conclude(packets: Packets, *members: str, dark: Sequence[str] = (ANY,)) -> list[Detection]:
    """Run the whole watch, with members that hold those addresses live, and what is dark."""
    register = [
        Organisation(
            f"member-{place}", "Member", holdings=(Holding(HoldingKind.PREFIX, str(ip_network(member))),)
        )
        for place, member in enumerate(members)
    ]
    run = Run(prepare({}, Responsibility(register, dark)))
    found = [detection for told in run.feed(packets) for detection in told]
    return found + [detection for told in run.settle() for detection in told]
