"""Flows: how many a second one core takes, from datagrams to detectors, and what bounds that.

python benchmarks/netflow.py [--flows 300000]

Each flow is one SYN of a stranger to a dark address, 30 in a datagram, as a router before a darknet sends them. The
socket is left out: to receive a datagram takes a few microseconds.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from netflume import Decoder

from _measuring import Stopwatch, stay_on_one_core
from noroshi.cyber.domain import domain
from noroshi.cyber.sources.flows.exporters import Exporters
from noroshi.cyber.sources.flows.receiver import AT_ONCE, in_columns
from noroshi.cyber.sources.flows.unfolding import Unfolder
from noroshi.engine.run import Run
from noroshi.organisations.responsibility import Responsibility

sys.path.append(str(Path(__file__).parents[1]))

from tests.cyber.sources.flows.exports import DESTINATION, SENT, SOURCE, SYN, data, ipfix, template, v5, v9

IN_DATAGRAM = 30

EXPORTER = "192.0.2.1"

_FIELDS = list(SYN)
_ABSOLUTE = [*(each for each in SYN if each not in {21, 22}), 152, 153]


def main() -> None:
    """Print a line for each version."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--flows", type=int, default=300_000)
    given = parser.parse_args()
    stay_on_one_core()
    for name, datagrams in exports(given.flows).items():
        measure(name, datagrams)


def exports(flows: int) -> Mapping[str, Sequence[bytes]]:
    """Write the same flows in each version."""
    dice = np.random.default_rng(1)
    sources = dice.integers(1 << 32, size=flows, dtype=np.uint32).astype(">u4").tobytes()
    hosts = dice.integers(1 << 16, size=flows).tolist()
    groups = []
    for first in range(0, flows, IN_DATAGRAM):
        group = []
        for place in range(first, min(first + IN_DATAGRAM, flows)):
            source = ".".join(map(str, sources[4 * place : 4 * place + 4]))
            target = f"198.18.{hosts[place] >> 8}.{hosts[place] & 0xFF}"
            group.append(
                {**SYN, SOURCE: source, DESTINATION: target, 152: SENT * 1000 - 9, 153: SENT * 1000 - 9}
            )
        groups.append(group)
    return {
        "NetFlow 5": [v5(*group) for group in groups],
        "NetFlow 9": [
            v9(template(256, _FIELDS)),
            *(v9(data(256, _FIELDS, *group), number=number) for number, group in enumerate(groups, 1)),
        ],
        "IPFIX": [
            ipfix(template(256, _ABSOLUTE, 2)),
            *(
                ipfix(data(256, _ABSOLUTE, *group), number=number * IN_DATAGRAM)
                for number, group in enumerate(groups)
            ),
        ],
    }


def measure(name: str, datagrams: Sequence[bytes]) -> None:
    """Time the whole way, and its parts by themselves."""
    decoder = Decoder(track_sequence=False, track_sampling=False)
    with Stopwatch() as library:
        for datagram in datagrams:
            decoder.decode(datagram, EXPORTER)
    exporters = Exporters()
    with Stopwatch() as reading:
        flows = [flow for datagram in datagrams for flow in exporters.read(datagram, EXPORTER, SENT * 10**9)]
    run = Run(domain.prepare({}, Responsibility((), ("198.18.0.0/16",))))
    unfolder = Unfolder()
    for batch in unfolder.unfold(in_columns(flows[:9])):  # compiles the kernels
        list(run.feed(batch))
    with Stopwatch() as feeding:
        for first in range(0, len(flows), AT_ONCE):
            for batch in unfolder.unfold(in_columns(flows[first : first + AT_ONCE])):
                list(run.feed(batch))
    assert (exporters.sequences.missing, sum(exporters.skipped().values())) == (0, 0)
    count = len(flows)
    each = {
        "netflume": library.cpu,
        "records to flows": reading.cpu - library.cpu,
        "flows to packets and detectors": feeding.cpu,
    }
    whole = reading.cpu + feeding.cpu
    print(
        f"{name}: {count / whole:,.0f} flows a second; of each {whole / count * 1e6:.1f} µs: "
        + ", ".join(f"{part} {seconds / count * 1e6:.1f}" for part, seconds in each.items())
    )


if __name__ == "__main__":
    main()
