"""Events of MISP (misp-core-format draft 20), read: as a feed has them, and as its API gives them.

Only attributes that say whom to watch are read: source addresses, alone or with a port. One that MISP may act on by itself
(`to_ids`) counts as one that is not forged, for that is what its flag says; whoever takes it on believes the partner, or does not.
"""

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from ipaddress import ip_address, ip_network
from typing import Final

import msgspec
from msgspec import Struct, field

from noroshi.alerts.model import AlertState, Outcome
from noroshi.clock import SECOND
from noroshi.detections.model import Classification
from noroshi.organisations.model import Marking, Severity
from noroshi.sharing.finding import Finding, Level, PortCount
from noroshi.sharing.formats.format import Input, Unread
from noroshi.sharing.formats.reported import kind_of
from noroshi.sharing.plain import from_exact
from noroshi.sharing.soundness import fault
from noroshi.sharing.stix.classes import from_labels

LARGEST: Final = 32 << 20
"""Bytes of an event."""

MOST: Final = 100_000
"""Attributes of an event."""

ADDRESSES: Final = frozenset({"ip-src", "ip-src|port"})
"""Types of attributes that are read. `ip-dst` is whom somebody speaks with, or who suffers."""

UNKNOWN: Final = Classification("other", "undetermined")

STRICTNESS: Final = tuple(Marking)

MARKINGS: Final = {f"tlp:{each.value}": each for each in Marking} | {"tlp:white": Marking.CLEAR}


class OtherType(StrEnum):
    """Why an attribute gave no finding."""

    NO_SOURCE = "no-source"
    """It is of a type that names no source of traffic."""


class Tag(Struct):
    """A tag of MISP's."""

    name: str = ""


class Attribute(Struct):
    """An attribute, as far as it is read."""

    uuid: str
    type: str
    value: str
    to_ids: bool | str = False
    timestamp: int | str = 0
    first_seen: str | None = None
    last_seen: str | None = None
    deleted: bool | str = False
    tags: tuple[Tag, ...] = field(name="Tag", default=())


class Thing(Struct):
    """An object of MISP's: attributes that belong together."""

    attributes: tuple[Attribute, ...] = field(name="Attribute", default=())


class Organisation(Struct):
    """Who made an event."""

    name: str = ""


class Event(Struct):
    """An event, as far as it is read."""

    maker: Organisation = field(name="Orgc", default_factory=Organisation)
    attributes: tuple[Attribute, ...] = field(name="Attribute", default=())
    objects: tuple[Thing, ...] = field(name="Object", default=())
    tags: tuple[Tag, ...] = field(name="Tag", default=())


class Envelope(Struct):
    """What an event comes in; a feed without one has an empty object as its manifest."""

    event: Event | None = field(name="Event", default=None)


def read(data: bytes) -> Input:
    """Read an event."""
    if len(data) > LARGEST:
        return Input((), {Unread.TOO_LARGE: 1})
    if not data.strip():
        return Input((), {})
    try:
        event = msgspec.json.decode(data, type=Envelope).event
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return Input((), {Unread.MALFORMED: 1})
    if event is None:
        return Input((), {})
    attributes = [*event.attributes, *(each for thing in event.objects for each in thing.attributes)]
    if len(attributes) > MOST:
        return Input((), {Unread.TOO_LARGE: 1})
    found: list[Finding] = []
    skips: Counter[StrEnum] = Counter()
    for attribute in attributes:
        told = _finding(attribute, event)
        if isinstance(told, Finding):
            found.append(told)
        else:
            skips[told] += 1
    return Input(tuple(found), dict(skips))


def _finding(attribute: Attribute, event: Event) -> Finding | StrEnum:
    if attribute.type not in ADDRESSES:
        return OtherType.NO_SOURCE
    try:
        made = _made(attribute, event)
    except (ValueError, OverflowError):
        return Unread.MALFORMED
    return Unread.UNSOUND if fault(made) else made


def _made(attribute: Attribute, event: Event) -> Finding:
    """Make a finding of an attribute.

    Raises
    ------
    ValueError, OverflowError
        If its value is no address or prefix, or a moment is none.
    """
    text, _, port = attribute.value.partition("|")
    is_prefix = "/" in text
    subject = str(ip_network(text) if is_prefix else ip_address(text))
    modified = int(attribute.timestamp) * SECOND
    last = from_exact(attribute.last_seen) if attribute.last_seen else modified
    first = min(from_exact(attribute.first_seen) if attribute.first_seen else last, last)
    names = [each.name for each in (*attribute.tags, *event.tags)]
    classification = from_labels(names) or UNKNOWN
    is_wrong = _is_true(attribute.deleted)
    return Finding(
        id=f"misp/{attribute.uuid}",
        centre=event.maker.name or "unknown",
        level=Level.FULL,
        marking=max(_markings(names), key=STRICTNESS.index, default=Marking.AMBER),
        kind=kind_of(classification),
        classification=classification,
        severity=Severity.MEDIUM,
        subject_kind="prefix" if is_prefix else "address",
        subject=subject,
        asn=None,
        country="",
        count=1,
        first=first,
        last=last,
        ended=False,
        observations=1,
        rate=0.0,
        ports=(PortCount("tcp", int(port), 1),) if port else (),
        labels=(),
        confidence=0.5,
        may_be_spoofed=not _is_true(attribute.to_ids),
        why="",
        state=AlertState.RESOLVED if is_wrong else AlertState.OPEN,
        outcome=Outcome.FALSE_ALARM if is_wrong else None,
        version=modified // SECOND,
        modified=modified,
    )


def _markings(names: list[str]) -> Iterator[Marking]:
    return (MARKINGS[each.lower()] for each in names if each.lower() in MARKINGS)


def _is_true(flag: bool | str) -> bool:  # noqa: FBT001  # MISP writes either
    """Read a flag; MISP's database gives "1" where its API gives true."""
    return flag in {True, "1", "true"}
