"""Garbage for what reads the objects that partners add, and the envelopes that their servers answer with."""

import msgspec

from _driver import fuzz
from noroshi.sharing.taxii.envelope import Page, envelope
from noroshi.sharing.taxii.objects import read_envelope, read_objects
from noroshi.sharing.taxii.posts import post_of
from noroshi.sharing.taxii.refusals import Refused

INDICATOR = (
    b'{"type":"indicator","spec_version":"2.1","id":"indicator--00000000-0000-4000-8000-000000000001",'
    b'"created":"2026-11-28T07:00:00.000Z","modified":"2026-11-28T07:00:00.000Z","pattern":"[ipv4-addr:value = \'192.0.2.1\']"}'
)
ADDRESS = b'{"type":"ipv4-addr","id":"ipv4-addr--00000000-0000-5000-8000-000000000001","value":"192.0.2.1"}'


def parse(data: bytes) -> None:
    """Read garbage as a body; what is taken of it can be given on, and read by anybody."""
    found = read_envelope(data)
    reading = read_objects(found.objects)
    assert len(found.objects) == len(reading.objects) + len(reading.faults)
    post_of("east", 0, reading.objects, reading.faults)
    given = envelope(Page([each.content for each in reading.objects], 1, 2))
    told = msgspec.json.decode(given)
    assert [each.id for each in reading.objects] == [each["id"] for each in told.get("objects", [])]
    again = read_objects(read_envelope(given).objects)
    assert (reading.objects, []) == (again.objects, again.faults)


fuzz(
    parse,
    seeds=[
        b'{"objects":[' + INDICATOR + b"," + ADDRESS + b"]}",
        b'{"more":true,"next":"1f","objects":[' + ADDRESS + b"]}",
        b"{}",
    ],
    named=(Refused,),
    words=[
        b'"modified":"1600-01-01T00:00:00Z"', b'"created":"9999-12-31T23:59:60Z"', b'"spec_version":"2.0"', b'"id":', b'"type":"bundle"',
        b"[" * 3000, b'{"a":' * 3000, b'{"a":' * 33, b"1e400", b"-0", b"9" * 5000, b"NaN", b"null", b"\\ud800", b"\\u0000", b"\xff", b"\0",
        b'"next":7', b'"more":"yes"', b'"objects":null', b",,,,",
    ],
)  # fmt: skip
