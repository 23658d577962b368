import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from noroshi.alerts.model import Outcome
from noroshi.organisations.model import Marking
from noroshi.sharing.finding import Finding
from noroshi.sharing.stix import reading
from noroshi.sharing.stix.marking import MARKING_IDS, TLP_1_IDS
from noroshi.sharing.stix.patterns import named_by
from noroshi.sharing.stix.reading import Reading, Skip, read, read_objects
from noroshi.sharing.stix.writing import bundle, objects, write
from tests.sharing.sound import findings
from tests.sharing.stories import found

WHEN = "2026-11-01T00:00:00.000Z"
STRANGER: dict[str, Any] = {
    "type": "indicator",
    "spec_version": "2.1",
    "id": "indicator--2d3a7b0e-4f7d-4a57-a6e2-8d9a9f0e0001",
    "created": WHEN,
    "modified": WHEN,
    "valid_from": WHEN,
    "pattern_type": "stix",
    "pattern": "[ipv4-addr:value = '198.51.100.3']",
}


def given_as(*told: dict[str, Any]) -> reading.Reading:
    """Read objects in a bundle."""
    return read(json.dumps({"type": "bundle", "id": "bundle--1", "objects": told}).encode())


@given(st.lists(findings(), max_size=4, unique_by=lambda finding: (finding.centre, finding.id)))
def test_round_trip(told: list[Finding]) -> None:
    """What is written is read as the same findings, at each level."""
    assert tuple(told) == read(bundle(told, "Teller")).findings
    assert tuple(told) == read_objects(each.json for each in write(told)).findings


def test_parts_alone() -> None:
    """Where a collection's page ends between an incident and its parts, the parts alone do not become findings."""
    parts = [each for each in objects(found(may_be_spoofed=False)) if each["type"] != "incident"]
    told = given_as(*parts)

    assert () == told.findings
    assert {Skip.PART, Skip.CONTEXT, Skip.OTHER_TYPE} == set(told.skips)


@pytest.mark.parametrize(
    ("pattern", "named"),
    [
        ("[ipv4-addr:value = '198.51.100.3']", ["198.51.100.3"]),
        ("[ ipv4-addr:value='198.51.100.3' ]", ["198.51.100.3"]),
        (
            "[ipv6-addr:value = '2001:DB8::1'] OR [ipv4-addr:value = '198.51.100.3']",
            ["2001:db8::1", "198.51.100.3"],
        ),
        ("[ipv4-addr:value ISSUBSET '198.51.100.0/24']", ["198.51.100.0/24"]),
        ("[ipv4-addr:value = '198.51.100.3/32']", ["198.51.100.3"]),
        ("[ipv4-addr:value = '198.51.100.3' AND ipv4-addr:value = '198.51.100.4']", []),
        ("[ipv4-addr:value = '198.51.100.3'] WITHIN 5 SECONDS", []),
        ("[ipv4-addr:value != '198.51.100.3']", []),
        ("[ipv4-addr:value = '198.51.100.300']", []),
        ("[url:value = 'http://198.51.100.3/']", []),
        ("[ipv4-addr:value = '198.51.100.3' OR [ipv4-addr:value = '198.51.100.4']", []),
        ("[" + "ipv4-addr:value = '198.51.100.3' OR " * 2_000 + "]", []),
        ("", []),
    ],
)
def test_patterns(pattern: str, named: list[str]) -> None:
    """A pattern is read if it names addresses and says nothing else; otherwise nothing of it is."""
    assert named == [each.value for each in named_by(pattern)]


def test_indicator_of_a_stranger() -> None:
    """A stranger's indicator becomes a finding that accuses nobody by itself, with what sightings add."""
    who = {"type": "identity", "id": "identity--1", "name": "Somebody"}
    seen = {
        "type": "sighting",
        "id": "sighting--1",
        "sighting_of_ref": STRANGER["id"],
        "first_seen": "2026-10-30T00:00:00Z",
        "last_seen": "2026-11-02T00:00:00Z",
        "count": 7,
    }
    told = given_as(STRANGER | {"created_by_ref": "identity--1", "confidence": 80}, who, seen)
    [finding] = told.findings

    assert ("Somebody", "198.51.100.3", 7) == (finding.centre, finding.subject, finding.observations)
    assert (0.8, True) == (finding.confidence, finding.may_be_spoofed)
    assert (3, "other") == (
        (finding.last - finding.first) // 86_400_000_000_000,
        finding.classification.taxonomy,
    )
    assert {Skip.CONTEXT: 2} == told.skips


def test_observed_by_a_stranger() -> None:
    """Of what a stranger observed, the source of the traffic is the subject, and its ports are told."""
    told = given_as(
        {"type": "ipv4-addr", "id": "ipv4-addr--1", "value": "198.51.100.3"},
        {"type": "ipv4-addr", "id": "ipv4-addr--2", "value": "198.51.100.9"},
        {
            "type": "network-traffic",
            "id": "network-traffic--1",
            "src_ref": "ipv4-addr--1",
            "dst_ref": "ipv4-addr--2",
            "dst_port": 23,
            "protocols": ["ipv4", "tcp"],
        },
        {
            "type": "observed-data",
            "id": "observed-data--1",
            "modified": WHEN,
            "first_observed": WHEN,
            "last_observed": WHEN,
            "number_observed": 3,
            "object_refs": ["ipv4-addr--1", "ipv4-addr--2", "network-traffic--1"],
        },
    )
    [finding] = told.findings

    assert ("198.51.100.3", 3) == (finding.subject, finding.observations)
    assert [("tcp", 23)] == [port[:2] for port in finding.ports]


@pytest.mark.parametrize(
    ("refs", "label"),
    [([name], label) for name, label in TLP_1_IDS.items()]
    + [([name], label) for label, name in MARKING_IDS.items()]
    + [
        ([], Marking.AMBER),
        (["marking-definition--own"], Marking.RED),
        (["marking-definition--nobody-knows"], Marking.AMBER_STRICT),
        ([MARKING_IDS[Marking.CLEAR], MARKING_IDS[Marking.RED]], Marking.RED),
    ],
)
def test_markings(refs: list[str], label: Marking) -> None:
    """Both versions of TLP are understood, the strictest counts, and what nobody knows is for its receiver only."""
    own = {"type": "marking-definition", "id": "marking-definition--own", "name": "TLP:RED"}
    lie = {"type": "marking-definition", "id": MARKING_IDS[Marking.RED], "name": "TLP:CLEAR"}
    [finding] = given_as(STRANGER | {"object_marking_refs": refs}, own, lie).findings

    assert label == finding.marking


def test_granular_marking() -> None:
    """A label on a part of an object counts for all of it."""
    part = {"marking_ref": MARKING_IDS[Marking.RED], "selectors": ["pattern"]}
    [finding] = given_as(STRANGER | {"granular_markings": [part]}).findings

    assert Marking.RED == finding.marking


def test_passed_on() -> None:
    """What somebody passed on more strictly marked, or revoked, is read so."""
    [told] = [each for each in objects(found(marking=Marking.GREEN)) if each["type"] == "incident"]
    [finding] = given_as(told | {"object_marking_refs": [MARKING_IDS[Marking.RED]], "revoked": True}).findings

    assert (Marking.RED, Outcome.FALSE_ALARM) == (finding.marking, finding.outcome)


@pytest.mark.parametrize(
    ("data", "skip"),
    [
        (b"", Skip.NOT_JSON),
        (b"[" * 100_000, Skip.NOT_JSON),
        (
            b'{"objects": [{"type": "indicator", "id": "1", "x": ' + b"[" * 50_000 + b"]" * 50_000 + b"}]}",
            Skip.NOT_JSON,
        ),
        (b'{"objects": 3}', Skip.NOT_JSON),
        (b'{"objects": [3]}', Skip.MALFORMED),
        (b'{"objects": [{"type": "indicator"}]}', Skip.MALFORMED),
        (b'{"objects": [' + b"0," * 100_000 + b"0]}", Skip.TOO_LARGE),
        (b" " * (reading.LARGEST + 1), Skip.TOO_LARGE),
        (json.dumps({"objects": [STRANGER | {"modified": "yesterday"}]}).encode(), Skip.MALFORMED),
        (json.dumps({"objects": [STRANGER | {"pattern_type": "yara"}]}).encode(), Skip.OTHER_PATTERN),
        (json.dumps({"objects": [{"type": "tool", "id": "1"}]}).encode(), Skip.OTHER_TYPE),
        (json.dumps({"objects": [STRANGER | {"id": "a\nb"}]}).encode(), Skip.UNSOUND),
    ],
)
def test_skips(data: bytes, skip: Skip) -> None:
    """What cannot be read is counted under its reason."""
    assert Reading((), {skip: 1}) == read(data)


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": "198.51.100.300"},
        {"subject": "192.0.2.017"},
        {"labels": ["a\nb"]},
        {"confidence": 2},
        {"observations": 1 << 60},
        {"first": "0001-01-01T00:00:00Z"},
        {"first": "9999-12-31T23:59:59.999Z"},
        {"level": "everything"},
        {"country": "JAPAN"},
        {"why": "x" * 5_000},
    ],
)
def test_unsound(wrong: dict[str, Any]) -> None:
    """A finding that no centre would write is not taken, however well it is wrapped."""
    [told] = [each for each in objects(found()) if each["type"] == "incident"]
    [name] = [name for name, value in told["extensions"].items() if "finding" in value]
    told["extensions"][name]["finding"] |= wrong

    assert Reading((), {Skip.UNSOUND: 1}) == given_as(told)


def test_latest_version() -> None:
    """Of several versions of a finding, the latest is read."""
    old, new = found(version=3), replace(found(version=4), observations=9)

    assert (new,) == read_objects(each.json for each in write([new, old])).findings
