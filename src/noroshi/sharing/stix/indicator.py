"""What to look for: the subject, as a pattern with an end.

Only of what may be blamed: not of what may be spoofed, of no victim, and of no network that stands for an address within it.
"""

from noroshi.clock import iso
from noroshi.sharing.blame import LIFETIME, Spared, spared
from noroshi.sharing.stix.address import address_kind
from noroshi.sharing.stix.classes import label
from noroshi.sharing.stix.imprint import Imprint, Object


def indicator(imprint: Imprint) -> Object | None:
    """Give the pattern; None of whom nobody should act against.

    One that was withdrawn is given all the same, revoked: whoever has it must learn that.
    """
    finding = imprint.finding
    if spared(finding) not in {None, Spared.WITHDRAWN, Spared.SETTLED}:
        return None
    return imprint.versioned(
        "indicator",
        name=f"{finding.kind} from {finding.subject}",
        description=finding.why or f"A darknet saw {finding.kind}.",
        indicator_types=["malicious-activity"],
        pattern=pattern(finding.subject),
        pattern_type="stix",
        pattern_version="2.1",
        valid_from=imprint.first,
        valid_until=iso(finding.last + LIFETIME),
        confidence=imprint.confidence,
        labels=[label(finding.classification)],
        extensions=imprint.part,
        **({"revoked": True} if spared(finding) else {}),
    )


def pattern(subject: str) -> str:
    """Write what matches an address, or any address in a prefix.

    Examples
    --------
    >>> pattern("198.51.100.3")
    "[ipv4-addr:value = '198.51.100.3']"
    >>> pattern("2001:db8::/32")
    "[ipv6-addr:value ISSUBSET '2001:db8::/32']"
    """
    operator = "ISSUBSET" if "/" in subject else "="
    return f"[{address_kind(subject)}:value {operator} '{subject}']"
