"""Findings at every level and of every sort, and the terms under which they are written."""

from ipaddress import ip_network

from msgspec.structs import replace

from noroshi.alerts.model import AlertState, Outcome
from noroshi.clock import HOUR
from noroshi.detections.model import Classification
from noroshi.sharing.allowing.allowed import Allowance, Allowed, Because
from noroshi.sharing.centre import Centre
from noroshi.sharing.finding import Finding, Level
from noroshi.sharing.formats.format import Terms
from noroshi.sharing.redaction import redacted
from tests.alerts.stories import NOON
from tests.sharing.stories import found

CENTRE = Centre("Example Centre", "team@centre.example", "centre.example")
MEMBERS = [
    Allowance(ip_network(each), Because.MEMBER, "lending-library") for each in ("45.1.0.0/16", "2a00:1::/32")
]
TERMS = Terms(CENTRE, NOON + HOUR, Allowed(MEMBERS))


def scanner(subject: str = "45.0.0.7", **changes: object) -> Finding:
    """Somebody who may be blamed."""
    kind = "prefix" if "/" in subject else "address"
    defaults = {
        "subject": subject,
        "subject_kind": kind,
        "may_be_spoofed": False,
        "asn": 64500,
        "country": "JP",
    }
    return replace(found(id=f"finding of {subject}", why="It scans."), **(defaults | changes))


VICTIM = scanner(
    "45.0.1.8",
    kind="dos.victim",
    classification=Classification("availability", "ddos"),
    labels=(),
    ended=True,
)

EVERYTHING = (
    scanner(),
    scanner("2a01:5::7"),
    scanner("45.0.7.0/24"),
    VICTIM,
    scanner("45.0.2.9", may_be_spoofed=True),
    redacted(scanner("45.0.3.9"), Level.PREFIX),
    redacted(scanner("45.0.4.9"), Level.NETWORK),
    redacted(scanner("45.0.5.9"), Level.COUNTS),
    *(
        scanner(f"45.0.6.{number}", state=AlertState.RESOLVED, outcome=outcome)
        for number, outcome in sorted(enumerate(Outcome), key=lambda each: each[1] is Outcome.NOT_OURS)
    ),
)
