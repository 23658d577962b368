"""Campaigns: sources of one port that behave alike, the same ports with the same fingerprint, at the same time."""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from noroshi.columns.addresses import address_text
from noroshi.columns.hashing import mix32, unmix32
from noroshi.cyber.kernels.sampled import PORTS, Sampled
from noroshi.cyber.kernels.traffic import place_text
from noroshi.cyber.memory import CyberMemory
from noroshi.detections.model import Tally

LISTED = 10
"""Campaigns of one port that are listed, those with most sources first."""

_MATCHES = {"mirai": 1, "zmap": 2, "masscan": 2}
"""Packets that must match: chance makes one match of a 16-bit rule in 65,536 packets, and none of Mirai's 32 bits."""

NONE = "none"
"""In place of a fingerprint."""


@dataclass(frozen=True, slots=True)
class Company:
    """What the sources of one port, as far as they were looked at closely, have in common."""

    followed: int = 0
    """How many sources that is."""
    packets: int = 0
    """Packets of theirs to that port."""
    busiest: int = 0
    """Packets of the one that sent most."""
    surveyors: int = 0
    """Known survey scanners among them."""
    fingerprints: Counter[str] = field(default_factory=Counter)
    """Sources by fingerprint."""
    campaigns: Counter[str] = field(default_factory=Counter)
    """Sources by fingerprint and ports, such as "mirai: tcp/23, tcp/2323"."""

    def tallies(self) -> tuple[Tally, ...]:
        """Give both as evidence."""
        if not self.followed:
            return ()
        return (_tally("fingerprints", self.fingerprints), _tally("campaigns", self.campaigns))


def company_of(memory: CyberMemory, place: int) -> Company:
    """Look at the sources of a place that were followed in the bin."""
    sample = memory.ports.sample
    sources, size = sample.sources, int(sample.size[0])
    key = mix32(np.uint32(place))
    asked = (sources.ports[:size] == key) & (np.arange(PORTS) < sources.port_size[:size, None])
    rows, columns = np.nonzero(asked)
    packets = sources.port_counts[rows, columns]
    addresses = map(address_text, sources.hi[rows].tolist(), sources.lo[rows].tolist())
    marks = [(fingerprint_of(sources, row), ports_of(sources, row)) for row in rows.tolist()]
    return Company(
        followed=len(rows),
        packets=int(packets.sum()),
        busiest=int(packets.max(initial=0)),
        surveyors=sum(address in memory.survey_scanners for address in addresses),
        fingerprints=Counter(fingerprint for fingerprint, _ in marks),
        campaigns=Counter(f"{fingerprint}: {ports}" for fingerprint, ports in marks),
    )


def fingerprint_of(sources: Sampled, row: int) -> str:
    """Name the tool that a source's packets show, or `NONE`."""
    matching = (name for name, least in _MATCHES.items() if getattr(sources, name)[row] >= least)
    return next(matching, NONE)


def ports_of(sources: Sampled, row: int) -> str:
    """Write what a source asked for; "many" if that is more than is remembered."""
    size = int(sources.port_size[row])
    if size == PORTS:
        return "many"
    return ", ".join(map(place_text, sorted(unmix32(int(port)) for port in sources.ports[row, :size])))


def _tally(name: str, counts: Counter[str]) -> Tally:
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return Tally(name, tuple(ordered[:LISTED]), complete=len(ordered) <= LISTED)
