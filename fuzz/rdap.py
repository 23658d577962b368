"""Garbage for the reader of RDAP's answers. It raises nothing, whatever comes."""

import sys

from _driver import ROOT, fuzz
from noroshi.organisations.rdap import AbuseContacts

sys.path.append(str(ROOT))  # a script's own folder is all that Python looks into

from tests.organisations.test_rdap import NARROW, SIX, WIDE  # after the line above


def parse(data: bytes) -> None:
    """Read it as an answer beside another, and ask."""
    contacts = AbuseContacts([data, WIDE])
    for address in ("45.0.0.7", "2a01:5::7", "::", "255.255.255.255"):
        found = contacts.of(address)
        assert not set(found) & set("\r\n <>")


fuzz(
    parse,
    seeds=[WIDE, NARROW, SIX],
    named=(),
    words=[
        b'"entities":[',
        b'"abuse"',
        b'"email"',
        b"mailto:",
        b"\\r\\n",
        b"%eth0",
        b"::ffff:1.2.3.4",
        b"null",
        b"[" * 200,
        b"1e999",
    ],
)
