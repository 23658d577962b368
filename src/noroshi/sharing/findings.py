"""From an alert to a finding, in full; what of it leaves is for the policy and `noroshi.sharing.redaction` to say."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_network
from typing import Final

from noroshi.alerts.model import Alert
from noroshi.detections.model import Classification, Evidence
from noroshi.organisations.model import Organisation
from noroshi.organisations.origins import Origins
from noroshi.sharing.finding import Finding, Level, PortCount
from noroshi.sharing.identities import secret_id
from noroshi.sharing.marks import UNMARKED, Mark

THE_SUBJECT: Final = "It"
"""What stands in a finding's sentence in place of its subject."""

_PORTS: Final = frozenset({"destination ports", "attacked ports"})
"""Tallies of ports that the observations went to; what answers, or sends, from a port says nothing of those."""

_ENDS: Final = ".:"
"""What may follow a word without being of it."""

_ADDRESS_LIKE: Final = re.compile(r"[0-9A-Fa-f]*[:.][0-9A-Fa-f:.]*(?:/\d+)?")
"""What has a colon or a dot among hexadecimal digits: of a sentence that is little, and the rest need not be tried."""


@dataclass(frozen=True, slots=True)
class Findings:
    """Makes findings of one centre's alerts.

    Parameters
    ----------
    centre
        Its name among partners.
    key
        A secret of the centre, from which the ids of findings follow; with another key, they are others.
    classifications
        Detection kind -> where it stands in the Reference Security Incident Taxonomy.
    origins
        Who announces what.
    """

    centre: str
    key: str
    classifications: Mapping[str, Classification]
    origins: Origins = field(default_factory=Origins)

    def of(
        self, alert: Alert, holder: Organisation | None, modified: int = 0, mark: Mark = UNMARKED
    ) -> Finding:
        """Give what is told about an alert at the most.

        Parameters
        ----------
        holder
            The organisation whose alert it is, whose name must not stand in the sentence; None if it is no longer
            registered.
        modified
            ns UTC, when a person did something last that changes what is told: to the alert, its mark or a release.
        mark
            What it is marked with.

        Raises
        ------
        KeyError
            If its kind is not shared; the policy has refused it before.
        """
        detection, evidence = alert.detection, alert.detection.evidence
        is_address = alert.subject_kind == "address"
        origin = self.origins.of(alert.subject) if is_address else None
        return Finding(
            id=self.id(alert),
            centre=self.centre,
            level=Level.FULL,
            marking=mark.marking,
            kind=alert.kind,
            classification=self.classifications[alert.kind],
            severity=alert.severity,
            subject_kind=alert.subject_kind,
            subject=alert.subject,
            asn=origin.asn if origin else None,
            country=origin.country if origin else "",
            count=1,
            first=alert.started,
            last=alert.last,
            ended=alert.ended,
            observations=evidence.observations,
            rate=evidence.rate,
            ports=tuple(_ports(evidence)),
            labels=tuple(label.name for label in evidence.labels),
            confidence=detection.confidence.score,
            may_be_spoofed=detection.may_be_spoofed,
            why=_why(alert, holder),
            state=alert.state,
            outcome=alert.outcome,
            version=alert.version + mark.version,
            modified=max(detection.at, modified, mark.at),
        )

    def id(self, alert: Alert) -> str:
        """Give the id of what is told about an alert."""
        return secret_id(self.key, self.centre, alert.story)


def _ports(evidence: Evidence) -> Iterator[PortCount]:
    """Give the ports of the tally that says where the observations went; what has no port, such as ICMP, is left out."""
    for tally in evidence.tallies:
        if tally.name in _PORTS:
            for thing, observations in tally.counts:
                protocol, _, port = thing.partition("/")
                if port.isdigit():
                    yield PortCount(protocol, int(port), observations)


def _why(alert: Alert, holder: Organisation | None) -> str:
    """Give the detection's sentence without its subject; empty if there is still something in it that names anybody.

    A domain writes its sentences as it likes, so what is not known to be harmless is left out: an address or a prefix
    of any sort, for it may be dark, and the holder's id, name and holding.
    """
    said = _ADDRESS_LIKE.sub(lambda found: _without_subject(found[0], alert.subject), alert.detection.why)
    names = {alert.organisation, alert.holding, alert.id, *((holder.id, holder.name) if holder else ())}
    lowered = said.casefold()
    if alert.subject.casefold() in lowered or any(_is_named(name.casefold(), lowered) for name in names):
        return ""
    return "" if any(map(_is_network, _ADDRESS_LIKE.findall(said))) else said


def _without_subject(word: str, subject: str) -> str:
    """Put something else in place of a subject, which may end a sentence."""
    is_subject = word.rstrip(_ENDS) == subject
    return THE_SUBJECT + word[len(subject) :] if is_subject else word


def _is_named(name: str, said: str) -> bool:
    """Tell whether a name stands in a sentence as words of its own: a member may be called "on"."""
    if not name or name not in said:
        return False
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said) is not None


def _is_network(word: str) -> bool:
    """Tell whether a word is an address or a prefix; a sentence may end with one."""
    for text in {word, word.rstrip(_ENDS)}:
        try:
            ip_network(text, strict=False)
        except ValueError:
            continue
        return True
    return False
