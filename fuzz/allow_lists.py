"""Garbage for what says what is never listed: the operator's file, and MISP's warning lists."""

from _driver import fuzz
from noroshi.errors import SettingsError
from noroshi.sharing.allowing import warning_lists, written
from noroshi.sharing.allowing.allowed import Allowed


def parse(data: bytes) -> None:
    """Read it as either, and look something up in what was read."""
    found = []
    for read in (written.allowances, warning_lists.allowances):
        try:
            found += list(read(data, "input"))
        except SettingsError:
            continue
    allowed = Allowed(found)
    for each in found[:10]:
        assert allowed.of(each.network) is not None


fuzz(
    parse,
    seeds=[
        b"45.7.0.0/24 # the branch\r\n2a0e::/32\n\n# none\n45.7.1.1\n",
        b'{"name": "Clouds", "type": "cidr", "list": ["45.7.0.0/24", "2a0e::/32"], "version": 20260101}',
        b'{"name": "Hosts", "type": "string", "list": ["45.7.0.1", "x.example"], "matching_attributes": ["ip-src"]}',
    ],
    named=(),
    words=[
        b"/0",
        b"/33",
        b"%eth0",
        b"::ffff:1.2.3.4",
        b"\xff",
        b"\0",
        b'"list":[',
        b'"cidr"',
        b"null",
        b"[" * 100,
        b"1e999",
    ],
)
