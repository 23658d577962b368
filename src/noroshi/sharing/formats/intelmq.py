"""Events of IntelMQ, a line each, by the harmonisation of version 3.5.0: any of its collectors reads them without a parser of ours."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from noroshi.clock import iso
from noroshi.organisations.model import Marking
from noroshi.sharing.finding import Finding
from noroshi.sharing.formats.format import Output, Terms
from noroshi.sharing.plain import exact
from noroshi.sharing.stix.malware import FAMILIES

TYPES: Final = frozenset(
    {
        *(
            "brute-force",
            "c2-server",
            "ddos",
            "ddos-amplifier",
            "dos",
            "exploit",
            "ids-alert",
            "infected-system",
        ),
        *(
            "malware-distribution",
            "misconfiguration",
            "other",
            "outage",
            "phishing",
            "potentially-unwanted-accessible",
        ),
        *("scanner", "spam", "system-compromise", "undetermined", "vulnerable-system", "weak-crypto"),
    }
)
"""The types of RSIT that a network's observer may mean; all are among IntelMQ's."""

TLP: Final[Mapping[Marking, str]] = {
    Marking.CLEAR: "WHITE",
    Marking.GREEN: "GREEN",
    Marking.AMBER: "AMBER",
    Marking.AMBER_STRICT: "RED",
    Marking.RED: "RED",
}
"""IntelMQ knows the first version of TLP, in which nothing but red is so strict as amber+strict; `extra.tlp` has it as it is."""

_encoder: Final = msgspec.json.Encoder(order="sorted")


def write(findings: Sequence[Finding], _terms: Terms) -> Output:
    """Write a line each; no finding is no line."""
    return Output({"findings.intelmq.jsonl": _encoder.encode_lines(map(_event, findings))}, {})


def _event(finding: Finding) -> dict[str, Any]:
    type_ = finding.classification.type
    known = type_ in TYPES
    event: dict[str, Any] = {
        "__type": "Event",
        "classification.identifier": finding.kind,
        "classification.taxonomy": finding.classification.taxonomy if known else "other",
        "classification.type": type_ if known else "undetermined",
        "extra": _extra(finding),
        "feed.accuracy": round(finding.confidence * 100, 1),
        "feed.name": "noroshi",
        "feed.provider": finding.centre,
        "severity": finding.severity.value,
        "time.observation": _time(finding.modified),
        "time.source": _time(finding.first),
        "tlp": TLP[finding.marking],
    }
    places = {"address": "source.ip", "prefix": "source.network"}
    if finding.subject_kind in places:
        event[places[finding.subject_kind]] = finding.subject
    if finding.asn:
        event["source.asn"] = finding.asn
    if finding.country:
        event["source.geolocation.cc"] = finding.country
    if finding.why:
        event["event_description.text"] = finding.why
    if finding.ports:
        event["protocol.transport"] = finding.ports[0].protocol.lower()
        event |= {"destination.port": finding.ports[0].port} if finding.ports[0].port else {}
    family = next((label for label in finding.labels if label in FAMILIES), "")
    return event | ({"malware.name": family} if family else {})


def _extra(finding: Finding) -> dict[str, Any]:
    """Give what the harmonisation has no place for."""
    return {
        "id": finding.id,
        "level": finding.level.value,
        "tlp": finding.marking.value,
        "rsit": "/".join(finding.classification),
        "count": finding.count,
        "last": exact(finding.last),
        "ended": finding.ended,
        "observations": finding.observations,
        "rate": finding.rate,
        "ports": [f"{port.protocol}/{port.port}={port.observations}" for port in finding.ports],
        "labels": list(finding.labels),
        "may_be_spoofed": finding.may_be_spoofed,
        "state": finding.state.value,
        "outcome": finding.outcome.value if finding.outcome else "",
        "version": finding.version,
    }


def _time(moment: int) -> str:
    return iso(moment).replace("Z", "+00:00")
