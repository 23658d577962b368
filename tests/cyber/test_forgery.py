import numpy as np
import pytest

from noroshi.clock import SECOND
from noroshi.columns.addresses import MAPPED, address_words
from noroshi.columns.schema import allocate, rows
from noroshi.cyber.domain import prepare
from noroshi.cyber.packets import Flag, Packets, Protocol
from noroshi.engine.run import Run
from noroshi.organisations.model import Holding, HoldingKind, Organisation
from noroshi.organisations.responsibility import Responsibility
from tests.cyber.traffic import START, batch, detections, hosts, outline, sweep

PREFIXES = {
    "university": "100.64.0.0/18",
    "city": "10.20.0.0/16",
    "office": "203.0.113.8/29",
    "provider": "100.72.0.0/14",
}
REGISTER = Responsibility(
    [
        Organisation(name, name, holdings=(Holding(HoldingKind.PREFIX, prefix),))
        for name, prefix in PREFIXES.items()
    ],
    ["198.18.0.0/16"],
)
DARK = hosts("198.18", 200)


def forged(first: str, size: int, mean: float, seed: int) -> Packets:
    """Send packets in the name of addresses drawn at random, `mean` for each, over ten minutes."""
    chance = np.random.default_rng(seed)
    packets = allocate(Packets, round(size * mean))
    count = len(packets.time)
    packets.time[:] = START + np.sort(chance.integers(0, 600 * SECOND, count))
    packets.source_lo[:] = address_words(first)[1] + chance.integers(0, size, count)
    packets.destination_lo[:] = (address_words("198.18.0.0")[1] | MAPPED) + chance.integers(0, 65_536, count)
    packets.source_port[:] = chance.integers(1024, 65_536, count)
    packets.destination_port[:] = 80
    packets.protocol[:] = Protocol.TCP
    packets.tcp_flags[:] = Flag.SYN
    packets.ttl[:] = chance.integers(30, 250, count)
    return packets


def told(*batches: Packets) -> list[tuple[str, str, str]]:
    """Watch packets, put in order of time."""
    packets = Packets(*(np.concatenate(columns) for columns in zip(*batches, strict=True)))
    ordered = rows(packets, np.argsort(packets.time, kind="stable"))
    run = Run(prepare({}, REGISTER))
    return outline([found for found in detections(run, ordered) if found.phase.value == "new"])


def scan(source: str, count: int) -> Packets:
    """Let one address scan, a packet a second, a minute after the beginning."""
    return batch(*sweep(source, DARK[:count], start=60))


@pytest.mark.parametrize("mean", [0.02, 0.1, 0.5, 1, 2, 4])
@pytest.mark.parametrize(
    ("first", "size"),
    [("100.64.0.0", 1 << 14), ("10.20.7.0", 256), ("203.0.113.8", 8)],
    ids=["a whole member", "a /24 of a larger one", "a small one"],
)
def test_innocent(first: str, size: int, mean: float) -> None:
    """Whether few or many packets are forged, in the name of a whole network or a part, nobody is blamed."""
    assert [] == told(forged(first, size, mean, seed=1))


@pytest.mark.parametrize("mean", [0.1, 1, 4])
def test_guilty(mean: float) -> None:
    """A machine that scans in earnest is found in the midst of forgery."""
    found = told(forged("100.64.0.0", 1 << 14, mean, 1), scan("100.64.3.7", 60))

    assert [("infection.external", "100.64.3.7", "new")] == found


@pytest.mark.parametrize("source", ["203.0.113.9", "100.64.3.7"])
def test_alone(source: str) -> None:
    """Where nothing is forged three packets are enough, in the smallest holding too."""
    assert [("infection.external", source, "new")] == told(scan(source, 3))


def test_elsewhere() -> None:
    """Forgery of one member does not excuse another."""
    found = told(forged("100.64.0.0", 1 << 14, 0.2, 1), scan("10.20.3.7", 8))

    assert [("infection.external", "10.20.3.7", "new")] == found
