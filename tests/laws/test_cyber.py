"""The cyber domain's detectors keep every law, over made-up traffic in which each has something to find."""

from collections.abc import Sequence

import numpy as np
import pytest

from noroshi.clock import SECOND
from noroshi.columns.schema import concatenate, copy, rows
from noroshi.cyber.packets import Packets
from noroshi.cyber.scenarios import Scenario, generate, scenario
from noroshi.detections.model import Detection
from noroshi.domains import Sourcing, domain
from noroshi.organisations.responsibility import Responsibility
from noroshi.testing import check_domain
from tests.cyber.traffic import START, batch, packet
from tests.house.test_glossary import is_explained

SETTINGS = {"quiet_seconds": 20.0, "port_seconds": 10.0, "port_known": 12}
"""So that stories end within the ten minutes, and that within two of them it is known what is usual of a port."""


@pytest.fixture(scope="module")
def made() -> Scenario:
    """Ten minutes that have a bit of everything."""
    return scenario("demo", packets=120_000, sources=3000)


AWAKE = scenario("awake", packets=5_000, sources=500)
"""Dark ranges that are not dark, in the same minutes."""


@pytest.fixture(scope="module")
def packets(made: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Sequence[Packets]:
    """What the cyber domain's own source reads of both."""
    captures = [tmp_path_factory.mktemp("laws") / f"{play.name}.pcap" for play in (made, AWAKE)]
    for play, capture in zip((made, AWAKE), captures, strict=True):
        generate(play, capture)
    arrivals = domain("cyber").open(list(map(str, captures)), Sourcing()).arrivals(())
    read = [copy(Packets(*arrival.batch)) for arrival in arrivals if arrival.batch]
    stream = concatenate(*read, rising((made.start - START) / SECOND + 403))
    return [rows(stream, np.argsort(stream.time, kind="stable"))]


def rising(start: float) -> Packets:
    """Write eighty strangers who ask for a port that nobody else does."""
    return batch(
        *(
            packet(start + each / 16, f"9.9.{each}.9", "198.18.7.7", destination_port=7547)
            for each in range(80)
        )
    )


def check(made: Scenario, packets: Sequence[Packets]) -> list[Detection]:
    """Try every law with the scenarios' own register."""
    register = Responsibility(made.organisations, AWAKE.monitored)
    return check_domain(domain("cyber"), packets, settings=SETTINGS, register=register)


def test_in_order(made: Scenario, packets: Sequence[Packets]) -> None:
    """Every kind of detection is made lawfully, and its measures are words of the glossary."""
    found = check(made, packets)

    words = {measure.name for detection in found for measure in detection.evidence.measures}
    assert set() == {word for word in words if not is_explained(word)}


def test_out_of_order(made: Scenario, packets: Sequence[Packets]) -> None:
    """The laws hold as well where packets arrive up to two seconds late, across intervals."""
    stream = concatenate(*packets)
    delay = np.random.default_rng(1).integers(2 * SECOND, size=len(stream.time))

    check(made, [rows(stream, np.argsort(stream.time + delay, kind="stable"))])
