"""A generated week: what a watch concludes of it, told to partners in full."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from noroshi.alerts.episodes import opened
from noroshi.clock import DAY
from noroshi.cyber.scenarios import generate, scenario
from noroshi.detections.model import Detection
from noroshi.domains import Sourcing, domain
from noroshi.engine.run import Run
from noroshi.organisations.responsibility import Responsibility
from noroshi.sharing.finding import Finding, Level
from noroshi.sharing.redaction import redacted
from noroshi.sharing.stix.reading import read
from noroshi.sharing.stix.writing import bundle
from tests.sharing.stix.complaints import complaints
from tests.sharing.stories import FINDINGS

SHARED = domain("cyber").classifications


DAYS = ("demo", "attack", "demo", "attack", "demo", "attack", "demo")
"""What is played on each day; no scenario lasts longer than some hours."""


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Finding]:
    """Findings of seven days."""
    found = []
    for day, name in enumerate(DAYS):
        for place, detection in enumerate(watched(name, day, tmp_path_factory.mktemp("day"))):
            if detection.kind in SHARED:
                alert = opened(f"A-{day}-{place}", f"member {day}", "", detection).alert
                told = FINDINGS.of(alert, None)
                moments = {name: getattr(told, name) + day * DAY for name in ("first", "last", "modified")}
                found.append(replace(told, **moments))
    return found


def watched(name: str, seed: int, folder: Path) -> list[Detection]:
    """What a watch concludes of a scenario."""
    made = scenario(name, packets=120_000, sources=3_000, seed=seed + 1)
    generate(made, folder / "made.pcap")
    run = Run(domain("cyber").prepare({}, Responsibility(made.organisations, made.monitored)))
    source = domain("cyber").open([str(folder / "made.pcap")], Sourcing())
    told = [
        detection
        for arrival in source.arrivals(())
        if arrival.batch
        for found in run.feed(arrival.batch)
        for detection in found
    ]
    return told + [detection for found in run.settle() for detection in found]


@pytest.mark.slow
def test_valid(week: Sequence[Finding]) -> None:
    """OASIS' validator has nothing against any object that it makes, and it is read as it was."""
    # Its latest word on each, in full: the validator takes 5 ms an object. Other levels are tried on a few.
    told = [redacted(finding, Level.FULL) for finding in {finding.id: finding for finding in week}.values()]
    written = bundle(told, "Teller")

    assert {"infection.external", "dos.victim"} <= {finding.kind for finding in told}
    assert [] == complaints(written)
    assert tuple(told) == read(written).findings
