"""Reports in the columns of the Shadowserver Foundation, whose readers members have already; and back.

`event4_honeypot_darknet` has who sends to dark addresses, and `event4_honeypot_ddos_amp` who is attacked, as their
descriptions have them (6 December 2023, and the header lines of its reports). Both are of IPv4, and of addresses alone. A line
is what came to one port; where it came to is never told, and source ports are not known.
"""

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum
from ipaddress import IPv4Address
from typing import Any, Final

from noroshi import sheet
from noroshi.alerts.model import AlertState
from noroshi.clock import SECOND, iso, moment
from noroshi.detections.model import Classification
from noroshi.organisations.model import Marking, Severity
from noroshi.sharing.blame import ACTING
from noroshi.sharing.finding import Finding, Level, PortCount
from noroshi.sharing.formats.format import Input, LeftOut, Output, Terms, Unread
from noroshi.sharing.identities import public_id
from noroshi.sharing.soundness import fault
from noroshi.sharing.stix.malware import FAMILIES

_ENDS: Final = (
    *(
        "dst_ip",
        "dst_port",
        "dst_asn",
        "dst_geo",
        "dst_region",
        "dst_city",
        "dst_hostname",
        "dst_naics",
        "dst_sector",
    ),
    *("public_source", "infection", "family", "tag", "application", "version", "event_id"),
)
_BEGINS: Final = (
    *(
        "timestamp",
        "protocol",
        "src_ip",
        "src_port",
        "src_asn",
        "src_geo",
        "src_region",
        "src_city",
        "src_hostname",
    ),
    *("src_naics", "src_sector", "device_vendor", "device_type", "device_model", "severity"),
)
DARKNET: Final = (*_BEGINS, *_ENDS, "count")
DDOS: Final = (*_BEGINS, *_ENDS, "request", "count", "bytes", "end_time")

SHADOWSERVER: Final = "Shadowserver"
"""Who saw what is read from a report that does not say it."""

LARGEST: Final = 32 << 20
"""Bytes that are read."""

SEVERITIES: Final = frozenset(Severity)


def write_darknet(findings: Sequence[Finding], _terms: Terms) -> Output:
    """Write who sends to dark addresses."""
    return _write(findings, "event4_honeypot_darknet", DARKNET, acting=True)


def write_ddos(findings: Sequence[Finding], _terms: Terms) -> Output:
    """Write who is attacked; as in Shadowserver's own report, the victim is the source, for that is who is told."""
    return _write(findings, "event4_honeypot_ddos_amp", DDOS, acting=False)


def read_darknet(data: bytes) -> Input:
    """Read who sends to dark addresses; a line is a finding that accuses nobody, for it may have been forged."""
    return _read(data, "reported.darknet", Classification("information-gathering", "scanner"))


def read_ddos(data: bytes) -> Input:
    """Read who is attacked."""
    return _read(data, "reported.ddos", Classification("availability", "ddos"))


def _write(findings: Sequence[Finding], name: str, columns: Sequence[str], *, acting: bool) -> Output:
    lines = [sheet.line(columns)]
    left_out: Counter[StrEnum] = Counter()
    for finding in findings:
        is_acting = finding.classification.taxonomy in ACTING
        is_attacked = finding.classification.type in {"ddos", "dos"}
        if (
            finding.subject_kind != "address"
            or ":" in finding.subject
            or not (is_acting if acting else is_attacked)
        ):
            left_out[LeftOut.NO_PLACE] += 1
            continue
        for port in finding.ports or (PortCount("", 0, finding.observations),):
            cells = _cells(finding, port)
            lines.append(sheet.line(cells.get(column, "") for column in columns))
    return Output({f"{name}.csv": b"".join(lines)}, dict(left_out))


def _cells(finding: Finding, port: PortCount) -> Mapping[str, Any]:
    family = next((label for label in finding.labels if label in FAMILIES), "")
    return {
        "timestamp": _time(finding.first),
        "protocol": port.protocol,
        "src_ip": finding.subject,
        "src_asn": finding.asn,
        "src_geo": finding.country,
        "severity": finding.severity.value,
        "dst_port": port.port or None,
        "public_source": finding.centre,
        "infection": family,
        "family": family,
        "tag": ";".join((*finding.labels, "/".join(finding.classification))),
        "event_id": finding.id,
        "count": port.observations,
        "end_time": _time(finding.last),
    }


def _read(data: bytes, kind: str, classification: Classification) -> Input:
    if len(data) > LARGEST:
        return Input((), {Unread.TOO_LARGE: 1})
    found: list[Finding] = []
    skips: Counter[StrEnum] = Counter()
    rows = sheet.lines(data.decode("utf-8-sig", "replace"))
    try:
        names = next(rows, [])
        for row in rows:
            try:
                finding = _finding(dict(zip(names, row, strict=True)), kind, classification)
            except (ValueError, KeyError, OverflowError):
                skips[Unread.MALFORMED] += 1
                continue
            if fault(finding):
                skips[Unread.UNSOUND] += 1
            else:
                found.append(finding)
    except csv.Error:
        skips[Unread.MALFORMED] += 1
    return Input(tuple(found), dict(skips))


def _finding(cells: Mapping[str, str], kind: str, classification: Classification) -> Finding:
    """Make a finding of a line; what is no number, address or moment raises."""
    subject = str(IPv4Address(cells["src_ip"]))
    first = moment(cells["timestamp"])
    last = max(first, moment(cells["end_time"]) if cells.get("end_time") else first)
    infection = cells.get("infection", "").lower()
    count = int(cells.get("count") or 1)
    words = (subject, cells["timestamp"], cells.get("protocol", ""), cells.get("dst_port", ""), infection)
    infected = infection in FAMILIES
    severity = cells.get("severity", "")
    return Finding(
        id=public_id(SHADOWSERVER, cells.get("event_id", ""), *words),
        centre=cells.get("public_source") or SHADOWSERVER,
        level=Level.FULL,
        marking=Marking.AMBER,
        kind=kind,
        classification=Classification("malicious-code", "infected-system") if infected else classification,
        severity=Severity(severity) if severity in SEVERITIES else Severity.MEDIUM,
        subject_kind="address",
        subject=subject,
        asn=int(cells["src_asn"]) if cells.get("src_asn") else None,
        country=cells.get("src_geo", ""),
        count=1,
        first=first,
        last=last,
        ended=False,
        observations=count,
        rate=count / max((last - first) / SECOND, 1.0),
        ports=(PortCount(cells.get("protocol") or "ip", int(cells["dst_port"]), count),)
        if cells.get("dst_port")
        else (),
        labels=(infection,) if infected else (),
        confidence=0.5,
        may_be_spoofed=True,
        why="",
        state=AlertState.OPEN,
        outcome=None,
        version=1,
        modified=last,
    )


def _time(moment_: int) -> str:
    return iso(moment_)[:19].replace("T", " ")
