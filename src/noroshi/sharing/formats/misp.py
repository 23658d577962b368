"""A feed of MISP (misp-core-format draft 20, section on feeds): manifest.json, hashes.csv, and an event a day and label.

A day is the one (UTC) on which findings began, so an event grows for some days and is then left alone. An attribute that
turned out to be wrong is marked as deleted, which MISP passes on.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

import msgspec

from noroshi.alerts.model import AlertState
from noroshi.clock import DAY, SECOND, iso
from noroshi.organisations.model import Marking, Severity
from noroshi.sharing.blame import ACTING, spared
from noroshi.sharing.finding import Finding, Level
from noroshi.sharing.formats.format import LeftOut, Output, Terms
from noroshi.sharing.stix.classes import label
from noroshi.sharing.stix.identity import identity_id
from noroshi.sharing.stix.ids import own_id

DISTRIBUTIONS: Final[Mapping[Marking, int]] = {
    Marking.CLEAR: 3,
    Marking.GREEN: 2,
    Marking.AMBER: 0,
    Marking.AMBER_STRICT: 0,
    Marking.RED: 0,
}
"""How far MISP itself passes it on: 3 everybody, 2 connected communities, 0 nobody. Its taxonomy of TLP is only a tag, which
no MISP obeys unless it is told to, so this is what holds."""

MANIFEST, HASHES = "manifest.json", "hashes.csv"

THREATS: Final[Mapping[Severity, int]] = {
    Severity.CRITICAL: 1,
    Severity.HIGH: 1,
    Severity.MEDIUM: 2,
    Severity.LOW: 3,
}

_encoder: Final = msgspec.json.Encoder(order="sorted")


def write(findings: Sequence[Finding], terms: Terms) -> Output:
    """Write a feed; of no findings one without events."""
    made, left_out = events(findings, terms)
    files = {f"{event['uuid']}.json": _encoder.encode({"Event": event}) for event in made}
    files[MANIFEST] = _encoder.encode({event["uuid"]: _summary(event) for event in made})
    files[HASHES] = "".join(
        f"{hashlib.md5(each['value'].encode(), usedforsecurity=False).hexdigest()},{event['uuid']}\n"
        for event in made
        for each in event["Attribute"]
    ).encode()
    return Output(files, left_out)


def events(
    findings: Sequence[Finding], terms: Terms
) -> tuple[Sequence[dict[str, Any]], Mapping[StrEnum, int]]:
    """Give the events, the earliest day first, and how many findings have no place in any, by reason."""
    days: defaultdict[tuple[int, Marking], list[tuple[Finding, dict[str, Any]]]] = defaultdict(list)
    left_out: Counter[StrEnum] = Counter()
    for finding in findings:
        attribute = _attribute(finding)
        if attribute is None:
            left_out[LeftOut.NO_PLACE] += 1
        else:
            days[finding.first // DAY, finding.marking].append((finding, attribute))
    made = [_event(day, marking, told, terms.centre.name) for (day, marking), told in sorted(days.items())]
    return made, dict(left_out)


def _event(
    day: int, marking: Marking, told: Sequence[tuple[Finding, dict[str, Any]]], centre: str
) -> dict[str, Any]:
    date = iso(day * DAY)[:10]
    timestamp = max(finding.modified for finding, _ in told) // SECOND
    settled = all(finding.state is AlertState.RESOLVED for finding, _ in told)
    return {
        "uuid": _uuid("misp-event", centre, date, marking.value),
        "info": f"Seen by darknets, begun on {date}",
        "date": date,
        "timestamp": timestamp,
        "publish_timestamp": timestamp,
        "published": True,
        "analysis": 2 if settled else 1,
        "threat_level_id": min(THREATS[finding.severity] for finding, _ in told),
        "distribution": DISTRIBUTIONS[marking],
        "extends_uuid": "",
        "Orgc": {"name": centre, "uuid": identity_id(centre).removeprefix("identity--")},
        "Tag": [_tag(f"tlp:{marking.value}")],
        "Attribute": [attribute for _, attribute in told],
    }


def _attribute(finding: Finding) -> dict[str, Any] | None:
    """Give what a finding says as one attribute; None if it says nothing that MISP has a type for."""
    named = _named(finding)
    if named is None:
        return None
    type_, category, value = named
    return {
        "uuid": _uuid("misp-attribute", finding.centre, finding.id),
        "type": type_,
        "category": category,
        "value": value,
        "to_ids": spared(finding) is None,
        "comment": f"{finding.kind}, seen by {finding.centre}. {finding.why}".strip(),
        "timestamp": finding.modified // SECOND,
        "first_seen": _time(finding.first),
        "last_seen": _time(finding.last),
        "deleted": finding.withdrawn,
        "disable_correlation": False,
        "Tag": [
            _tag(label(finding.classification)),
            *(_tag(f"noroshi:label={word}") for word in finding.labels),
        ],
    }


def _named(finding: Finding) -> tuple[str, str, str] | None:
    """Give type, category and value."""
    if finding.subject:
        is_victim = finding.classification.taxonomy not in ACTING
        return ("ip-dst" if is_victim else "ip-src", "Network activity", finding.subject)
    if finding.level is Level.COUNTS:
        return ("counter", "Other", str(finding.count))
    return ("AS", "Network activity", f"AS{finding.asn}") if finding.asn is not None else None


def _summary(event: Mapping[str, Any]) -> dict[str, Any]:
    """Give what the manifest says of an event."""
    return {
        name: event[name]
        for name in ("Orgc", "Tag", "info", "date", "analysis", "threat_level_id", "timestamp")
    }


def _tag(name: str) -> dict[str, str]:
    return {"name": name}


def _uuid(kind: str, *words: str) -> str:
    return own_id(kind, *words).removeprefix(f"{kind}--")


def _time(moment: int) -> str:
    return iso(moment).replace("Z", "000+00:00")
