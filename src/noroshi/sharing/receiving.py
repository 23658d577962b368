"""From a partner's finding to a detection, which the desk takes like one of our own; or why it is declined.

A partner is believed about what it has seen itself, and about nothing else. Whatever it sends, it cannot speak for
others, alert anybody but our own members, make anything of ours look older or newer than it is, or put words of its own
into our members' mail: its sentence is left out, and ours has numbers and names of a fixed form.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from noroshi.clock import DAY, MINUTE, iso
from noroshi.detections.model import Confidence, Detection, Evidence, Label, Phase, Subject, Tally
from noroshi.organisations.model import PARTNER, Severity
from noroshi.sharing.finding import Finding, Level

if TYPE_CHECKING:  # it loads Numba, for which help pages of block-lists would wait half a second
    from noroshi.organisations.responsibility import Responsibility

AHEAD: Final = 5 * MINUTE
"""How far a partner's clock may be ahead of ours: as far as Kerberos allows (RFC 4120, section 3.1.3)."""

LATE: Final = 7 * DAY
"""For how long after it was last seen a machine is told of. Its address may be another's after a day, but the member's own
records, which say whose it was then, are kept for longer; and partners may be cut off from one another for days."""

GRAVEST: Final = Severity.HIGH
"""A partner sees a member's machine from outside only, and nobody is woken at night on its word."""

PROTOCOLS: Final = frozenset({"tcp", "udp", "sctp", "dccp"})
"""What has ports; of anything else, no port is told."""

_LABEL: Final = re.compile(r"[a-z0-9-]{1,40}(?:\.\d{1,3})?")
"""As our labels are: with a version perhaps, and never the name of a host."""


class Decline(StrEnum):
    """Why a partner's finding becomes no detection."""

    OWN = "own"
    """It is what we told, come back."""
    FOREIGN = "foreign"
    """It says that a centre has seen it that is not the partner who sent it."""
    NO_ADDRESS = "no-address"
    """It names no machine, but a network or a number."""
    KIND = "kind"
    """It is of a kind about which members are not told."""
    AHEAD = "ahead"
    """It happened, as it says, in the future."""
    LATE = "late"
    """It is over a week old."""
    WITHDRAWN = "withdrawn"
    """The partner says that it was wrong."""
    NOBODY = "nobody"
    """No member of ours holds the address."""
    STRICTER = "stricter"
    """It is marked more strictly than what everybody here may see."""


def received(
    finding: Finding,
    partner: str,
    ours: str,
    kinds: frozenset[str],
    responsibility: "Responsibility",
    now: int,
) -> Detection | Decline:
    """Make a detection of what a partner has told, for the member of ours whom it concerns.

    Parameters
    ----------
    finding
        Sound, as `noroshi.sharing.soundness` has it.
    partner
        The name of the partner who sent it, among partners.
    ours
        Our own.
    kinds
        The kinds about which members are told.
    responsibility
        Who holds what.
    now
        ns UTC.
    """
    if finding.centre == ours:
        return Decline.OWN
    if finding.centre != partner:
        return Decline.FOREIGN
    if finding.withdrawn:
        return Decline.WITHDRAWN
    if finding.level is not Level.FULL or finding.subject_kind != "address":
        return Decline.NO_ADDRESS
    if finding.kind not in kinds:
        return Decline.KIND
    if max(finding.last, finding.modified) > now + AHEAD:
        return Decline.AHEAD
    if finding.last < now - LATE:
        return Decline.LATE
    if not _concerns_a_member(finding, responsibility):
        return Decline.NOBODY
    return _detection(finding, now)


def with_its_beginning(detection: Detection) -> Iterator[Detection]:
    """Give a detection, and before an end the beginning: both may have come to pass while we were cut off from the partner.

    Who has the beginning already learns nothing from it, for it is as old as what it speaks of.
    """
    if detection.phase is Phase.ENDED:
        yield replace(detection, phase=Phase.NEW, at=detection.evidence.first)
    yield detection


def _concerns_a_member(finding: Finding, responsibility: "Responsibility") -> bool:
    """Tell whether members hold the address, and no partner does: that would be told by us what another told us."""
    holders = [organisation for organisation, _ in responsibility.who(finding.subject, finding.last)]
    return bool(holders) and not any(PARTNER in organisation.tags for organisation in holders)


def _detection(finding: Finding, now: int) -> Detection:
    """Make a detection; a partner's clock that is ahead a little tells nothing that is later than now."""
    last, counted = min(finding.last, now), f"{finding.observations:,} packets"
    return Detection(
        kind=finding.kind,
        subject=Subject(finding.subject_kind, finding.subject),
        phase=Phase.ENDED if finding.ended else Phase.NEW,
        at=min(max(finding.last, finding.modified), now),
        severity=min(finding.severity, GRAVEST, key=lambda each: each.rank),
        why=f"{finding.centre} has seen {finding.subject} do so: {counted}, most recently at {iso(last)}.",
        confidence=Confidence(
            finding.confidence,
            supports=(f"{finding.centre} says so, which watches other address space than we do.",),
            against=("This centre has not seen it itself.",),
        ),
        evidence=Evidence(
            observations=finding.observations,
            first=min(finding.first, now),
            last=last,
            rate=finding.rate,
            tallies=_ports(finding),
            labels=tuple(_label(name, finding.centre) for name in finding.labels if _LABEL.fullmatch(name)),
        ),
        may_be_spoofed=finding.may_be_spoofed,
        source=finding.centre,
        reference=finding.id,
    )


def _ports(finding: Finding) -> tuple[Tally, ...]:
    counts = tuple(
        (f"{each.protocol}/{each.port}", each.observations)
        for each in finding.ports
        if each.protocol in PROTOCOLS
    )
    return (Tally("destination ports", counts, complete=False),) if counts else ()


def _label(name: str, centre: str) -> Label:
    """Give a label as a partner tells it: without numbers, so that it proves nothing."""
    return Label(name, 0, 0, 1.0, f"{centre} says that its packets match {name}.")
