"""A real exporter's flows of made-up traffic: what is concluded from them is what is concluded from the traffic itself."""

import shutil
import socket
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from noroshi.columns.schema import copy, rows
from noroshi.cyber.domain import domain
from noroshi.cyber.packets import Packets
from noroshi.cyber.scenarios import Scenario, generate, scenario
from noroshi.cyber.sources.flows.receiver import FlowReceiver
from noroshi.domains import Sourcing
from noroshi.engine.run import Run
from noroshi.organisations.responsibility import Responsibility

SOFTFLOWD = shutil.which("softflowd", path="/usr/sbin:/usr/bin:/sbin:/bin")

pytestmark = pytest.mark.skipif(SOFTFLOWD is None, reason="softflowd is not installed")

_RCVBUFFORCE = 33

VERSIONS = {"5": "NetFlow 5", "9": "NetFlow 9", "10": "IPFIX"}

PLAYED = {
    "demo": scenario("demo", packets=120_000, sources=10_000),
    "edges": scenario("edges"),
    "attack": scenario("attack"),
}


def exported(capture: Path, version: str, receiver: FlowReceiver) -> Iterator[Packets]:
    """Have all flows of a capture exported, in the capture's own time; give what arrives."""
    with suppress(PermissionError):  # as much room as root may have
        receiver.ports[0]._socket.setsockopt(socket.SOL_SOCKET, _RCVBUFFORCE, 1 << 26)
    words = [
        str(SOFTFLOWD), "-d", "-a", "-6", "-m", "1000000", "-r", str(capture), "-v", version,
        "-n", f"127.0.0.1:{receiver.ports[0].port}", "-p", "pid", "-c", "control",
    ]  # fmt: skip
    with subprocess.Popen(
        words, cwd=capture.parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as exporter:
        for arrival in receiver.arrivals(()):
            if arrival.batch is not None:
                yield copy(Packets(*arrival.batch))
            elif exporter.poll() is not None:
                assert 0 == exporter.returncode
                return


def concluded(play: Scenario, batches: Iterable[Packets]) -> set[tuple[str, str]]:
    """Give whom the domain tells of what."""
    run = Run(domain.prepare({}, Responsibility(play.organisations, play.monitored)))
    found = [one for batch in batches for told in run.feed(batch) for one in told]
    found += [one for told in run.settle() for one in told]
    return {(one.subject.value, one.kind) for one in found}


@pytest.mark.parametrize(
    ("version", "name"),
    [("5", "demo"), ("9", "demo"), ("10", "demo"), ("9", "edges"), ("10", "attack")],
    ids=lambda each: VERSIONS.get(each, each),
)
def test_concluded(version: str, name: str, tmp_path: Path) -> None:
    """Flows tell of the same machines as the packets do, but for victims whom only ICMP errors show, and of no other."""
    play, capture = PLAYED[name], tmp_path / "traffic.pcap"
    truth = generate(play, capture)
    with FlowReceiver(["127.0.0.1:0"], 1 << 24) as receiver:
        arrived = list(exported(capture, version, receiver))
    packets = domain.open([str(capture)], Sourcing(follow=False)).arrivals(())
    counted = receiver.counters()

    if counted["dropped by the system"]:
        pytest.skip(
            "the system has too little room for what softflowd sends at once: sysctl net.core.rmem_max"
        )
    assert 0 == receiver.lost()
    batches = (Packets(*arrival.batch) for arrival in packets if arrival.batch)
    expected = concluded(play, (rows(batch, batch.quoted == 0) for batch in batches))
    planted = {(each.subject, each.kind) for each in truth.planted if each.must_alert}
    assert expected == concluded(play, arrived)
    assert {each for each in planted if each[1] != "dos.victim"} <= expected <= planted
    assert {"skipped: icmp error"} >= {
        each for each, n in counted.items() if each.startswith("skipped") and n
    }
