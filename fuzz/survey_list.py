"""Garbage for the reader of the list of survey scanners."""

import gzip

from _driver import fuzz
from _files import in_file
from noroshi.cyber.survey_scanners import read_survey_scanners
from noroshi.errors import SettingsError

SEED = b'[{"ip": "192.0.2.1", "scanner": "Example", "last_seen": "2026-01-01"}, {"ip": "2001:db8::1", "scanner": "\\u3042"}]'

fuzz(
    in_file(read_survey_scanners),
    seeds=[SEED, gzip.compress(SEED), gzip.compress(b"[" + b" " * (1 << 20) + b"]")],
    named=(SettingsError,),
    words=[
        b"{",
        b"}",
        b"[" * 5000,
        b"]",
        b'"',
        b'"ip":',
        b"null",
        b"1e999",
        b"\\ud800",
        b"fe80::1%eth0",
        b"::ffff:192.0.2.1",
    ],
)
