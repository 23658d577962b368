"""Garbage for the readers of CSV: our own, and Shadowserver's. They raise nothing, whatever comes."""

import sys

from _driver import ROOT, fuzz
from noroshi.sharing.formats.catalogue import read, write

sys.path.append(str(ROOT))  # a script's own folder is all that Python looks into

from tests.sharing.formats.telling import EVERYTHING, TERMS  # after the line above

NAMES = ("csv", "shadowserver-darknet", "shadowserver-ddos")


def parse(data: bytes) -> None:
    """Read it as each of them."""
    for name in NAMES:
        read(data, name)


fuzz(
    parse,
    seeds=[content for name in NAMES for content in write(EVERYTHING[:4], name, TERMS).files.values()],
    named=(),
    words=[
        *b", \"\r\n ' = + - @ \t \0 yes no 1e999 nan inf 9999-12-31 -1".split(b" "),
        b"0001-01-01T00:00:00+14:00",
    ],
)
