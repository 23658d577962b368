"""Made-up things to share, and readers of them."""

from msgspec.structs import replace

from noroshi.alerts.episodes import opened
from noroshi.alerts.model import Alert
from noroshi.cyber.classifications import CLASSIFICATIONS
from noroshi.detections.model import Confidence, Detection, Evidence, Label, Phase, Subject, Tally
from noroshi.organisations.model import Marking, Organisation, Severity
from noroshi.sharing.finding import Finding
from noroshi.sharing.findings import Findings
from noroshi.sharing.marks import UNMARKED, Mark, Thing
from tests.alerts.stories import NOON

HOLDER = Organisation("lending-library", "Lending Library of Examples")
"""Whose machine it is."""

FINDINGS = Findings("Example Centre", "a key that nobody knows", CLASSIFICATIONS)

DARK = ("203.0.113.9", "2001:db8:dead::9")
"""Where it sent; the evidence has them, and nobody may know them."""


def detected(subject: str = "192.0.2.17", why: str = "") -> Detection:
    """Make a detection with everything that evidence can have."""
    return Detection(
        kind="infection.external",
        subject=Subject("address", subject),
        phase=Phase.NEW,
        at=NOON + 1_000,
        severity=Severity.HIGH,
        why=why or f"{subject} sent 50 packets to 30 dark addresses of others, on 1 port, in 33.1 s.",
        confidence=Confidence(0.75, ("sent to 203.0.113.9",), ("perhaps 203.0.113.9 is live",)),
        evidence=Evidence(
            observations=50,
            first=NOON,
            last=NOON + 500,
            rate=2.5,
            tallies=(
                Tally("destination ports", (("tcp/23", 48), ("tcp/2323", 2), ("icmp", 1))),
                Tally("source ports", (("40000", 50),)),
                Tally("dark senders", ((DARK[0], 3),)),
            ),
            labels=(Label("mirai", 50, 50, 0.0, f"As {DARK[0]} saw."),),
            samples=tuple({"source": subject, "destination": dark, "length": 60} for dark in DARK),
        ),
        may_be_spoofed=True,
        partition="203.0.113.0/24",
    )


def alerted(subject: str = "192.0.2.17", why: str = "", **changes: object) -> Alert:
    """Make an alert of the holder's."""
    alert = opened("A-7QX3M2K", HOLDER.id, "192.0.2.16/29", detected(subject, why)).alert
    return replace(alert, **changes)


def found(subject: str = "192.0.2.17", **changes: object) -> Finding:
    """Make a finding in full."""
    return replace(FINDINGS.of(alerted(subject), HOLDER), **changes)


def thing(mark: Mark = UNMARKED, **changes: object) -> Thing:
    """Make something of the holder's that may be shared."""
    made = Thing("A-7QX3M2K", "infection.external", HOLDER.id, is_shareable=True, mark=mark)
    return made._replace(**changes)  # type: ignore[arg-type]  # fields by name


def reader(clearance: Marking = Marking.AMBER, *tags: str) -> Organisation:
    """Make a partner."""
    return Organisation("partner-abroad", "Partner Abroad", clearance=clearance, tags=("partner", *tags))
