"""Made-up first signs."""

from noroshi.clock import MINUTE, moment
from noroshi.detections.model import Confidence, Detection, Evidence, Measure, Phase, Subject, Tally
from noroshi.organisations.model import Severity

NIGHT = moment("2026-11-24T18:00:00Z")
BIN = 10 * MINUTE


def sign(
    subject: str = "tcp/7547",
    phase: Phase = Phase.NEW,
    bins: int = 1,
    first: int = NIGHT,
    severity: Severity = Severity.MEDIUM,
) -> Detection:
    """Give what is said of a port so many bins after it began to rise."""
    at = first + bins * BIN
    evidence = Evidence(
        observations=120 * bins,
        first=first,
        last=at,
        rate=0.2,
        measures=(
            Measure("sources", 60, "", 20, exact=False),
            Measure("usual sources", 2.5, exact=False),
            Measure("deviations", 11.4, "", 5.0, exact=False),
            Measure("limit", 20, exact=False),
            Measure("peak sources", 60, exact=False),
        ),
        tallies=(
            Tally("fingerprints", (("mirai", 40), ("none", 20))),
            Tally("campaigns", ((f"mirai: {subject}", 40), (f"none: tcp/80, {subject}", 20))),
        ),
        samples=(
            {"time": "2026-11-24T17:50:00.000Z", "sources": 3, "packets": 4},
            {"time": "2026-11-24T18:00:00.000Z", "sources": 60, "packets": 120},
        ),
    )
    why = f"about 60 sources sent 120 packets to {subject} in 600 s, where about 2.5 are usual; the rule asks for 20 sources."
    confidence = Confidence(0.6, ("about 60 sources in one bin",), ("may be spoofed",))
    return Detection(
        "port.rising", Subject("port", subject), phase, at, severity, why, confidence, evidence, True
    )
