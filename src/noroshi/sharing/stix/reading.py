"""From STIX to findings, answers and signs: our own whole, strangers' as far as they are about addresses.

Nothing here raises: what cannot be read is counted under its reason. What a stranger's indicator calls malicious becomes a
finding of a kind that begins with "reported"; whoever takes it on says what it is worth.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple, TypeVar

import msgspec
from msgspec.structs import replace

from noroshi.alerts.model import AlertState, Outcome
from noroshi.clock import MILLISECOND, SECOND
from noroshi.detections.model import Classification
from noroshi.organisations.model import Marking, Severity
from noroshi.sharing.answer import Answer
from noroshi.sharing.finding import Finding, Level, PortCount
from noroshi.sharing.plain import UnsoundError, from_exact, from_plain
from noroshi.sharing.sign import Sign, sign_from
from noroshi.sharing.soundness import fault
from noroshi.sharing.stix import strangers
from noroshi.sharing.stix.answer import answer_from
from noroshi.sharing.stix.classes import from_labels
from noroshi.sharing.stix.marking import MARKINGS
from noroshi.sharing.stix.patterns import Named, named_by, value

LARGEST: Final = 32 << 20
"""Bytes of a bundle: a page of 10,000 objects, which is the most that clients ask for, has 10 MB."""

MOST: Final = 100_000
"""Objects of a bundle."""

UNKNOWN: Final = Classification("other", "undetermined")

STRICTNESS: Final = tuple(Marking)

T = TypeVar("T")
Key = TypeVar("Key")
Versioned = TypeVar("Versioned", Finding, Answer, Sign)


class Skip(StrEnum):
    """Why an object gave no finding."""

    NOT_JSON = "not-json"
    """The whole is not JSON, or not a bundle, or too deep."""
    TOO_LARGE = "too-large"
    """The whole is larger than 32 MiB, or has more than 100,000 objects."""
    MALFORMED = "malformed"
    """It is not what its type says."""
    UNSOUND = "unsound"
    """It says what cannot be, such as an address that is none."""
    PART = "part"
    """It belongs to an incident that carries its finding whole."""
    CONTEXT = "context"
    """It says something about others, and was read with them where they are here."""
    OTHER_PATTERN = "other-pattern"
    """An indicator whose pattern is not simply of addresses."""
    NO_ADDRESS = "no-address"
    """What was observed or sighted is no address, or is not here."""
    OTHER_TYPE = "other-type"
    """A type of object that is not read."""


CONTEXT: Final = frozenset(
    [
        "identity",
        "marking-definition",
        "extension-definition",
        "ipv4-addr",
        "ipv6-addr",
        "network-traffic",
        "autonomous-system",
        "relationship",
    ]
)


class Reading(NamedTuple):
    """What was read."""

    findings: tuple[Finding, ...]
    skips: Mapping[Skip, int]
    answers: tuple[Answer, ...] = ()
    """Of each finding the latest."""
    signs: tuple[Sign, ...] = ()


class Given(NamedTuple):
    """An object: its head, and its bytes for whoever wants the rest."""

    head: strangers.Head
    raw: bytes


def read(data: bytes) -> Reading:
    """Read a bundle, or the objects that a TAXII server gives."""
    if len(data) > LARGEST:
        return Reading((), {Skip.TOO_LARGE: 1})
    try:
        objects = msgspec.json.decode(data, type=strangers.Envelope).objects
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return Reading((), {Skip.NOT_JSON: 1})
    return Reading((), {Skip.TOO_LARGE: 1}) if len(objects) > MOST else read_objects(map(bytes, objects))


def read_objects(objects: Iterable[bytes]) -> Reading:
    """Read objects that came one by one."""
    skips: Counter[Skip] = Counter()
    given = []
    for raw in objects:
        head = _as(strangers.Head, raw)
        if head is None:
            skips[Skip.MALFORMED] += 1
        else:
            given.append(Given(head, raw))
    setting = Setting(given)
    findings: dict[tuple[str, str], Finding] = {}
    answers: dict[tuple[str, str, str], Answer] = {}
    signs: dict[tuple[str, str], Sign] = {}
    for each in given:
        told = _tell(each, setting)
        if isinstance(told, Skip):
            skips[told] += 1
        elif isinstance(told, Answer):
            _keep_latest(answers, (told.by, told.centre, told.finding), told)
        elif isinstance(told, Sign):
            _keep_latest(signs, (told.centre, told.id), told)
        else:
            for finding in told:
                _keep_latest(findings, (finding.centre, finding.id), finding)
    return Reading(tuple(findings.values()), dict(skips), tuple(answers.values()), tuple(signs.values()))


def _keep_latest(kept: dict[Key, Versioned], key: Key, told: Versioned) -> None:
    if key not in kept or told.version > kept[key].version:
        kept[key] = told


class Setting:
    """What objects say of one another."""

    def __init__(self, given: Iterable[Given]) -> None:
        self.names: dict[str, str] = {}
        self.addresses: dict[str, Named] = {}
        self.traffic: dict[str, strangers.Traffic] = {}
        self.markings = dict(MARKINGS)
        self.sightings: defaultdict[str, list[strangers.Sighting]] = defaultdict(list)
        enter: dict[str, Callable[[str, bytes], None]] = {
            "identity": self._identity,
            "ipv4-addr": self._address,
            "ipv6-addr": self._address,
            "network-traffic": self._traffic,
            "marking-definition": self._marking,
            "sighting": self._sighting,
        }
        for each in given:
            if each.head.type in enter:
                enter[each.head.type](each.head.id, each.raw)

    def marking(self, head: strangers.Head) -> Marking:
        """Give the strictest label of an object; one that is not known counts as for its receiver only, and none as amber."""
        refs = [
            *head.object_marking_refs,
            *(part.marking_ref for part in head.granular_markings if part.marking_ref),
        ]
        return max(
            (self.markings.get(ref, Marking.AMBER_STRICT) for ref in refs),
            key=STRICTNESS.index,
            default=Marking.AMBER,
        )

    def _identity(self, name: str, raw: bytes) -> None:
        if read := _as(strangers.Identity, raw):
            self.names[name] = read.name

    def _address(self, name: str, raw: bytes) -> None:
        if (read := _as(strangers.Observable, raw)) and (named := value(read.value)):
            self.addresses[name] = named

    def _traffic(self, name: str, raw: bytes) -> None:
        if read := _as(strangers.Traffic, raw):
            self.traffic[name] = read

    def _marking(self, name: str, raw: bytes) -> None:
        """Take a marking by its label, but never let a stranger say that an official id means something else."""
        read = _as(strangers.MarkingDefinition, raw)
        if read is None or name in MARKINGS:
            return
        labels = {f"tlp:{label.value}": label for label in Marking} | {"tlp:white": Marking.CLEAR}
        written = read.definition.get("tlp")
        said = f"tlp:{written}" if read.definition_type == "tlp" and isinstance(written, str) else read.name
        if said.lower() in labels:
            self.markings[name] = labels[said.lower()]

    def _sighting(self, _name: str, raw: bytes) -> None:
        if read := _as(strangers.Sighting, raw):
            self.sightings[read.sighting_of_ref].append(read)


def _tell(each: Given, setting: Setting) -> list[Finding] | Answer | Sign | Skip:
    """Give what an object tells, or why it tells nothing."""
    extensions = each.head.extensions
    if extensions.answering and each.head.type == "opinion":
        return _answer(each.head, extensions.answering.answer, setting)
    if extensions.signing and each.head.type == "indicator":
        return _sign(each.head, extensions.signing.sign, setting)
    ours = extensions.ours
    if ours and ours.finding is not None and each.head.type == "incident":
        return _whole(each.head, ours.finding, setting)
    if ours and ours.incident_ref:
        return Skip.PART
    tell = {"indicator": _indicator, "observed-data": _observed, "sighting": _sighted}.get(each.head.type)
    if tell is None:
        return Skip.CONTEXT if each.head.type in CONTEXT else Skip.OTHER_TYPE
    try:
        told = tell(each, setting)
    except (ValueError, OverflowError):
        return Skip.MALFORMED
    if isinstance(told, list) and any(map(fault, told)):
        return Skip.UNSOUND
    return told


def _whole(head: strangers.Head, written: dict[str, Any], setting: Setting) -> list[Finding] | Skip:
    """Give what an incident carries. Whoever passed it on may have marked it more strictly, or revoked it."""
    try:
        finding = from_plain(written)
    except UnsoundError:
        return Skip.UNSOUND
    marking = max(finding.marking, setting.marking(head), key=STRICTNESS.index)
    if head.revoked and not finding.withdrawn:
        finding = replace(finding, state=AlertState.RESOLVED, outcome=Outcome.FALSE_ALARM)
    return [replace(finding, marking=marking)]


def _answer(head: strangers.Head, written: dict[str, Any], setting: Setting) -> Answer | Skip:
    """Give what an opinion carries; one that is revoked says nothing any more."""
    try:
        answer = answer_from(written)
    except UnsoundError:
        return Skip.UNSOUND
    if head.revoked:
        return Skip.CONTEXT
    return replace(answer, marking=max(answer.marking, setting.marking(head), key=STRICTNESS.index))


def _sign(head: strangers.Head, written: dict[str, Any], setting: Setting) -> Sign | Skip:
    """Give the sign that an indicator tells; whoever told it may have revoked it."""
    try:
        sign = sign_from(written)
        modified = from_exact(head.modified)
    except ValueError:
        return Skip.UNSOUND
    marking = max(sign.marking, setting.marking(head), key=STRICTNESS.index)
    if head.revoked and not sign.withdrawn:
        sign = replace(sign, withdrawn=True, modified=max(sign.modified, modified))
    return replace(sign, marking=marking)


def _indicator(each: Given, setting: Setting) -> list[Finding] | Skip:
    read = _as(strangers.Indicator, each.raw)
    if read is None:
        return Skip.MALFORMED
    named = named_by(read.pattern) if read.pattern_type == "stix" else ()
    if not named:
        return Skip.OTHER_PATTERN
    seen = setting.sightings[each.head.id]
    first = [from_exact(one.first_seen) for one in seen if one.first_seen]
    last = [from_exact(one.last_seen) for one in seen if one.last_seen]
    start = min([from_exact(read.valid_from), *first])
    return _findings(
        each.head,
        setting,
        named,
        kind="reported.indicator",
        first=start,
        last=max([start, *last]),
        observations=sum(max(one.count, 0) for one in seen),
    )


def _observed(each: Given, setting: Setting) -> list[Finding] | Skip:
    read = _as(strangers.ObservedData, each.raw)
    if read is None:
        return Skip.MALFORMED
    traffic = [setting.traffic[ref] for ref in read.object_refs if ref in setting.traffic]
    sources = [one.src_ref for one in traffic if one.src_ref] or read.object_refs
    named = dict.fromkeys(setting.addresses[ref] for ref in sources if ref in setting.addresses)
    if not named:
        return Skip.NO_ADDRESS
    first = from_exact(read.first_observed)
    return _findings(
        each.head,
        setting,
        tuple(named),
        kind="reported.observed-data",
        first=first,
        last=max(first, from_exact(read.last_observed)),
        observations=max(read.number_observed, 0),
        ports=_ports(traffic) if len(named) == 1 else (),
    )


def _sighted(each: Given, _setting: Setting) -> list[Finding] | Skip:
    """Pass over what was read with its indicator, or with what was observed; alone it names nobody."""
    return Skip.MALFORMED if _as(strangers.Sighting, each.raw) is None else Skip.CONTEXT


def _ports(traffic: Iterable[strangers.Traffic]) -> tuple[PortCount, ...]:
    return tuple(
        PortCount(one.protocols[-1].lower(), one.dst_port or 0, max(one.src_packets, 0))
        for one in traffic
        if one.protocols
    )


def _findings(
    head: strangers.Head, setting: Setting, named: tuple[Named, ...], *, kind: str, **others: Any
) -> list[Finding]:
    """Make a finding of each address that a stranger names; nothing of theirs shows that it was not forged."""
    modified = from_exact(head.modified)
    seconds = max((others["last"] - others["first"]) / SECOND, 1.0)
    return [
        Finding(
            id=head.id if len(named) == 1 else f"{head.id}/{each.value}",
            centre=setting.names.get(head.created_by_ref) or head.created_by_ref or "unknown",
            level=Level.FULL,
            marking=setting.marking(head),
            kind=kind,
            classification=from_labels(head.labels) or UNKNOWN,
            severity=Severity.MEDIUM,
            subject_kind=each.kind,
            subject=each.value,
            asn=None,
            country="",
            count=1,
            ended=False,
            rate=others["observations"] / seconds,
            ports=others.get("ports", ()),
            labels=(),
            confidence=min(max((head.confidence if head.confidence is not None else 50) / 100, 0.0), 1.0),
            may_be_spoofed=True,
            why="",
            state=AlertState.RESOLVED if head.revoked else AlertState.OPEN,
            outcome=Outcome.FALSE_ALARM if head.revoked else None,
            version=modified // MILLISECOND,
            modified=modified,
            **{name: others[name] for name in ("first", "last", "observations")},
        )
        for each in named
    ]


def _as(kind: type[T], raw: bytes) -> T | None:
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None
