"""A sign: what one centre may tell another about an indication. A port, moments and numbers, and nothing else.

There is no place in it for an address, a network, a member, a sentence or a list, so at no level can it carry what that level hides.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

import msgspec
from msgspec import Struct

from noroshi.clock import iso
from noroshi.indications.model import Indication
from noroshi.organisations.model import Marking
from noroshi.sharing.identities import public_id
from noroshi.sharing.plain import UnsoundError, exact, from_exact
from noroshi.sharing.soundness import LARGEST, LATEST, is_text, is_word

PORT: Final = "port"
"""The only kind of subject that signs are about."""

_PORT: Final = re.compile(r"(tcp|udp)/(\d{1,5})|(icmp|icmpv6)/(\d{1,3})\.(\d{1,3})")
_MOMENTS: Final = ("first", "last", "modified")


class Sign(Struct, frozen=True):
    """What is told about one indication, as one centre has seen it itself."""

    id: str
    """The same for the same story at the same centre."""
    centre: str
    """The centre that saw it: its name among partners."""
    marking: Marking
    kind: str
    """Such as "port.rising"."""
    port: str
    """Such as "tcp/7547", or "icmp/8.0" for a type and a code."""
    first: int
    """ns UTC."""
    last: int
    """ns UTC."""
    ended: bool
    sources: int
    """Distinct sources in one bin of time, at the most."""
    observations: int
    confidence: float
    """From 0 to 1."""
    modified: int
    """ns UTC, when it became so; it tells versions apart."""
    withdrawn: bool = False
    """Whether it turned out to be wrong, so that whoever got it should forget it."""

    @property
    def version(self) -> int:
        """Grows when anything of it changes."""
        return self.modified


def is_port(subject: str) -> bool:
    """Tell whether it is a port as signs have it.

    Examples
    --------
    >>> [is_port(each) for each in ("tcp/23", "icmp/8.0", "tcp/65536", "192.0.2.1", "protocol 47")]
    [True, True, False, False, False]
    """
    found = _PORT.fullmatch(subject)
    if found is None:
        return False
    _, port, _, *numbers = found.groups()
    return int(port) <= 0xFFFF if port else all(int(each) <= 0xFF for each in numbers)


def sign_of(indication: Indication, centre: str, marking: Marking) -> Sign | None:
    """Give what is told of an indication; None where this centre has not seen it itself, or it is about no port."""
    here = indication.here
    if here is None or indication.subject_kind != PORT or not is_port(indication.subject):
        return None
    return Sign(
        id=public_id(centre, "sign", indication.kind, indication.subject, iso(here.first)),
        centre=centre,
        marking=marking,
        kind=indication.kind,
        port=indication.subject,
        first=here.first,
        last=here.last,
        ended=here.ended,
        sources=here.sources,
        observations=here.observations,
        confidence=indication.detection.confidence.score,
        modified=max(here.at, here.last),
    )


def sign_fault(sign: Sign) -> str:
    """Say what is wrong with it, in one clause; empty if nothing is."""
    if not all(map(is_text, (sign.id, sign.centre))) or not is_word(sign.kind):
        return "a name or an id is missing, is too long, or has control characters"
    if not is_port(sign.port):
        return "it is about no port"
    if not 0 <= sign.first <= sign.last <= LATEST or not sign.first <= sign.modified <= LATEST:
        return "its moments are out of order, or beyond all calendars"
    if not all(0 <= number <= LARGEST for number in (sign.sources, sign.observations)):
        return "a number is negative, or too large"
    return "" if 0 <= sign.confidence <= 1 else "its confidence cannot be"


def plain_sign(sign: Sign) -> dict[str, Any]:
    """Give a sign's fields, with moments as text to the nanosecond."""
    written: dict[str, Any] = msgspec.to_builtins(sign)
    return {**written, **{name: exact(written[name]) for name in _MOMENTS}}


def sign_from(written: Mapping[str, Any]) -> Sign:
    """Read what `plain_sign` gives; fields that are unknown are passed over.

    Raises
    ------
    UnsoundError
        If a field is missing or of another type, or says what cannot be.
    """
    try:
        read = msgspec.convert({**written, **{name: from_exact(written[name]) for name in _MOMENTS}}, Sign)
    except (msgspec.ValidationError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise UnsoundError(str(error)) from error
    if wrong := sign_fault(read):
        raise UnsoundError(wrong)
    return read
