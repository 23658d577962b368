"""What an alert has in common with others: its pattern."""

from typing import Final, NamedTuple

from noroshi.detections.model import Detection

_PORTS: Final = " ports"
"""The end of the names of tallies that count ports."""


class Onset(NamedTuple):
    """An alert, by when it began and what it looks like."""

    pattern: str
    started: int
    """ns UTC, the first observation of the first episode."""
    organisation: str
    """The organisation's id."""
    alert: str
    """The alert's id."""


def pattern_of(detection: Detection) -> str:
    """Write the pattern of what was detected: its kind up to the dot, its labels, and the port that had most of it.

    Empty where there is neither a label nor a port. Not all ports: those that had little come and go with
    what is seen, and the same worm would have a pattern for each choice of them.

    Examples
    --------
    A worm on a machine of a member, which scans the same member and others, is one pattern: "infection: mirai, tcp/23".
    """
    evidence = detection.evidence
    labels = sorted(label.name for label in evidence.labels)
    tally = next((each for each in evidence.tallies if each.name.endswith(_PORTS)), None)
    ports = [tally.counts[0][0]] if tally and tally.counts else []
    if not labels + ports:
        return ""
    return f"{family(detection.kind)}: {', '.join(labels + ports)}"


def family(kind: str) -> str:
    """Give what a kind shares with its relatives: the part before the dot.

    Examples
    --------
    >>> family("infection.internal"), family("misconfiguration")
    ('infection', 'misconfiguration')
    """
    return kind.partition(".")[0]


def port_of(pattern: str) -> str:
    """Give a pattern's port; empty if it has none.

    Examples
    --------
    >>> port_of("infection: mirai, tcp/23"), port_of("infection: mirai")
    ('tcp/23', '')
    """
    last = pattern.rpartition(": ")[2].rpartition(", ")[2]
    return last if "/" in last or last.startswith("icmp") else ""
