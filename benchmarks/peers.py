"""Beside the programs that are installed, on one capture: thousand packets a second of processor time.

python benchmarks/peers.py [--packets 5000000] [--sources 500000]

Each does its closest job, so the ratios say how dear a job is, not how good its program. Each packet
of a darknet is nearly a flow of its own: the worst case for flow meters. Slow ones get a shorter capture.
"""

import argparse
import importlib.util
import resource
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from _measuring import line_rate
from _parsers import MODULES

PARSERS = Path(__file__).parent / "_parsers.py"

FILE_HEADER, RECORD_HEADER = 24, 16


class Peer(NamedTuple):
    """A program, and what it is asked to do."""

    name: str
    job: str
    share: float
    """Of the capture that it gets."""
    needs: str
    """Program or module without which it does not run."""
    command: Sequence[str]
    """Run in a folder of its own, with the capture's path in place of CAPTURE."""
    statuses: Sequence[int] = (0,)
    """What it may end with when all went well."""


def _python(name: str, job: str, share: float) -> Peer:
    return Peer(name, job, share, MODULES[name], (sys.executable, str(PARSERS), name, "CAPTURE"))


PEERS = (
    _python("noroshi", "parse, sources, detectors; no member", 1),
    Peer("tcpdump", "libpcap's loop, count", 1, "tcpdump", ("tcpdump", "--count", "-r", "CAPTURE")),
    _python("pcapy-ng", "libpcap's loop, count by source", 0.2),
    Peer("argus", "flow records", 0.2, "argus", ("argus", "-X", "-r", "CAPTURE", "-w", "argus")),
    Peer("nfpcapd", "flow records", 0.2, "nfpcapd", ("nfpcapd", "-r", "CAPTURE", "-w", ".")),
    Peer(
        # Were its control socket's path longer than 12 letters, it would wait for ever for somebody to call there:
        # it looks for the answer to a poll that it never made, and so ends with either status (1.1.0).
        "softflowd", "flows, no collector", 0.2, "softflowd",
        ("softflowd", "-d", "-m", "2000000", "-r", "CAPTURE", "-p", "pid", "-c", "control"), (0, 1),
    ),
    Peer("tshark", "endpoints", 0.02, "tshark", ("tshark", "-r", "CAPTURE", "-q", "-z", "endpoints,ip")),
    _python("scapy, raw", "frames, count by source", 0.04),
    _python("dpkt", "objects, count by source", 0.04),
    _python("scapy", "full dissection, count by source", 0.002),
)  # fmt: skip

PATIENCE = 60
"""Seconds that a peer may take."""

ELSEWHERE = (
    ("corsaro3 dos", "backscatter, attacks", 1_534),
    ("corsaro3 flowtuple", "8-tuple flows", 632),
    ("Merit darknet-events", "events with fingerprints", 172),
    ("Suricata 7.0.10", "three scan rules", 145),
)
"""Name, job, thousand packets a CPU second: measured by this project in 2026 on a capture of 5 million packets
of 500,000 sources, made by an earlier generator, on a machine of two virtual cores (median of two runs or three)."""


def main() -> None:
    """Print a line for each peer."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--packets", type=int, default=5_000_000)
    parser.add_argument("--sources", type=int, default=500_000)
    given = parser.parse_args()
    print(f"{'peer':<22}{'job':<36}{'packets':>10}{'CPU s':>9}{'kpackets/CPU s':>16}{'noroshi is':>14}")
    with line_rate(given.packets, given.sources, 10_000) as (made, capture):
        warm = measure(PEERS[0], capture)  # loads the compiled kernels
        ours = 0.0
        for peer in PEERS:
            if not is_installed(peer):
                print(f"{peer.name:<22}{peer.job:<36}not installed")
                continue
            packets = round(made.packets * peer.share)
            part = capture if peer.share == 1 else cut(capture, packets)
            seconds = measure(peer, part)
            if seconds is None or warm is None:
                print(f"{peer.name:<22}{peer.job:<36}failed, or took longer than {PATIENCE} s")
                continue
            rate = packets / seconds / 1e3
            ours = ours or rate
            print(
                f"{peer.name:<22}{peer.job:<36}{packets:>10,}{seconds:>9.2f}{rate:>16,.1f}{ours / rate:>8,.1f} times"
            )
    print("Measured elsewhere, on 5 million packets of 500,000 sources:")
    for name, job, elsewhere in ELSEWHERE:
        print(f"{name:<22}{job:<36}{'':>10}{'':>9}{elsewhere:>16,.1f}{ours / elsewhere:>8,.1f} times")


def is_installed(peer: Peer) -> bool:
    """Whether the peer can be run here."""
    return shutil.which(peer.needs) is not None or importlib.util.find_spec(peer.needs) is not None


def measure(peer: Peer, capture: Path) -> float | None:
    """Run a peer; give its processor seconds, of starting up too, or None if it failed or took too long."""
    with tempfile.TemporaryDirectory() as folder:
        command = [str(capture) if word == "CAPTURE" else word for word in peer.command]
        before = _children()
        try:
            done = subprocess.run(command, capture_output=True, check=False, timeout=PATIENCE, cwd=folder)
        except subprocess.TimeoutExpired:
            return None
        return _children() - before if done.returncode in peer.statuses else None


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def cut(capture: Path, packets: int) -> Path:
    """Copy the first packets of a little-endian pcap beside it."""
    part = capture.with_name(f"first-{packets}.pcap")
    if not part.exists():
        with capture.open("rb") as file, part.open("wb") as out:
            out.write(file.read(FILE_HEADER))
            for _ in range(packets):
                header = file.read(RECORD_HEADER)
                out.write(header + file.read(struct.unpack_from("<I", header, 8)[0]))
    return part


if __name__ == "__main__":
    main()
