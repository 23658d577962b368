"""Garbage for what reads the queries and media types of partners' programs."""

from urllib.parse import parse_qsl

from _driver import fuzz
from noroshi.sharing.taxii.filters import OBJECT_MATCHES, filters_of
from noroshi.sharing.taxii.media import check_accept, check_content
from noroshi.sharing.taxii.refusals import Refused

HIGHEST = (1 << 63) - 1


def parse(data: bytes) -> None:
    """Read garbage as a query, and as media types; numbers that come of it fit into a database."""
    text = data.decode("latin-1")
    for check in (check_accept, check_content):
        try:
            check(text)
        except Refused:
            continue
    for known in (OBJECT_MATCHES, None):
        given = parse_qsl(text, keep_blank_values=True, max_num_fields=100)
        filters = filters_of(given, known) if known else filters_of(given)
        assert 1 <= filters.limit <= 10_000
        assert all(-HIGHEST <= each <= HIGHEST for each in (filters.after, *filters.versions))


fuzz(
    parse,
    seeds=[
        b"added_after=2026-11-28T07:00:00.000001Z&limit=100&next=5b1f&match[type]=indicator,malware",
        b"match%5Bversion%5D=first,2026-11-28T07:00:00Z&match[spec_version]=2.0,2.1&match[id]=indicator--1",
        b"application/taxii+json;version=2.1, application/json;q=0.5",
    ],
    named=(Refused, ValueError),  # parse_qsl's own, for too many fields
    words=[b"next=", b"-", b"f" * 16, b"limit=", b"9" * 30, b"all", b"last", b"first", b"&", b"=", b",", b"%00", b"match[", b"]", b";q=0", b"*/*"],
)  # fmt: skip
