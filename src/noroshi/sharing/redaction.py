"""How much of a finding is kept at each level, and without the fields that a reader may not receive."""

from collections.abc import Collection, Iterable
from ipaddress import ip_network
from typing import Final

from msgspec.structs import replace

from noroshi.alerts.model import AlertState
from noroshi.clock import DAY, HOUR, iso
from noroshi.organisations.model import Severity
from noroshi.sharing.finding import Finding, Level
from noroshi.sharing.identities import public_id
from noroshi.sharing.marks import COUNTS, Field

IPV4: Final = 24
"""Length of the prefix that is told in place of an IPv4 address: the longest that is announced on its own on the Internet
(RIPE-399, 2006), so the network is told and the machine is one of 256."""

IPV6: Final = 48
"""The same for IPv6: what a site gets (RFC 6177)."""


def redacted(finding: Finding, level: Level, hidden: Collection[Field] = ()) -> Finding:
    """Keep of a full finding what a level lets out, without some fields.

    At the level of counts it stands for one of its kind and day; see `counted`.

    Examples
    --------
    >>> prefix_around("192.0.2.99")
    '192.0.2.0/24'
    """
    match level:
        case Level.FULL:
            kept = finding
        case Level.PREFIX:
            prefix = prefix_around(finding.subject) if finding.subject_kind == "address" else ""
            kept = replace(finding, subject_kind="prefix" if prefix else "", subject=prefix, why="")
        case Level.NETWORK:
            kept = replace(finding, subject_kind="", subject="", why="")
        case Level.COUNTS:
            return _count(finding.centre, [finding])
    return _without(replace(kept, level=level), hidden)


def counted(findings: Iterable[Finding]) -> list[Finding]:
    """Count findings of one centre by kind and the day (UTC) on which each began, in that order.

    Moments are told by the day, and when a count changed last by the hour, so whoever counts leaves out what has changed
    within the present hour: one version of a count is one count.
    """
    days: dict[tuple[str, int], list[Finding]] = {}
    for finding in findings:
        days.setdefault((finding.kind, finding.first // DAY), []).append(finding)
    return [_count(of_day[0].centre, of_day) for _, of_day in sorted(days.items())]


def prefix_around(address: str) -> str:
    """Give the prefix that is told in place of an address: a /24 in IPv4, a /48 in IPv6.

    Raises
    ------
    ValueError
        If it is not an address.
    """
    length = IPV6 if ":" in address else IPV4
    return str(ip_network(f"{address}/{length}", strict=False))


def _count(centre: str, findings: Collection[Finding]) -> Finding:
    """Give what is told of all findings of one kind and day; of each there is nothing in it."""
    one = next(iter(findings))
    day = one.first // DAY * DAY
    modified = -(-max(each.modified for each in findings) // HOUR) * HOUR
    count = sum(each.count for each in findings)
    return Finding(
        id=public_id(centre, "count", one.kind, iso(day)),
        centre=centre,
        level=Level.COUNTS,
        marking=COUNTS,
        kind=one.kind,
        classification=one.classification,
        severity=Severity.LOW,
        subject_kind="",
        subject="",
        asn=None,
        country="",
        count=count,
        first=day,
        last=day + DAY,
        ended=True,
        observations=0,
        rate=0.0,
        ports=(),
        labels=(),
        confidence=0.0,
        may_be_spoofed=True,
        why="",
        state=AlertState.OPEN,
        outcome=None,
        version=modified // HOUR,
        modified=modified,
    )


def _without(finding: Finding, hidden: Collection[Field]) -> Finding:
    """Leave fields out; without its subject a finding is at the level of networks, and without its network too."""
    for field in hidden:
        match field:
            case Field.SUBJECT:
                finding = replace(
                    finding, level=Level.NETWORK, subject_kind="", subject="", asn=None, country="", why=""
                )
            case Field.NETWORK:
                finding = replace(finding, asn=None, country="")
            case Field.PORTS:
                finding = replace(finding, ports=(), why="")
            case Field.LABELS:
                finding = replace(finding, labels=(), why="")
            case Field.NUMBERS:
                finding = replace(
                    finding,
                    observations=0,
                    rate=0.0,
                    ports=tuple(each._replace(observations=0) for each in finding.ports),
                    why="",
                )
            case Field.WHY:
                finding = replace(finding, why="")
    return finding
