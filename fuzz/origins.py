"""Garbage for the reader of lists that say where addresses come from."""

from pathlib import Path

from _driver import fuzz
from _files import in_file
from noroshi.errors import RosterError, UsageError
from noroshi.organisations.networks import network
from noroshi.organisations.origins import Origins

SEEDS = (
    b"192.0.2.0,192.0.2.255,64500,Example\r\n198.51.100.0,198.51.100.127,NL\r\n",
    b"2001:db8::,2001:db8:ffff:ffff:ffff:ffff:ffff:ffff,JP\n::,::ffff:255.255.255.255,64500\n",
    b"0.0.0.1,255.255.255.254,64501,One\n192.0.2.0,192.0.2.127,64502\n",
)

NEAR = [network(each) for each in ("192.0.2.0/24", "198.51.100.64/26", "2001:db8::/32")]


def read(path: Path) -> None:
    """Read a list, and ask it."""
    origins = Origins.read([path], NEAR)
    for address in ("192.0.2.1", "2001:db8::1", "::", "255.255.255.255"):
        origins.of(address)


fuzz(
    in_file(read),
    seeds=SEEDS,
    named=(RosterError, UsageError),
    words=[
        b",",
        b'"',
        b"\n",
        b"64500",
        b"NL",
        b"::",
        b"ffff:",
        b"::ffff:192.0.2.1",
        b"fe80::1%eth0",
        b"255.",
        b"\0",
        b"\xff",
    ],
)
