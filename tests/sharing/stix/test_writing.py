import json
from collections import Counter
from typing import Any

import pytest
import stix2  # type: ignore[import-untyped]  # it has no types
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from noroshi.alerts.model import AlertState, Outcome
from noroshi.clock import MILLISECOND, MINUTE
from noroshi.detections.model import Classification
from noroshi.organisations.model import Marking
from noroshi.sharing.finding import Finding, Level
from noroshi.sharing.redaction import redacted
from noroshi.sharing.stix.marking import marking
from noroshi.sharing.stix.writing import bundle, objects, write
from tests.sharing.sound import findings
from tests.sharing.stix.complaints import complaints
from tests.sharing.stories import found

VICTIM = {"kind": "dos.victim", "classification": Classification("availability", "ddos"), "labels": ()}
PROVEN = found(may_be_spoofed=False, asn=64500, country="JP")


def of_type(finding: Finding, kind: str) -> list[dict[str, Any]]:
    """The objects of one type that tell a finding."""
    return [each for each in objects(finding) if each["type"] == kind]


TOLD = {
    "scanner": PROVEN,
    "perhaps forged": found(subject="2001:db8::1"),
    "victim": replace(PROVEN, **VICTIM),
    "no label": replace(PROVEN, labels=(), ports=(), why=""),
    "prefix": redacted(PROVEN, Level.PREFIX),
    "network": redacted(PROVEN, Level.NETWORK),
    "counts": redacted(PROVEN, Level.COUNTS),
    "ended": replace(PROVEN, ended=True, last=PROVEN.last + 250 * MILLISECOND),
} | {outcome.value: replace(PROVEN, state=AlertState.RESOLVED, outcome=outcome) for outcome in Outcome}


@pytest.mark.parametrize("told", TOLD)
def test_valid(told: str) -> None:
    """OASIS' validator has nothing against any bundle, at its strictest."""
    assert [] == complaints(bundle([TOLD[told]], "Teller"))


@settings(max_examples=15, deadline=None)
@given(st.lists(findings(), max_size=3))
def test_always_valid(told: list[Finding]) -> None:
    """The validator has nothing against a bundle of anything that a finding may say, or of nothing."""
    assert [] == complaints(bundle(told, "Teller"))


@pytest.mark.parametrize("told", TOLD)
def test_read_by_the_reference(told: str) -> None:
    """OASIS' own library reads each object, and gives observables the ids that they have here."""
    for each in objects(TOLD[told]):
        read = stix2.parse(json.dumps({**each}), allow_custom=True)
        assert each["id"] == read["id"]
        if each["type"] in {"ipv4-addr", "ipv6-addr", "autonomous-system", "network-traffic"}:
            nameless = {name: value for name, value in each.items() if name != "id"}
            assert each["id"] == stix2.parse(nameless).id


@pytest.mark.parametrize("label", Marking)
def test_markings(label: Marking) -> None:
    """Each label is OASIS' official object, and nothing of the first version of TLP is in it."""
    told = marking(label)

    assert f"TLP:{label.value.upper()}" == told["name"]
    assert set() == {"definition", "definition_type", "modified"} & set(told)
    assert {told["id"]} == {
        ref for each in objects(replace(PROVEN, marking=label)) for ref in each.get("object_marking_refs", ())
    }


@pytest.mark.parametrize(
    "finding",
    [
        found(may_be_spoofed=True),
        replace(PROVEN, **VICTIM),
        redacted(PROVEN, Level.PREFIX),
        redacted(PROVEN, Level.NETWORK),
        redacted(PROVEN, Level.COUNTS),
    ],
    ids=["spoofed", "victim", "prefix", "network", "counts"],
)
def test_blameless(finding: Finding) -> None:
    """Nobody is given as something to look for who may be forged, suffers, or is only near."""
    assert [] == of_type(finding, "indicator") + of_type(finding, "infrastructure")
    assert 1 == len(of_type(finding, "sighting"))


def test_pattern() -> None:
    """Of who did it, the indicator is an address, for three days after the latest observation."""
    [told] = of_type(PROVEN, "indicator")

    assert "[ipv4-addr:value = '192.0.2.17']" == told["pattern"]
    assert told["valid_from"] < told["valid_until"]


@pytest.mark.parametrize("outcome", [Outcome.FALSE_ALARM, Outcome.SPOOFED])
def test_revoked(outcome: Outcome) -> None:
    """What turned out to be wrong is revoked, all that has versions of its own; only note and opinion stand, and say why."""
    told = objects(replace(PROVEN, state=AlertState.RESOLVED, outcome=outcome))
    own = [each for each in told if each.get("created") != each.get("modified") and "modified" in each]

    assert {"note", "opinion"} == {each["type"] for each in own if not each.get("revoked")}
    assert "indicator" in {each["type"] for each in own if each.get("revoked")}


@settings(max_examples=50)
@given(findings(), st.integers(0, 5_000), st.integers(0, 2 * MILLISECOND))
def test_versions(finding: Finding, version: int, later: int) -> None:
    """The same thing has the same id and creation in each version, and grows strictly, even within a millisecond."""
    modified = max(finding.first, finding.modified)
    before = replace(finding, version=version, modified=modified)
    after = replace(before, version=version + 1, modified=modified + later)
    old = {each["id"]: each for each in objects(before)}

    for each in objects(after):
        if (
            each["type"] in {"incident", "indicator", "sighting", "observed-data", "event", "note"}
            and each["id"] in old
        ):
            assert old[each["id"]]["created"] == each["created"]
            assert old[each["id"]]["modified"] < each["modified"]


@given(findings())
def test_whole(finding: Finding) -> None:
    """Whatever an object refers to is told before it or with it."""
    told = objects(finding)
    ids = {each["id"] for each in told}
    refs = {
        ref
        for each in told
        for name, value in each.items()
        if name.endswith(("_ref", "_refs"))
        for ref in ([value] if isinstance(value, str) else value)
    }

    assert set() == refs - ids


def test_one_by_one() -> None:
    """For a collection, each object comes once and in its final bytes; a version told anew comes with the new one only."""
    again = replace(PROVEN, version=PROVEN.version + 1, modified=PROVEN.modified + MINUTE)
    told = list(write([PROVEN, PROVEN, again]))
    counted = Counter((each.id, each.version) for each in told)

    assert {1} == set(counted.values())
    assert [(each.id, each.type) for each in told] == [
        (read["id"], read["type"]) for read in (json.loads(each.json) for each in told)
    ]
    assert 2 == sum(each.type == "incident" for each in told)


def test_same_bytes() -> None:
    """The same findings give the same bytes, in whatever order the fields come."""
    assert bundle([PROVEN], "Teller") == bundle([replace(PROVEN)], "Teller")
