"""Abuse reports in XARF 4, read: alone, or in the mail that they come in.

Nothing in a report shows that its source was not forged: it counts as one that may be.
"""

import email
import email.policy
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any, Final

import msgspec
from msgspec import Struct

from noroshi.alerts.model import AlertState
from noroshi.clock import SECOND
from noroshi.detections.model import Classification
from noroshi.organisations.model import Marking, Severity
from noroshi.sharing.finding import Finding, Level, PortCount
from noroshi.sharing.formats.format import Input, Unread
from noroshi.sharing.formats.reported import kind_of
from noroshi.sharing.plain import from_exact
from noroshi.sharing.soundness import fault

LARGEST: Final = 1 << 20
"""Bytes of a report with its mail: one is about one machine."""

MOST_PARTS: Final = 100
"""Parts of a mail that are looked into."""

CLASSES: Final[Mapping[tuple[str, str], Classification]] = {
    ("connection", "port_scan"): Classification("information-gathering", "scanner"),
    ("connection", "reconnaissance"): Classification("information-gathering", "scanner"),
    ("connection", "vulnerability_scan"): Classification("information-gathering", "scanner"),
    ("connection", "login_attack"): Classification("intrusion-attempts", "brute-force"),
    ("connection", "auth_failure"): Classification("intrusion-attempts", "brute-force"),
    ("connection", "ddos"): Classification("availability", "ddos"),
    ("infrastructure", "botnet"): Classification("malicious-code", "infected-system"),
    ("infrastructure", "compromised_server"): Classification("intrusions", "system-compromise"),
    ("messaging", "spam"): Classification("abusive-content", "spam"),
}
"""Category and type of XARF 4.2 -> where it stands in the Reference Security Incident Taxonomy. A ddos names who attacks as its source,
and our class is about who suffers, so nobody is blocked for it."""

UNKNOWN: Final = Classification("other", "undetermined")


class Reporter(Struct):
    """Who reports."""

    org: str = ""


class Report(Struct):
    """A report, as far as it is read."""

    xarf_version: str
    report_id: str
    timestamp: str
    source_identifier: str
    category: str
    type: str
    reporter: Reporter = msgspec.field(default_factory=Reporter)
    first_seen: str = ""
    last_seen: str = ""
    protocol: str = ""
    destination_port: int | None = None


def read(data: bytes) -> Input:
    """Read a report: JSON, or a mail that has it as a part."""
    if len(data) > LARGEST:
        return Input((), {Unread.TOO_LARGE: 1})
    if not data.strip():
        return Input((), {})
    written = data if data.lstrip().startswith(b"{") else _part(data)
    try:
        report = msgspec.json.decode(written, type=Report)
        made = _finding(report)
    except (msgspec.DecodeError, RecursionError, ValueError, OverflowError):
        return Input((), {Unread.MALFORMED: 1})
    return Input((), {Unread.UNSOUND: 1}) if fault(made) else Input((made,), {})


def _part(mail: bytes) -> bytes:
    """Give the first part of a mail that is JSON; empty if none is, or the mail is none."""
    try:
        message: Any = email.message_from_bytes(mail, policy=email.policy.compat32)
        for number, part in enumerate(message.walk()):
            if number >= MOST_PARTS:
                break
            name = (part.get_filename() or "").lower()
            if part.get_content_type() == "application/json" or name.endswith(".json"):
                content = part.get_payload(decode=True)
                return content if isinstance(content, bytes) else b""
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError):
        return b""  # the standard library raises any of these for headers that are none
    return b""


def _finding(report: Report) -> Finding:
    """Make a finding of a report.

    Raises
    ------
    ValueError, OverflowError
        If its source is no address, a moment is none, or it is of another version.
    """
    if not report.xarf_version.startswith("4."):
        raise ValueError("another version")
    reported = from_exact(report.timestamp)
    last = from_exact(report.last_seen) if report.last_seen else reported
    first = min(from_exact(report.first_seen) if report.first_seen else last, last)
    classification = CLASSES.get((report.category, report.type), UNKNOWN)
    port = report.destination_port
    return Finding(
        id=f"xarf/{report.report_id}",
        centre=report.reporter.org or "unknown",
        level=Level.FULL,
        marking=Marking.AMBER,
        kind=kind_of(classification),
        classification=classification,
        severity=Severity.MEDIUM,
        subject_kind="address",
        subject=str(ip_address(report.source_identifier)),
        asn=None,
        country="",
        count=1,
        first=first,
        last=last,
        ended=False,
        observations=1,
        rate=0.0,
        ports=(PortCount(report.protocol.lower(), port, 1),) if port is not None and report.protocol else (),
        labels=(),
        confidence=0.5,
        may_be_spoofed=True,
        why="",
        state=AlertState.OPEN,
        outcome=None,
        version=reported // SECOND,
        modified=reported,
    )
