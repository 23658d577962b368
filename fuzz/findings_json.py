"""Garbage for the reader of findings in JSON, a line each. It raises nothing, whatever comes."""

import sys

from _driver import ROOT, fuzz
from noroshi.sharing.formats.catalogue import read, write

sys.path.append(str(ROOT))  # a script's own folder is all that Python looks into

from tests.sharing.formats.telling import EVERYTHING, TERMS  # after the line above

fuzz(
    lambda data: read(data, "json"),
    seeds=[*write(EVERYTHING, "json", TERMS).files.values()],
    named=(),
    words=[*b'{ } [ ] " : , null true 1e999 -1 \n \\ud800 \\u0000'.split(b" "), b"0001-01-01T00:00:00+14:00"],
)
