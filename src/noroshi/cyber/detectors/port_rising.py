"""port.rising: far more sources than usual ask for one port."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from noroshi.clock import SECOND, iso
from noroshi.columns.schema import Bool
from noroshi.cyber.detectors.campaigns import Company, company_of
from noroshi.cyber.detectors.evidence import count_text
from noroshi.cyber.kernels.traffic import PLACES, place_text
from noroshi.cyber.memory import CyberMemory
from noroshi.cyber.tables.ports import Bin, Point, PortTable
from noroshi.cyber.tables.rhythm import MEMORY
from noroshi.cyber.tables.rises import Rise, ToldRise
from noroshi.detections.model import Confidence, Detection, Evidence, Measure, Phase, Subject
from noroshi.organisations.model import Severity


def _answering() -> Bool:
    """Mark the places of ICMP messages that answer something, as `noroshi.cyber.kernels.classify.is_answer` does."""
    marked = np.zeros(PLACES, np.bool_)
    for block, kinds in ((2, (0, 3, 4, 5, 11, 12, 14, 16, 18)), (3, (0, 1, 2, 3, 4, 129))):
        for kind in kinds:
            first = (block << 16) + (kind << 8)
            marked[first : first + 256] = True
    return marked


_ANSWERING = _answering()


@dataclass(frozen=True, slots=True)
class PortRising:
    """A port gets far more sources than it is used to, or one that was never of interest gets some.

    It is a first sign of something new, such as a worm, and concerns nobody in particular. Distinct sources are counted by
    protocol and port over ten minutes, answers left out, and the logarithm of their number is held against its
    mean and deviation over the last day or so, which are learnt as it goes. What rises is cut off before it is learnt, so a port that
    stays high becomes usual within days, and a flood does not hide the worm that follows it.

    It fails for what rises slower than a doubling in some hours, for fewer sources than the rule asks for, for a port that
    varies as much every day, and on the first day, while nothing is known yet. Who forges sources can have any port rise.

    Parameters
    ----------
    sources
        Distinct sources in a bin, at the least (Dark-GLASSO reports ports with at least 20 hosts).
    deviations
        By which the logarithm is above its mean, at the least. With the least deviation of 0.25 that is 4.5 times as many as
        usual. Tried (benchmarks/indications.py): of 400 ports in twelve quiet weeks none, where 5.5 had two and 5 had 18; of rises to
        4, 8 and 16 times what is usual on ports that swing by the day it finds 38, 57 and 68 %.
    known
        Bins that must have been watched before, a day of them (Dark-GLASSO waits three).
    """

    kind: ClassVar[str] = "port.rising"
    partition_by: ClassVar[str] = ""
    sources: int = 20
    deviations: float = 6.0
    known: int = MEMORY

    def judge(self, memory: CyberMemory, until: int) -> Sequence[Detection]:
        """Conclude from the bin that is over with the interval that ends at `until` (ns UTC), if one is."""
        done = memory.ports.over(until)
        if done is None or (done.age < self.known and not memory.ports.rises.told):
            return ()
        rising = self._rising(done) if done.age >= self.known else {}
        return [
            self._conclude(memory, done, told, until)
            for told in memory.ports.rises.tell(rising, done.start, done.end, until)
        ]

    def _rising(self, done: Bin) -> dict[int, tuple[int, int]]:
        """Give sources and packets of the places that rise, those with most sources first."""
        limit = done.expected.mean + self.deviations * done.expected.deviation
        is_over = (done.sources >= self.sources) & (np.log1p(done.sources) >= limit)
        over = np.flatnonzero(is_over & ~_ANSWERING[done.places])
        over = over[np.argsort(-done.sources[over], kind="stable")]
        return {
            int(done.places[each]): (round(float(done.sources[each])), int(done.packets[each]))
            for each in over.tolist()
        }

    def _conclude(self, memory: CyberMemory, done: Bin, told: ToldRise, until: int) -> Detection:
        place, rise, phase = told
        now = _Now.of(memory.ports, done, place)
        company = company_of(memory, place)
        seconds = (done.end - done.start) // SECOND
        text = place_text(place)
        limit = max(float(self.sources), float(np.expm1(now.mean + self.deviations * now.deviation)))
        measures = (
            Measure("sources", round(now.sources), "", self.sources, exact=False),
            Measure("usual sources", round(now.usual, 1), exact=False),
            Measure("deviations", round(now.deviations, 1), "", self.deviations, exact=False),
            Measure("limit", round(limit), exact=False),
            Measure("peak sources", rise.peak, exact=False),
        )
        latest = f"{count_text(now.sources, 'source', exact=False)} sent {count_text(now.packets, 'packet')} to {text}"
        usual = f"where about {now.usual:.1f} are usual, {now.deviations:.1f} deviations from that"
        rule = f"the rule asks for {count_text(self.sources, 'source')} and {self.deviations:g} deviations"
        most = (
            f", after {count_text(rise.peak, 'source', exact=False)} at most" if phase is Phase.ENDED else ""
        )
        why = f"{latest} in {seconds} s{most}, {usual}; {rule}."
        confidence = _weigh(now, rise, company, self.sources)
        evidence = Evidence(
            observations=rise.packets,
            first=rise.first,
            last=rise.last,
            rate=rise.packets / ((rise.last - rise.first) / SECOND),
            measures=measures,
            tallies=company.tallies(),
            samples=tuple(
                {"time": iso(start), "sources": sources, "packets": packets}
                for start, sources, packets in now.curve
            ),
        )
        return Detection(
            self.kind, Subject("port", text), phase, until, Severity.MEDIUM, why, confidence, evidence, True
        )


@dataclass(frozen=True, slots=True)
class _Now:
    """What a place had in the bin, and was expected to have."""

    sources: float
    packets: int
    mean: float
    deviation: float
    curve: Sequence[Point]

    @classmethod
    def of(cls, ports: PortTable, done: Bin, place: int) -> "_Now":
        at = int(np.searchsorted(done.places, place))
        is_there = at < len(done.places) and int(done.places[at]) == place
        sources = float(done.sources[at]) if is_there else 0.0
        packets = int(done.packets[at]) if is_there else 0
        expected = ports.expected(place)
        curve = (*ports.curve(place), Point(done.start, round(sources), packets))
        return cls(sources, packets, expected[0], expected[1], curve)

    @property
    def usual(self) -> float:
        """Sources that are usual."""
        return float(np.expm1(self.mean))

    @property
    def deviations(self) -> float:
        """Deviations above it."""
        return float((np.log1p(self.sources) - self.mean) / self.deviation)


def _weigh(now: _Now, rise: Rise, company: Company, least: int) -> Confidence:
    """Weigh whether it is something new; the steps are judgement ("tried it"), their order is what matters."""
    peak = count_text(rise.peak, "source", exact=False)
    supports, against, score = (f"{peak} in one bin, where about {now.usual:.1f} are usual",), [], 0.6
    if rise.peak < 2 * least:
        score -= 0.15
        against.append("few sources: a single scan from many addresses looks the same")
    if now.packets and now.packets < 1.2 * now.sources:
        score -= 0.15
        against.append(
            "may be spoofed: hardly any source sent twice, as when each packet has a source of its own"
        )
    else:
        against.append("may be spoofed: a darknet alone never proves that a source is genuine")
    if company.surveyors:
        score -= 0.3 if 2 * company.surveyors > company.followed else 0.1
        against.append(
            f"{company.surveyors} of the {count_text(company.followed, 'source')} that were looked at closely are known survey scanners"
        )
    if company.busiest * 2 > company.packets and company.followed > 1:
        score -= 0.1
        against.append("most of what was looked at closely came from one source")
    return Confidence(round(max(score, 0.05), 2), supports, tuple(against))
