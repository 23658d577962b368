"""Abuse reports in XARF 4.2, `connection/reconnaissance`, each in a file of its own; it is what providers' abuse desks read.

Not `connection/port_scan`: its schema demands the source port, which a finding does not tell. Not `connection/ddos` either: a
report accuses its source, and whom a darknet sees attacked is the victim, while who attacks is not seen.
"""

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Final

import msgspec

from noroshi.clock import iso
from noroshi.errors import UsageError
from noroshi.sharing.blame import spared
from noroshi.sharing.finding import Finding, PortCount
from noroshi.sharing.formats.format import LeftOut, Output, Terms
from noroshi.sharing.stix.ids import own_id

VERSION: Final = "4.2.0"
PROTOCOLS: Final = frozenset({"tcp", "udp"})

LONGEST: Final = 1_000
"""Letters of a description."""

_encoder: Final = msgspec.json.Encoder(order="sorted")


def write(findings: Sequence[Finding], terms: Terms) -> Output:
    """Write a report each.

    Raises
    ------
    UsageError
        If the centre has no contact or no domain: a report must say who answers for it.
    """
    files: dict[str, bytes] = {}
    left_out: Counter[StrEnum] = Counter()
    for finding in findings:
        port = next((each for each in finding.ports if each.protocol.lower() in PROTOCOLS), None)
        why = spared(finding) or (None if port and finding.subject_kind == "address" else LeftOut.NO_PLACE)
        if why or port is None:
            left_out[why or LeftOut.NO_PLACE] += 1
            continue
        report = _report(finding, port, terms)
        files[f"{report['report_id']}.json"] = _encoder.encode(report)
    return Output(files, dict(left_out))


def _report(finding: Finding, port: PortCount, terms: Terms) -> dict[str, Any]:
    """Make a report; without the confidence, of which the schema has a fraction and XARF's own library 1.0 takes whole numbers."""
    centre = terms.centre
    if not centre.contact or not centre.domain:
        raise UsageError(
            "an abuse report needs a mailbox that answers reach the centre at",
            hint="Set [centre] answer_to to one.",
        )
    who = {"org": centre.name, "contact": centre.contact, "domain": centre.domain}
    report: dict[str, Any] = {
        "xarf_version": VERSION,
        "report_id": own_id("xarf", finding.centre, finding.id, str(finding.version)).removeprefix("xarf--"),
        "timestamp": iso(finding.last),
        "reporter": who,
        "sender": who,
        "source_identifier": finding.subject,
        "category": "connection",
        "type": "reconnaissance",
        "evidence_source": "honeypot",
        "protocol": port.protocol.lower(),
        "probed_resources": [f"{each.protocol}/{each.port}" for each in finding.ports],
        "first_seen": iso(finding.first),
        "last_seen": iso(finding.last),
        "tags": [f"rsit:{finding.classification.type}", *(f"noroshi:{label}" for label in _tags(finding))],
    }
    if port.port:
        report["destination_port"] = port.port
    return report | ({"description": finding.why[:LONGEST]} if finding.why else {})


def _tags(finding: Finding) -> list[str]:
    """Give labels in letters that a tag may have."""
    return [label.lower().replace(".", "-") for label in finding.labels]
