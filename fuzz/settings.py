"""Garbage for the reader of the settings file."""

import re

from _driver import fuzz
from _files import in_file
from noroshi.config.reading import read
from noroshi.config.writing import settings_text
from noroshi.domains import domains
from noroshi.errors import SettingsError

COMMENTED = settings_text(domains().values())
IN_FORCE = re.sub(r"^# ?(\w+ = )", r"\1", COMMENTED, flags=re.MULTILINE)

fuzz(
    in_file(read),
    seeds=[COMMENTED.encode(), IN_FORCE.encode()],
    named=(SettingsError,),
    words=[
        b"[watch]\n", b"[[watch]]\n", b"[domains.cyber]\n", b"interval = ", b"-1", b"1e400", b"nan", b"9" * 5000, b"[" * 2000,
        b'"', b'"""', b"1979-05-27T07:32:00Z", b"{a = 1}", b"true", b"a.b.c = 1\n", b"a." * 2000, b"\\ud800", b"\0", b"\xff",
    ],
)  # fmt: skip
