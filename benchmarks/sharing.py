"""Findings to STIX: objects a second on one core, from a finding to an object's final bytes, and back.

python benchmarks/sharing.py [--findings 5000] [--runs 5]
"""

import argparse

from _measuring import Stopwatch, best, stay_on_one_core, verdict
from noroshi.alerts.model import AlertState
from noroshi.clock import SECOND
from noroshi.detections.model import Classification
from noroshi.organisations.model import Marking, Severity
from noroshi.sharing.finding import Finding, Level, PortCount
from noroshi.sharing.stix.reading import read_objects
from noroshi.sharing.stix.writing import write

GOAL = 50_000.0
"""Objects a second (issue 5); python-stix2 makes 1,400 indicators a second."""

BEGUN = 1_780_000_000 * SECOND


def main() -> None:
    """Print how fast findings are written, and read."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--findings", type=int, default=5_000)
    parser.add_argument("--runs", type=int, default=5, help="the best of so many counts")
    given = parser.parse_args()
    stay_on_one_core()
    findings = [finding(number) for number in range(given.findings)]
    told = [each.json for each in write(findings)]
    size = sum(map(len, told))
    print(
        f"{len(findings):,} findings, {len(told):,} objects, {size / 1e6:.1f} MB, {size / len(told):,.0f} bytes each"
    )
    written = len(told) / best(lambda: seconds_of_writing(findings), given.runs)
    understood = len(told) / best(lambda: seconds_of_reading(told), given.runs)
    print(f"{'read':<24}{understood:>12,.0f} objects/s")
    verdict("written", written, GOAL, "objects/s on one core")


def seconds_of_writing(findings: list[Finding]) -> float:
    """Write them once."""
    with Stopwatch() as watch:
        for _ in write(findings):
            pass
    return watch.cpu


def seconds_of_reading(told: list[bytes]) -> float:
    """Read them once."""
    with Stopwatch() as watch:
        read_objects(told)
    return watch.cpu


def finding(number: int) -> Finding:
    """Make up an infected machine, each at another address."""
    return Finding(
        id=f"{number:032x}",
        centre="Example Centre",
        level=Level.FULL,
        marking=Marking.AMBER,
        kind="infection.external",
        classification=Classification("malicious-code", "infected-system"),
        severity=Severity.HIGH,
        subject_kind="address",
        subject=f"198.{18 + (number >> 16)}.{number >> 8 & 255}.{number & 255}",
        asn=64496 + number % 15,
        country="JP",
        count=1,
        first=BEGUN + number * SECOND,
        last=BEGUN + (number + 600) * SECOND,
        ended=False,
        observations=1_200,
        rate=2.0,
        ports=(PortCount("tcp", 23, 1_000), PortCount("tcp", 2323, 200)),
        labels=("mirai",),
        confidence=0.9,
        may_be_spoofed=False,
        why="It sent 1,200 packets to 800 dark addresses of others, on 2 ports, in 600 s.",
        state=AlertState.OPEN,
        outcome=None,
        version=3,
        modified=BEGUN + (number + 601) * SECOND,
    )


if __name__ == "__main__":
    main()
