from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.clock import MICROSECOND
from noroshi.organisations import fields
from noroshi.organisations.model import Hours, Marking, Use


@pytest.mark.parametrize(
    ("reader", "text", "value"),
    [
        (fields.identifier, "example-2", "example-2"),
        (fields.tags, "academic, tokyo  academic", ("academic", "tokyo")),
        (fields.choice_of(Use), "Dark", Use.DARK),
        (fields.marking, "amber+strict", Marking.AMBER_STRICT),
        (fields.marking, "TLP:RED", Marking.RED),
        (fields.marking, "tlp: green", Marking.GREEN),
        (fields.language, "JA", "ja"),
        (fields.time_zone, "asia/tokyo", "Asia/Tokyo"),
        (fields.hours, "09:00-17:30", ("09:00", "17:30")),
        (fields.hours, "22:00 \N{EN DASH} 06:00", ("22:00", "06:00")),
        (fields.hours, "00:00-24:00", ("00:00", "24:00")),
        (fields.days, "mon-fri", (1, 2, 3, 4, 5)),
        (fields.days, "Saturday sun", (6, 7)),
        (fields.days, "1-3, 5", (1, 2, 3, 5)),
        (fields.days, "fri - mon", (1, 5, 6, 7)),
        (fields.prefix, "2001:DB8::/32", "2001:db8::/32"),
        (fields.asn, "AS64500", "64500"),
        (fields.asn, "as 064500", "64500"),
        (fields.when, "2023-11-14", 1_699_920_000_000_000_000),
        (fields.when, "2023-11-14T22:13:20+09:00", 1_699_967_600_000_000_000),
        (fields.mailbox, "soc.team+alerts@mail.example.ac.jp", "soc.team+alerts@mail.example.ac.jp"),
        (fields.mailbox, "root@localhost", "root@localhost"),
        (fields.webhook, "https://example.org:8443/a?b=c", "https://example.org:8443/a?b=c"),
        (fields.syslog, "syslog+tls://log.example.org:6514", "syslog+tls://log.example.org:6514"),
        (fields.syslog, "syslog+udp://[2001:db8::1]", "syslog+udp://[2001:db8::1]"),
        (fields.note, "one\r\ntwo", "one\ntwo"),
        (fields.plain, "名前\N{IDEOGRAPHIC SPACE}太郎", "名前\N{IDEOGRAPHIC SPACE}太郎"),
    ],
)
def test_read(reader: Callable[[str], Any], text: str, value: Any) -> None:
    """Each field takes what people write and keeps one form of it."""
    assert value == reader(text)


@pytest.mark.parametrize(
    ("reader", "text", "reason"),
    [
        (fields.identifier, "Example University!", "such as example-university"),
        (fields.identifier, "-", "not an id"),
        (fields.identifier, "a" * 65, "not an id"),
        (fields.identifier, "éa", "not an id"),
        (fields.name, "x" * 201, "longer than 200"),
        (fields.choice_of(Use), "drak", "did you mean dark"),
        (fields.marking, "TLP:WHITE", "what it was is now clear"),
        (fields.marking, "amber+strikt", r"did you mean amber\+strict"),
        (fields.language, "fr", "none of en, ja"),
        (fields.time_zone, "Asia/Tokio", "did you mean Asia/Tokyo"),
        (fields.time_zone, "../../etc/passwd", "not a time zone"),
        (fields.hours, "9-17", "not a span"),
        (fields.hours, "24:00-06:00", "not a span"),
        (fields.hours, "09:00-24:30", "not a span"),
        (fields.hours, "09:00-09:00", "no time at all"),
        (fields.days, "monkey", "not a weekday"),
        (fields.days, "mo", "not a weekday"),
        (fields.days, "8", "not a weekday"),
        (fields.days, "mon-", "not a weekday"),
        (fields.asn, "0", "not an AS number"),
        (fields.asn, "4294967296", "not an AS number"),
        (fields.asn, "٣", "not an AS number"),
        (fields.when, "yesterday", "neither a date"),
        (fields.when, "2023-02-30", "neither a date"),
        (fields.when, "1969-12-31", "not between 1970 and 2262"),
        (fields.when, "9999-12-31", "not between 1970 and 2262"),
        (fields.mailbox, "soc", "has no @"),
        (fields.mailbox, "a b@example.org", "cannot stand before the @"),
        (fields.mailbox, "soc.@example.org", "cannot stand before the @"),
        (fields.mailbox, "soc@exa mple.org", "is not a host name"),
        (fields.mailbox, "soc@-example.org", "is not a host name"),
        (fields.mailbox, "soc@", "is not a host name"),
        (fields.webhook, "ftp://example.org", "begins with none of https, http"),
        (fields.webhook, "https://", "is not a URL"),
        (fields.webhook, "https://exa mple.org", "is not a URL"),
        (fields.webhook, "https://me:secret@example.org", "has a user or password"),
        (fields.webhook, "https://example.org:port", "is not a URL"),
        (fields.webhook, "https://[::1", "is not a URL"),
        (fields.syslog, "syslog://example.org", "begins with none of"),
        (fields.syslog, "syslog+tcp://example.org:514/log", "goes on after the port"),
        (fields.plain, "a\r\nBcc: everyone", r"U\+000D"),
        (fields.plain, "gnp.\N{RIGHT-TO-LEFT OVERRIDE}exe", r"U\+202E"),
        (fields.plain, "x" * 1001, "longer than 1000"),
        (fields.note, "\x1b[2J", r"U\+001B"),
        (fields.note, "x\n" * 501, "longer than 1000"),
    ],
)
def test_refused(reader: Callable[[str], Any], text: str, reason: str) -> None:
    """What a field cannot be is refused with the reason."""
    with pytest.raises(ValueError, match=reason):
        reader(text)


def test_no_secret_shown() -> None:
    """A password in an address is refused without being repeated."""
    with pytest.raises(ValueError, match="password") as caught:
        fields.webhook("https://me:secret@example.org")

    assert "secret" not in str(caught.value)


@given(st.integers(0, ((1 << 63) - 1) // MICROSECOND).map(lambda count: count * MICROSECOND))
def test_moments_written_and_read(moment: int) -> None:
    """A moment to the microsecond is read as it was written."""
    assert moment == fields.when(fields.when_text(moment))


@given(st.sets(st.integers(1, 7), min_size=1))
def test_days_written_and_read(days: set[int]) -> None:
    """Weekdays are read as they were written."""
    chosen = tuple(sorted(days))

    assert chosen == fields.days(fields.days_text(Hours(chosen)))


@pytest.mark.parametrize(
    "reader",
    [
        fields.identifier, fields.tags, fields.marking, fields.language, fields.time_zone, fields.hours,
        fields.days, fields.asn, fields.when, fields.mailbox, fields.webhook, fields.syslog, fields.prefix,
        fields.note, fields.plain,
    ],
)  # fmt: skip
@given(st.text())
def test_any_text(reader: Callable[[str], Any], text: str) -> None:
    """Whatever is typed, a field is read or refused with a reason, never anything else."""
    with suppress(ValueError):
        reader(text)
