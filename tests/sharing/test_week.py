"""A generated week, from packets to what partners are told at each level, and what their programs make of it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pymisp
import pytest
from msgspec.structs import replace

from noroshi.alerts.desk import Desk
from noroshi.alerts.wanted import Wanted
from noroshi.clock import DAY, HOUR
from noroshi.cyber.scenarios import Scenario, generate, scenario
from noroshi.detections.model import Detection
from noroshi.domains import Sourcing, domain
from noroshi.engine.run import Run
from noroshi.organisations.model import PARTNER, Marking, Organisation
from noroshi.organisations.responsibility import Responsibility
from noroshi.people.audit import AuditEntry, What
from noroshi.people.caller import Via
from noroshi.sharing.finding import Finding, Level
from noroshi.sharing.formats.catalogue import write
from noroshi.sharing.outlet import Outlet
from noroshi.sharing.releases import Released, approved, asked
from noroshi.sharing.stix.reading import read
from noroshi.sharing.stix.writing import bundle
from noroshi.storage.books import Books, sqlite_url
from noroshi.testing import HandClock
from tests.sharing.formats.telling import TERMS
from tests.sharing.formats.test_peers import INTELMQ, PEERS, harmonised, needs_peers, run
from tests.sharing.stix.complaints import complaints
from tests.sharing.stories import FINDINGS

DAYS: Mapping[str, Mapping[str, int]] = {
    "demo": {"packets": 105_000, "sources": 1_000},
    "quiet": {"packets": 20_000},
    "outbreak": {"packets": 60_000, "sources": 500, "members": 4},
    "attack": {"packets": 20_000, "sources": 500},
    "awake": {"packets": 20_000, "sources": 500},
}
"""What is played, and how small."""
PLAYED = ("demo", "attack", "quiet", "outbreak", "awake", "attack", "demo")
"""What is played on each day of the week; none lasts longer than some minutes."""

SHARED = ("infection", "dos.victim", "misconfiguration")
"""The kinds that partners are told of, by how they begin."""
PARTNERS = {level: Organisation(f"told-{level}", f"Told {level}", tags=(PARTNER,)) for level in Level}
"""One for each level; the last has no release, and gets numbers alone."""

each_level = pytest.mark.parametrize("level", Level)

Week = Mapping[Level, Sequence[Finding]]


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Week:
    """What the outlet lets out to each partner of the alerts that the desk has made of seven days' detections."""
    folder, clock = tmp_path_factory.mktemp("week"), HandClock(0)
    with Books(sqlite_url(folder / "week.db")) as books:
        organisations: dict[str, Organisation] = {}
        for day, name in enumerate(PLAYED):
            made = scenario(name, seed=day + 1, **DAYS[name])
            organisations |= {each.id: each for each in made.organisations}
            desk = Desk(books.alerts, Responsibility(made.organisations, made.monitored), clock)
            for detection in watched(made, folder):
                told = later(detection, day * DAY)
                clock.advance(max(0, told.at - clock.now()))
                desk.conclude([told])
        clock.advance(2 * HOUR)
        release(books, clock.now())
        outlet = Outlet(books.alerts, books.sharing, FINDINGS, organisations, clock)
        alerts, _ = books.alerts.page(Wanted(), clock.now(), 1_000)
        return {
            level: outlet.counts(partner, alerts)
            if level is Level.COUNTS
            else outlet.let_out(partner, alerts)
            for level, partner in PARTNERS.items()
        }


def watched(made: Scenario, folder: Path) -> Iterator[Detection]:
    """What a watch concludes of a scenario."""
    generate(made, folder / "made.pcap")
    run_ = Run(domain("cyber").prepare({}, Responsibility(made.organisations, made.monitored)))
    source = domain("cyber").open([str(folder / "made.pcap")], Sourcing())
    for arrival in source.arrivals(()):
        for found in run_.feed(arrival.batch) if arrival.batch else ():
            yield from found
    for found in run_.settle():
        yield from found


def later(detection: Detection, span: int) -> Detection:
    """The same, so much later: every scenario begins at the same moment."""
    seen = detection.evidence
    moved = replace(seen, first=seen.first + span, last=seen.last + span)
    return replace(detection, at=detection.at + span, evidence=moved)


def release(books: Books, now: int) -> None:
    """Two persons release every kind to each partner but the last, at its level."""
    entry = AuditEntry(now, "mika", Via.COMMAND, What.ASK_RELEASE)
    for level in (Level.FULL, Level.PREFIX, Level.NETWORK):
        for kind in SHARED:
            wanted = asked(
                Released(kind), PARTNERS[level].id, level, "they clean up with us", "mika", now, now + DAY
            )
            books.sharing.releases.add(wanted, entry)
            books.sharing.releases.change(wanted, approved(wanted, "kei", now), entry)


@each_level
def test_told(level: Level, week: Week) -> None:
    """Each partner is told of all three sorts, at its level and no other, marked and classified."""
    found = week[level]

    assert {level} == {finding.level for finding in found}
    assert set(SHARED) == {next(kind for kind in SHARED if each.kind.startswith(kind)) for each in found}
    assert {FINDINGS.classifications[each.kind] for each in found} == {each.classification for each in found}
    assert {Marking.CLEAR if level is Level.COUNTS else Marking.AMBER} == {each.marking for each in found}


@pytest.mark.slow
@each_level
def test_stix(level: Level, week: Week) -> None:
    """OASIS' validator has nothing against any object, strictly and with every reference followed; it is read as it was."""
    written = bundle(week[level], "Teller")

    assert [] == complaints(written)
    assert tuple(week[level]) == read(written).findings


@each_level
def test_misp(level: Level, week: Week) -> None:
    """PyMISP loads each event of the feed, in which each attribute is classified; of networks that nobody announces it has none."""
    files = write(week[level], "misp", TERMS).files
    tags = set()
    for uuid in json.loads(files["manifest.json"]):
        event = pymisp.MISPEvent()
        event.load(files[f"{uuid}.json"].decode())
        tags |= {tag.name for attribute in event.attributes for tag in attribute.tags if "rsit" in tag.name}

    placed = {finding.classification for finding in week[level] if level is not Level.NETWORK}
    assert {f'rsit:{taxonomy}="{type_}"' for taxonomy, type_ in placed} == tags


@needs_peers
def test_intelmq(week: Week) -> None:
    """IntelMQ reads each event of each level, checks it by its harmonisation, and changes nothing."""
    written = b"".join(
        content for found in week.values() for content in write(found, "intelmq", TERMS).files.values()
    )
    answered = run(PEERS / "python", "-W", "ignore", "-c", INTELMQ, given=written.decode())

    assert len(week[Level.FULL]) <= len(written.splitlines())
    assert [harmonised(line) for line in written.splitlines()] == [
        harmonised(line) for line in answered.splitlines()
    ]
