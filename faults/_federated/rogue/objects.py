"""Objects that a hostile partner tells: made up, forged, broken."""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from noroshi.clock import DAY, SECOND, SystemClock
from noroshi.sharing.finding import Finding
from noroshi.sharing.stix.writing import write
from tests.sharing.stories import found

NAME = "rogue"
"""What it is called, in the register and among partners."""

HELD = "100.100.0.0/20"
"""What it answers for; nobody's machine."""

CENTRES = ("aka", "kin", "sumi")


def claims(centre: str, addresses: Sequence[str], ago: int = SECOND) -> Iterator[bytes]:
    """Say in STIX that a centre has seen machines, so many ns ago."""
    now = SystemClock().now() - ago
    for address in addresses:
        yield from written(
            replace(found(address), id=identity(), centre=centre, first=now, last=now, modified=now)
        )


def written(finding: Finding) -> Iterator[bytes]:
    """Write a finding as its objects."""
    return (each.json for each in write([finding]))


def broken() -> Mapping[str, bytes]:
    """Give objects that cannot be taken, by why not."""
    sound = {"type": "indicator", "spec_version": "2.1", "id": f"indicator--{identity()}"}
    moment = "2026-01-01T00:00:00.000Z"
    return {
        "its id is not TYPE--UUID": _json({**sound, "id": "indicator--1"}),
        "its type is not what its id begins with": _json({**sound, "type": "malware"}),
        "a bundle is no object: send what is in it": _json(
            {"type": "bundle", "id": f"bundle--{identity()}", "objects": []}
        ),
        "it has more than 32 levels": _json({**sound, "x": json.loads("[" * 40 + "]" * 40)}),
        "its property modified is no moment": _json({**sound, "created": moment, "modified": "yesterday"}),
        "it is no JSON object": b'"indicator"',
        "its spec_version is not of STIX 2": _json({**sound, "spec_version": "9"}),
        "it has more than 1,048,576 bytes": _json({**sound, "x": "x" * (1 << 20)}),
    }


def patterns() -> Iterator[bytes]:
    """Give indicators whose patterns nobody can read, or nobody should try to."""
    moment = "2026-01-01T00:00:00.000Z"
    for pattern in ("", "[", "[ipv4-addr:value = '", "(" * 5_000, "[" + "a:b = 'c' OR " * 5_000 + "a:b='c']"):
        yield _json(
            {
                "type": "indicator",
                "spec_version": "2.1",
                "id": f"indicator--{identity()}",
                "created": moment,
                "modified": moment,
                "pattern": pattern,
                "pattern_type": "stix",
                "valid_from": moment,
            }
        )


def envelope(objects: Sequence[bytes], *, more: bool = False, place: str = "") -> bytes:
    """Put objects into an envelope."""
    rest = b',"more":true' if more else b""
    rest += f',"next":"{place}"'.encode() if place else b""
    return b'{"objects":[' + b",".join(objects) + b"]" + rest + b"}"


def identity() -> str:
    """Give an id of nobody's."""
    return str(UUID(int=random.getrandbits(128), version=5))


def aged() -> Iterator[bytes]:
    """Tell of what was over a week ago, and of what will be."""
    yield from claims(NAME, ["100.100.1.1"], ago=8 * DAY)
    yield from claims(NAME, ["100.100.1.2"], ago=-DAY)


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()
