"""Garbage for the reader of lists that say what AS numbers announce."""

from _driver import fuzz
from _files import in_file
from noroshi.errors import RosterError, UsageError
from noroshi.organisations.announcements import read_announcements

SEEDS = (
    b"192.0.2.0,192.0.2.255,64500,Example\r\n198.51.100.0,198.51.100.127,64501,Other\r\n",
    b"2001:db8::,2001:db8:ffff:ffff:ffff:ffff:ffff:ffff,64500,Example\n",
    b'0.0.0.1,255.255.255.254,64500,"One, with a comma"\n::1,ffff::fffe,64501,\n',
)

fuzz(
    in_file(lambda path: read_announcements([path], {64500, 64501})),
    seeds=SEEDS,
    named=(RosterError, UsageError),
    words=[
        b",",
        b'"',
        b"\n",
        b"64500",
        b"::",
        b"ffff:",
        b"::ffff:192.0.2.1",
        b"fe80::1%eth0",
        b"255.",
        b"\0",
        b"\xff",
    ],
)
