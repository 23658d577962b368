"""What a body holds: objects, each checked, and in the bytes in which it is kept and leaves again.

Each object is decoded and written anew, one after the other. So what is kept has been read through: it is UTF-8, has no
key twice, which readers understand differently, and no more than a few levels; and a body takes no more memory
than itself and one of its objects. It takes 6 µs of the 20 µs that adding an object takes.
"""

import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final, NamedTuple

import msgspec

from noroshi.sharing.taxii.refusals import Refused
from noroshi.sharing.taxii.stamps import stamp_of

LARGEST_BODY: Final = 16 << 20
"""Bytes of a body, which is told to clients as `max_content_length`: OpenCTI's issue 8697 is a client that
met a smaller one."""

LARGEST_OBJECT: Final = 1 << 20
"""Bytes of an object. A report that refers to 20,000 things takes as much."""

MOST_OBJECTS: Final = 20_000
"""Objects in a body; each has a line in the answer."""

MOST_VALUES: Final = 1_000_000
"""Commas in a body: each may part two values, and a value that is 2 bytes in the body takes 80 in memory."""

DEEPEST: Final = 32
"""Levels of an object. STIX needs eight; readers give up at some hundreds, and whoever serves such objects brings them down."""

_ID: Final = re.compile(
    r"([a-z0-9][a-z0-9-]{1,248}[a-z0-9])--[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
)
_SPEC: Final = re.compile(r"2\.\d")

SPEC: Final = "2.1"
"""The version of STIX that we write."""


class SharedObject(NamedTuple):
    """An object as it is kept."""

    id: str
    """Its STIX id."""
    type: str
    """What its id begins with."""
    version: int | None
    """ns UTC: when it was modified, or else created; None for an object that has no versions."""
    content: bytes
    """Its JSON, as it leaves."""
    spec: str = SPEC
    """The version of STIX that it follows."""


class Fault(NamedTuple):
    """An object that was not taken."""

    id: str
    """Its id, as far as it has one; else its place in the body."""
    reason: str
    """What is wrong with it."""
    content: bytes
    """What it was."""


class Reading(NamedTuple):
    """What a body holds."""

    objects: list[SharedObject]
    faults: list[Fault]


class _Envelope(msgspec.Struct):
    """Raw, so that objects are decoded one at a time."""

    objects: list[msgspec.Raw] = []
    more: bool = False
    next: str | None = None
    type: Any = None
    """Only an object or a bundle has one."""


_envelope = msgspec.json.Decoder(_Envelope)
_value = msgspec.json.Decoder()
_encode = msgspec.json.Encoder().encode


def read_envelope(body: bytes) -> _Envelope:
    """Read an envelope, and leave its objects as they are.

    Raises
    ------
    Refused
        If it is none (422), or has more in it than is taken at a time (413).
    """
    if body.count(b",") > MOST_VALUES:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a body has at most {MOST_VALUES:,} values")
    try:
        envelope = _envelope.decode(body)
    except RecursionError:
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "the body has too many levels") from None
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "the body is no envelope of objects") from None
    if envelope.type is not None and not envelope.objects:
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "the body is an object, and no envelope of objects")
    if len(envelope.objects) > MOST_OBJECTS:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a body has at most {MOST_OBJECTS:,} objects")
    return envelope


def read_objects(raws: list[msgspec.Raw]) -> Reading:
    """Check objects one by one; what is wrong with one is no reason to refuse the others."""
    reading = Reading([], [])
    for place, raw in enumerate(raws):
        written, name = memoryview(raw), f"objects[{place}]"
        try:
            reading.objects.append(_checked(written))
        except _FaultyError as fault:
            reading.faults.append(Fault(fault.id or name, fault.reason, bytes(written[:LARGEST_OBJECT])))
    return reading


def size_of_new(objects: Sequence[SharedObject], new: int) -> int:
    """Say how many bytes the new ones among some objects take, about: as many as their share."""
    return sum(len(each.content) for each in objects) * new // len(objects) if objects else 0


class _FaultyError(Exception):
    def __init__(self, reason: str, identity: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.id = identity


def _checked(written: memoryview) -> SharedObject:
    if len(written) > LARGEST_OBJECT:
        raise _FaultyError(f"it has more than {LARGEST_OBJECT:,} bytes")
    try:
        value = _value.decode(written)
        content = _encode(value)
    except RecursionError:
        raise _FaultyError(f"it has more than {DEEPEST} levels") from None
    except (msgspec.MsgspecError, UnicodeError):
        raise _FaultyError("it is no JSON that can be read") from None
    if not isinstance(value, dict):
        raise _FaultyError("it is no JSON object")
    identity = value.get("id")
    fitting = _ID.fullmatch(identity) if isinstance(identity, str) else None
    if fitting is None:
        raise _FaultyError("its id is not TYPE--UUID")
    assert isinstance(identity, str)  # it has fitted
    if value.get("type") != fitting[1]:
        raise _FaultyError("its type is not what its id begins with", identity)
    if fitting[1] == "bundle":
        raise _FaultyError("a bundle is no object: send what is in it", identity)
    # What has few brackets cannot be deep; the rest is walked through.
    if content.count(b"{") + content.count(b"[") > DEEPEST and _is_deeper(value, DEEPEST):
        raise _FaultyError(f"it has more than {DEEPEST} levels", identity)
    spec = value.get("spec_version", "2.0" if "created" in value else SPEC)
    if not isinstance(spec, str) or not _SPEC.fullmatch(spec):
        raise _FaultyError("its spec_version is not of STIX 2", identity)
    return SharedObject(identity, fitting[1], _version(value, identity), content, spec)


def _version(value: dict[str, Any], identity: str) -> int | None:
    """Say which version an object is (TAXII 2.1, 3.4.1): when it was modified, or else created."""
    for name in ("modified", "created"):
        if name in value:
            try:
                return stamp_of(value[name])
            except (TypeError, ValueError):
                raise _FaultyError(f"its property {name} is no moment", identity) from None
    return None


def _is_deeper(value: Any, levels: int) -> bool:
    """Tell whether a value has more than so many levels."""
    here = [value]
    for _ in range(levels):
        here = [
            inner
            for each in here
            for inner in (each.values() if isinstance(each, dict) else each)
            if isinstance(inner, dict | list)
        ]
    return bool(here)
