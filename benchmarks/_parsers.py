"""The Python peers: each counts packets by source address, which is the closest they come to the same job.

python benchmarks/_parsers.py NAME CAPTURE
"""

import importlib
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

SOURCE = slice(26, 30)
"""Where an Ethernet frame has the IPv4 source address."""


def noroshi(capture: str) -> int:
    """Read, parse, count and judge, as a watch does over dark space without any member."""
    domain: Any = importlib.import_module("noroshi.cyber.domain").domain
    register = importlib.import_module("noroshi.organisations.responsibility").Responsibility(
        (), ("198.18.0.0/15",)
    )
    run = importlib.import_module("noroshi.engine.run").Run(domain.prepare({}, register))
    sourcing = importlib.import_module("noroshi.domains").Sourcing(follow=False)
    batches = (
        arrival.batch
        for arrival in domain.open([capture], sourcing).arrivals(())
        if arrival.batch is not None
    )
    for _ in chain.from_iterable(map(run.feed, batches)):
        pass
    return int(run.watch.memory.packets)


def pcapy(capture: str) -> int:
    """Loop with libpcap, through pcapy-ng."""
    sources: Counter[bytes] = Counter()
    reader = importlib.import_module("pcapy").open_offline(capture)
    reader.loop(-1, lambda _, frame: sources.update((frame[SOURCE],)))
    return sources.total()


def dpkt(capture: str) -> int:
    """Make objects of Ethernet, IP and TCP or UDP with dpkt."""
    module = importlib.import_module("dpkt")
    sources: Counter[bytes] = Counter()
    with Path(capture).open("rb") as file:
        for _, frame in module.pcap.Reader(file):
            sources[module.ethernet.Ethernet(frame).data.src] += 1
    return sources.total()


def scapy_raw(capture: str) -> int:
    """Iterate over raw frames with scapy's RawPcapReader."""
    reader = importlib.import_module("scapy.utils").RawPcapReader(capture)
    return Counter(frame[SOURCE] for frame, _ in reader).total()


def scapy(capture: str) -> int:
    """Dissect with scapy's PcapReader."""
    importlib.import_module("scapy.layers.inet")
    reader = importlib.import_module("scapy.utils").PcapReader(capture)
    return Counter(packet["IP"].src for packet in reader).total()


PARSERS: Mapping[str, Callable[[str], int]] = {
    "noroshi": noroshi,
    "pcapy-ng": pcapy,
    "dpkt": dpkt,
    "scapy, raw": scapy_raw,
    "scapy": scapy,
}

MODULES: Mapping[str, str] = {
    "noroshi": "noroshi",
    "pcapy-ng": "pcapy",
    "dpkt": "dpkt",
    "scapy, raw": "scapy",
    "scapy": "scapy",
}
"""What each needs to be installed."""


if __name__ == "__main__":
    print(PARSERS[sys.argv[1]](sys.argv[2]))
