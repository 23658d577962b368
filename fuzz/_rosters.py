"""A valid register to begin with, and how rosters are read."""

from collections.abc import Callable

from noroshi.errors import RosterError
from noroshi.organisations.model import (
    ChannelKind,
    Contact,
    Holding,
    HoldingKind,
    Hours,
    Organisation,
    Severity,
    Use,
)
from noroshi.organisations.roster_files import FORMATS, parse_roster

ORGANISATIONS = (
    Organisation(
        "example-university",
        "Example University",
        contacts=(
            Contact(
                ChannelKind.EMAIL,
                "security@example.org",
                name="Security team",
                language="ja",
                time_zone="Asia/Tokyo",
                hours=Hours((1, 2, 3), "09:00", "17:30"),
                minimum_severity=Severity.HIGH,
            ),
            Contact(ChannelKind.WEBHOOK, "https://example.org/alerts"),
        ),
        holdings=(
            Holding(HoldingKind.PREFIX, "192.0.2.0/24", valid_from=0, valid_until=10**18),
            Holding(HoldingKind.PREFIX, "192.0.2.128/25", Use.DARK, note="unused, since 2019"),
            Holding(HoldingKind.PREFIX, "2001:db8::/32"),
            Holding(HoldingKind.ASN, "64500"),
        ),
        tags=("research", "kanto"),
    ),
    Organisation("example-bank", "Example Bank"),
)

NAMED = (RosterError,)

WORDS = (
    b"organisations", b"contacts", b"holdings", b"prefix", b"asn", b"id", b"name", b"channel", b"address",
    b"valid_from", b"2024-02-30", b"2024-02-29T12:00:00+09:00", b"9999-12-31", b"0001-01-01", b"mon-fri", b"99:99",
    b"0.0.0.0/0", b"::/0", b"192.0.2.0/33", b"AS4294967296", b"live", b"dark", b"\xef\xbb\xbf", b"\xe2\x80\xae", b"\0",
    b"-1", b"1e999", b"nan", b"email", b"syslog+tls://[::1]:6514", b"Etc/../../x", b"amber+strict",
)  # fmt: skip


def reader(ending: str) -> Callable[[bytes], object]:
    """Give what reads rosters of a file's ending."""
    return lambda data: parse_roster(data, f"roster{ending}", 0, FORMATS[ending])
