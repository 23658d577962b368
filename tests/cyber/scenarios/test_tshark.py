"""What tshark makes of the files."""

import shutil
import subprocess
from pathlib import Path

import pytest

from noroshi.cyber.scenarios import SCENARIOS
from tests.cyber.scenarios.capture import made, seen

pytestmark = pytest.mark.skipif(shutil.which("tshark") is None, reason="tshark is not installed")

CHECKED = [
    word for layer in ("ip", "tcp", "udp") for word in ("-o", f"{layer}.check_checksum:TRUE")
]  # ICMP's are always checked


def tshark(capture: Path, *options: str) -> list[str]:
    command = ["tshark", "-n", "-r", str(capture), *options]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()


@pytest.mark.parametrize("name", SCENARIOS)
def test_no_packet_is_malformed_and_every_checksum_is_right(name: str, tmp_path: Path) -> None:
    """Tshark finds no bad checksum, no bad length and nothing malformed."""
    capture = tmp_path / "capture.pcap"
    capture.write_bytes(made(name)[2])
    layers = ("ip", "tcp", "udp", "icmp", "icmpv6")
    bad = " || ".join(
        (*(f"{layer}.checksum.status == 0" for layer in layers), "_ws.malformed", "udp.length.bad")
    )
    faults = tshark(capture, *CHECKED, "-Y", bad)

    assert [] == faults


def test_tshark_reads_the_same_fields(tmp_path: Path) -> None:
    """Addresses, ports, flags and lengths are to tshark what they are to our own plain reader."""
    capture = tmp_path / "capture.pcap"
    capture.write_bytes(made("demo")[2])
    fields = ("ip.src", "ip.dst", "ip.ttl", "ip.id", "tcp.srcport", "tcp.dstport", "tcp.window_size_value")
    options = [word for field in fields for word in ("-e", field)]
    read = tshark(capture, "-Y", "tcp && !icmp", "-T", "fields", *options)
    expected = [
        "\t".join(
            map(
                str,
                (one.source, one.destination, one.ttl, f"0x{one.ip_id:04x}", one.source_port,
                 one.destination_port, one.window),
            )
        )
        for one in seen("demo")
        if one.protocol == 6 and ":" not in one.source
    ]  # fmt: skip

    assert expected == [line for line in read if not line.startswith("\t")]
