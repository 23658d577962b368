"""Sample packets keep their first bytes, and can be taken away."""

import io
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from noroshi.columns.addresses import address_text
from noroshi.columns.schema import rows
from noroshi.cyber.domain import prepare
from noroshi.cyber.kernels.activities import FIRST
from noroshi.cyber.packets import Packets
from noroshi.cyber.samples import capture_of
from noroshi.cyber.scenarios import generate, scenario
from noroshi.detections.detector import Detail
from noroshi.detections.model import Detection, Sample
from noroshi.engine.run import Run
from noroshi.organisations.responsibility import Responsibility
from tests.cyber.sources.reading import packets_of
from tests.cyber.traffic import batch, detections, hosts, sweep, watch


def with_bytes(packets: Packets, kept: int) -> Packets:
    """Give packets bytes of their own, each number of a packet so often."""
    count = len(packets.time)
    data = np.repeat(np.arange(count, dtype=np.uint8), kept)
    at = np.arange(count, dtype=np.uint64) * np.uint64(kept)
    return packets._replace(captured=np.full(count, kept, np.uint32), at=at, data=data)


def scan(kept: int, detail: Detail = Detail.FULL) -> Detection:
    """Watch a scan of packets of which so many bytes were captured; give the first detection."""
    run = Run(watch())
    run.watch.memory.relieve(detail)
    packets = batch(*sweep("192.0.2.7", hosts("198.18", 30), gap=0.1))
    return next(detections(run, with_bytes(packets, kept)))


@pytest.mark.parametrize("kept", [0, 1, FIRST - 1, FIRST, FIRST + 1, 1500])
def test_first_bytes(kept: int) -> None:
    """Of each sample the first bytes are kept as captured, as many as there were and 96 at the most."""
    samples = scan(kept).evidence.samples

    assert [bytes([number]) * min(kept, FIRST) for number in range(4)] == [
        first(sample) for sample in samples
    ]


def first(sample: Sample) -> bytes:
    """The first bytes of a sample."""
    return bytes.fromhex(str(sample["first_bytes"]))


def test_restored() -> None:
    """A checkpoint has the bytes; of one from a version that kept none, samples have none, and all else is as it was."""
    packets = with_bytes(batch(*sweep("192.0.2.7", hosts("198.18", 30), gap=0.1)), 40)
    run = Run(watch())
    for _ in run.feed(rows(packets, slice(2))):
        pass
    saved = {name: array.copy() for name, array in run.snapshot().items()}
    older = {name: array for name, array in saved.items() if not name.endswith(" bytes")}
    told = []
    for snapshot in (saved, older):
        again = Run(watch())
        again.restore(snapshot)
        told.append(next(detections(again, rows(packets, slice(2, None)))).evidence.samples)

    assert [40, 40, 40, 40] == [len(first(sample)) for sample in told[0]]
    assert [0, 0, 40, 40] == [len(first(sample)) for sample in told[1]]
    assert [{**sample, "first_bytes": ""} for sample in told[0]] == [
        {**sample, "first_bytes": ""} for sample in told[1]
    ]


@pytest.fixture(scope="module")
def told() -> Detection:
    """A detection out of a capture that was made up and read."""
    file = io.BytesIO()
    play = scenario("demo", packets=120_000, sources=3000)
    generate(play, file)
    run = Run(prepare({}, Responsibility(play.organisations, play.monitored)))
    found = detections(run, packets_of(file.getvalue()))
    return next(each for each in found if each.kind == "infection.external")


def test_read_again(told: Detection) -> None:
    """Our own reader finds the same packets in the file, to the millisecond."""
    again = packets_of(capture_of(told.evidence.samples))

    assert [
        (
            sample["source"],
            sample["destination"],
            sample["destination_port"],
            sample["sequence"],
            sample["length"],
        )
        for sample in told.evidence.samples
    ] == [
        (
            address_text(again.source_hi[row], again.source_lo[row]),
            address_text(again.destination_hi[row], again.destination_lo[row]),
            again.destination_port[row],
            again.sequence[row],
            again.length[row],
        )
        for row in range(len(again.time))
    ]


@pytest.mark.parametrize(
    "words",
    [("tcpdump", "-n", "-r"), ("tshark", "-n", "-o", "ip.check_checksum:TRUE", "-r")],
    ids=lambda words: words[0],
)
def test_others_read_it(words: tuple[str, ...], told: Detection, tmp_path: Path) -> None:
    """Tcpdump and tshark read the file, and find the same destinations."""
    if shutil.which(words[0]) is None:
        pytest.skip(f"{words[0]} is not installed")
    path = tmp_path / "samples.pcap"
    path.write_bytes(capture_of(told.evidence.samples))

    lines = subprocess.run(
        [*words, str(path)], check=True, capture_output=True, text=True
    ).stdout.splitlines()

    destinations = [str(sample["destination"]) for sample in told.evidence.samples]
    assert len(destinations) == len(lines)
    assert [] == [line for line, each in zip(lines, destinations, strict=True) if each not in line]


def test_no_bytes() -> None:
    """Where no sample has bytes, there is no file: of flows, and while no samples are kept."""
    assert b"" == capture_of(scan(0).evidence.samples)
    assert b"" == capture_of(scan(40, Detail.WITHOUT_SAMPLES).evidence.samples)
