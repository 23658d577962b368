"""Whether a finding is reason enough to act against its subject: to block it, or to search for it."""

from enum import StrEnum
from typing import Final

from noroshi.alerts.model import Outcome
from noroshi.clock import DAY
from noroshi.sharing.finding import Finding, Level


class Spared(StrEnum):
    """Why nobody should act against a finding's subject."""

    NO_SUBJECT = "no-subject"
    """It does not say whom it is about."""
    SPOOFED = "spoofed"
    """Somebody else may have forged the address."""
    VICTIM = "victim"
    """It suffers, or is set up wrongly; it attacks nobody."""
    WITHDRAWN = "withdrawn"
    """It turned out to be wrong."""
    SETTLED = "settled"
    """It was cleaned, or scans with permission."""
    HIDDEN = "hidden"
    """It names the network to hide which address it was; the neighbours did nothing."""
    EXPIRED = "expired"
    """It has been quiet for too long: the address may be somebody else's by now."""
    COVERED = "covered"
    """A network around it is listed already; sets of nftables take no element within another."""
    ALLOWED = "allowed"
    """It is on the allow-list: ours, a member's, a partner's, a server that everybody asks, or on a list of the operator's."""
    TOO_WIDE = "too-wide"
    """It names a network larger than one site."""
    RESERVED = "reserved"
    """No machine on the public Internet has that address (IANA's special-purpose registries)."""


ACTING: Final = frozenset(
    {
        "abusive-content",
        "fraud",
        "information-gathering",
        "intrusion-attempts",
        "intrusions",
        "malicious-code",
    }
)
"""Classes of the Reference Security Incident Taxonomy in which the subject itself does harm. In the others, such as
"availability", it suffers it."""

LIFETIME: Final = 3 * DAY
"""ns after the latest observation that an address is worth acting against: as long as DShield's block-list looks back.
Addresses of homes change hands."""

SETTLED: Final = frozenset(
    {Outcome.CLEANED, Outcome.MISCONFIGURATION, Outcome.RESEARCH_SCANNER, Outcome.QUIET}
)
"""Outcomes after which nobody need act: it is mended, it may, or nothing was seen of it for two weeks."""


def spared(finding: Finding) -> Spared | None:
    """Say why nobody should act against its subject; None if somebody may.

    A subject whose alert is resolved as not-ours is still what it was: only its organisation was wrong.
    """
    if not finding.subject:
        return Spared.NO_SUBJECT
    if finding.may_be_spoofed:
        return Spared.SPOOFED
    if finding.classification.taxonomy not in ACTING:
        return Spared.VICTIM
    if finding.withdrawn:
        return Spared.WITHDRAWN
    if finding.outcome in SETTLED:
        return Spared.SETTLED
    return None if finding.level is Level.FULL else Spared.HIDDEN
