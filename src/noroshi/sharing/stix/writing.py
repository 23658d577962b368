"""From findings to STIX: object by object for a collection, or all in a bundle."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

import msgspec

from noroshi.sharing.answer import Answer
from noroshi.sharing.finding import Finding
from noroshi.sharing.sign import Sign
from noroshi.sharing.stix.address import address
from noroshi.sharing.stix.answer import answer_objects
from noroshi.sharing.stix.attack_pattern import attack_pattern
from noroshi.sharing.stix.autonomous_system import autonomous_system
from noroshi.sharing.stix.event import event
from noroshi.sharing.stix.extension import AUTHOR, finding_extension
from noroshi.sharing.stix.identity import identity
from noroshi.sharing.stix.ids import own_id
from noroshi.sharing.stix.imprint import Imprint, Object
from noroshi.sharing.stix.incident import incident
from noroshi.sharing.stix.indicator import indicator
from noroshi.sharing.stix.infrastructure import infrastructure
from noroshi.sharing.stix.location import location
from noroshi.sharing.stix.malware import malware
from noroshi.sharing.stix.marking import marking
from noroshi.sharing.stix.network_traffic import network_traffic
from noroshi.sharing.stix.note import note
from noroshi.sharing.stix.observed_data import observed_data
from noroshi.sharing.stix.opinion import opinion
from noroshi.sharing.stix.relationship import relationships
from noroshi.sharing.stix.report import report
from noroshi.sharing.stix.sighting import sighting
from noroshi.sharing.stix.sign import sign_objects

MEDIA_TYPE: Final = "application/stix+json;version=2.1"

_encoder: Final = msgspec.json.Encoder(order="sorted")


class Written(NamedTuple):
    """An object as a collection keeps it: its final bytes, and what it is asked for by."""

    id: str
    type: str
    version: str
    """Its `modified`; of what has none, its `created`; empty for an observable, which has no versions."""
    json: bytes


def objects(finding: Finding) -> list[Object]:
    """Give all objects that tell one finding; what they refer to is among them."""
    imprint = Imprint(finding)
    subject, network, country = address(imprint), autonomous_system(imprint), location(imprint)
    traffic = network_traffic(imprint, subject["id"]) if subject else []
    observables = [each for each in (subject, network, *traffic) if each]
    observed = observed_data(imprint, observables)
    technique, families = attack_pattern(imprint), malware(imprint)
    sought, machine = indicator(imprint), infrastructure(imprint)
    seen = sighting(imprint, sought or technique, observed)
    happened, whole = event(imprint, seen), incident(imprint)
    told = (
        *(marking(finding.marking), identity(finding.centre), identity(AUTHOR), finding_extension()),
        *(*observables, observed, technique, *families, country),
        *(sought, machine, seen, happened, whole, note(imprint), opinion(imprint)),
    )
    links = relationships(
        imprint,
        (subject, "belongs-to", network),
        (machine, "consists-of", subject),
        (machine, "located-at", country),
        (sought, "based-on", observed),
        (sought, "indicates", technique),
        (sought, "indicates", machine),
        *((sought, "indicates", family) for family in families),
        (whole, "related-to", happened),
        (whole, "related-to", observed),
    )
    return [each for each in (*told, *links) if each]


def write(findings: Iterable[Finding]) -> Iterator[Written]:
    """Give the objects of findings one by one, each id and version once; what is referred to comes before."""
    return _once(each for finding in findings for each in objects(finding))


def write_answers(answers: Iterable[Answer]) -> Iterator[Written]:
    """Give the objects of answers in the same way; the incidents that they refer to are their readers' own."""
    return _once(each for answer in answers for each in answer_objects(answer))


def write_signs(signs: Iterable[Sign]) -> Iterator[Written]:
    """Give the objects of signs in the same way."""
    return _once(each for sign in signs for each in sign_objects(sign))


def _once(told: Iterable[Object]) -> Iterator[Written]:
    given = set()
    for each in told:
        version = each.get("modified") or each.get("created") or ""
        if (each["id"], version) not in given:
            given.add((each["id"], version))
            yield Written(each["id"], each["type"], version, _encoder.encode(each))


def bundle(findings: Sequence[Finding], centre: str) -> bytes:
    """Give findings as one bundle, with a report that holds them together.

    Parameters
    ----------
    centre
        Who tells them, which need not be who found them.
    """
    told: dict[str, dict[str, Any]] = {}
    for finding in findings:
        for each in objects(finding):
            known = told.setdefault(each["id"], each)
            if each.get("modified", "") > known.get("modified", ""):
                told[each["id"]] = each
    if findings:
        teller = identity(centre)
        whole = report(findings, centre, [name for name in told if not name.startswith("marking-")])
        told |= {teller["id"]: teller, whole["id"]: whole}
    name = own_id("bundle", centre, *sorted(told))
    wrapped = {"type": "bundle", "id": name} | ({"objects": list(told.values())} if told else {})
    return _encoder.encode(wrapped)
