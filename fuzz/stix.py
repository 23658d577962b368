"""Garbage for the reader of STIX. It raises nothing, whatever comes."""

import sys

from _driver import ROOT, fuzz
from noroshi.alerts.model import AlertState, Outcome
from noroshi.organisations.model import Marking
from noroshi.sharing.answer import Answer
from noroshi.sharing.stix.reading import read
from noroshi.sharing.stix.writing import bundle, write_answers, write_signs

sys.path.append(str(ROOT))  # a script's own folder is all that Python looks into

from tests.sharing.signs.stories import RISING  # after the line above
from tests.sharing.stories import found  # as above

SEEN = b"""{"objects": [{"type": "indicator", "id": "indicator--1", "modified": "2026-11-01T00:00:00Z", "revoked": false,
"valid_from": "2026-11-01T00:00:00Z", "pattern_type": "stix", "object_marking_refs": ["marking-definition--1"],
"pattern": "[ipv4-addr:value = '198.51.100.3' OR ipv6-addr:value ISSUBSET '2001:db8::/32']"}, {"type": "ipv4-addr",
"id": "ipv4-addr--1", "value": "198.51.100.3"}, {"type": "observed-data", "id": "observed-data--1", "number_observed": 3,
"modified": "2026-11-01T00:00:00.5Z", "first_observed": "2026-11-01T00:00:00Z", "last_observed": "2026-11-01T00:00:00Z",
"object_refs": ["ipv4-addr--1"]}, {"type": "sighting", "id": "sighting--1", "sighting_of_ref": "indicator--1",
"first_seen": "2026-11-01T00:00:00+01:00"}]}"""

ANSWER = Answer(
    "one", "A", "B", Marking.AMBER, AlertState.RESOLVED, Outcome.CLEANED, 1_700_000_000_000_000_000, 2
)

fuzz(
    read,
    seeds=[
        b'{"objects": [%s]}' % b",".join(each.json for each in write_answers([ANSWER])),
        b'{"objects": [%s]}' % b",".join(each.json for each in write_signs([RISING])),
        bundle([found()], "Teller"),
        bundle([found(may_be_spoofed=False)], "Teller"),
        bundle([], "Teller"),
        SEEN,
    ],
    named=(),
    words=[
        *(
            b'"type":',
            b'"objects":[',
            b"ISSUBSET",
            b"] OR [",
            b" OR ",
            b" AND ",
            b"ipv6-addr:value = '",
            b"9999-12-31T23:59:59Z",
        ),
        *(
            b"0001-01-01T00:00:00+14:00",
            b"NaN",
            b"1e999",
            b"null",
            b"true",
            b"{",
            b"}",
            b"[",
            b"]",
            b'"',
            b"\\ud800",
            b"\\u0000",
        ),
    ],
)
