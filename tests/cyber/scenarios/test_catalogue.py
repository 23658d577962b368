"""Scenarios by name: what they take, what they refuse, and what they promise."""

import inspect
import re
from pathlib import Path

import pytest
from msgspec import json

from noroshi.cyber.scenarios import SCENARIOS, scenario, write_roster, write_survey_list
from noroshi.errors import UsageError
from noroshi.organisations.register import rows_of
from noroshi.organisations.roster_files import read_roster
from tests.cyber.scenarios.capture import Space, made, seen


@pytest.mark.parametrize(
    ("name", "sizes", "message"),
    [
        ("storm", {}, "no scenario is called 'storm'"),
        ("quiet", {"members": 3}, "the scenario quiet has no members"),
        ("quiet", {"seed": -1}, "seed = -1 does not fit"),
        ("quiet", {"seed": 2**63}, "seed = 9223372036854775808 does not fit"),
        ("demo", {"duration": 60}, "duration = 60 does not fit"),
        ("demo", {"packets": 1_000}, "packets = 1000 does not fit"),
        ("demo", {"sources": 10}, "sources = 10 does not fit"),
        ("quiet", {"packets": 10, "sources": 11}, "packets = 10 does not fit"),
        ("outbreak", {"members": 2_000}, "members = 2000 does not fit"),
        ("line-rate", {"sources": 200_000_000}, "sources = 200000000 does not fit"),
    ],
)
def test_what_cannot_be_true_is_refused(name: str, sizes: dict[str, int], message: str) -> None:
    """An unknown scenario, an unknown size, or one at which its truth would not hold is a usage error."""
    with pytest.raises(UsageError, match=message):
        scenario(name, **sizes)


@pytest.mark.parametrize("wrong", [0, 10**12], ids=["too small", "too large"])
@pytest.mark.parametrize(
    ("name", "size"),
    [
        (name, size)
        for name, make in SCENARIOS.items()
        for size in inspect.signature(make).parameters
        if size != "seed"
    ],
)
def test_a_refusal_says_what_fits(name: str, size: str, wrong: int) -> None:
    """Whoever gives what a refusal asks for gets a scenario; it may ask for packets as well."""
    sizes = {size: wrong}
    asked = []
    for _ in range(3):
        try:
            scenario(name, **sizes)
        except UsageError as refusal:
            asked.append(refusal.message.partition(" ")[0])
            limits = re.findall(r"\d+", refusal.hint)
            sizes[asked[-1]] = int(limits[-1] if sizes.get(asked[-1]) == 10**12 else limits[0])

    assert asked in ([], [size], [size, "packets"])
    assert name == scenario(name, **sizes).name


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_size_that_is_not_given_is_the_scenario_s_own(name: str) -> None:
    """None stands for the default."""
    assert SCENARIOS[name]() == scenario(name, packets=None, seed=None)


@pytest.mark.parametrize("name", SCENARIOS)
def test_names_of_actors_are_their_own(name: str) -> None:
    """No two actors of a scenario share a name, for their random numbers hang on it."""
    names = [actor.name for actor in made(name)[0].actors]

    assert len(set(names)) == len(names)


def test_quiet_holds_nothing_of_members() -> None:
    """No packet of the quiet scenario comes from a member, and all go to dark addresses."""
    space = Space(made("quiet")[0])

    assert all(space.at(packet.source) == (False, "") for packet in seen("quiet"))
    assert all(space.at(packet.destination)[0] for packet in seen("quiet"))


def test_ten_million_sources_are_possible() -> None:
    """The line-rate scenario takes ten million sources, and counts them without making a packet."""
    play = scenario("line-rate", packets=20_000_000, sources=10_000_000)

    assert (20_000_000, 10_000_000) == (play.packets, play.sources)


def test_line_rate_frames_are_the_smallest() -> None:
    """All frames of the line-rate scenario have 60 to 74 bytes."""
    data, at, lengths = made("line-rate")[2], 24, set()
    while at < len(data):
        length = int.from_bytes(data[at + 8 : at + 12], "little")
        lengths.add(length)
        at += 16 + length

    assert (60, 74) == (min(lengths), max(lengths))


def test_the_survey_list_names_those_who_survey(tmp_path: Path) -> None:
    """The list has the public list's three fields; its addresses are among the senders, one of them a member's."""
    play, _, _ = made("demo")
    write_survey_list(play, tmp_path / "survey.json")
    listed = json.decode((tmp_path / "survey.json").read_bytes())
    senders = {packet.source for packet in seen("demo")}

    assert 13 == len(listed)
    assert ["akane-university"] == [owner for line in listed if (owner := Space(play).at(line["ip"])[1])]
    assert all({"ip", "scanner", "last_seen"} == set(line) for line in listed)
    assert {line["ip"] for line in listed} <= senders


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_roster_reads_as_the_members(name: str, tmp_path: Path) -> None:
    """A scenario's roster is imported without a fault, and says what the scenario says."""
    play, _, _ = made(name)
    write_roster(play, tmp_path / "roster.yaml")
    read = read_roster(tmp_path / "roster.yaml", at=0)
    provenance = read.rows[0].provenance
    written = {
        row.key: row.value for organisation in play.organisations for row in rows_of(organisation, provenance)
    }

    assert written == {row.key: row.value for row in read.rows}
