from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from noroshi.clock import DAY, MINUTE, SECOND, iso, moment
from noroshi.delivery.hours import HORIZON, is_open, next_opening, next_summary
from noroshi.organisations.model import ChannelKind, Contact, Hours

ZONES = ["UTC", "Asia/Tokyo", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia"]
SPRING = moment("2026-03-08T00:00:00-05:00")
"""New York's clocks go from 02:00 to 03:00 in this night."""
AUTUMN = moment("2026-11-01T00:00:00-04:00")
"""New York's clocks go from 02:00 back to 01:00 in this night."""

times = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
hours = st.builds(
    Hours,
    days=st.sets(st.integers(1, 7), min_size=1).map(sorted).map(tuple),
    start=times,
    until=times | st.just("24:00"),
)


def of(opening: Hours, zone: str) -> Contact:
    return Contact(ChannelKind.EMAIL, "soc@example.org", time_zone=zone, hours=opening)


def minute_by_minute(contact: Contact, now: int) -> int:
    zone = ZoneInfo(contact.time_zone)
    first = -(-now // MINUTE) * MINUTE
    minutes = (now, *range(first, now + HORIZON * SECOND, MINUTE))
    readings = ((at, datetime.fromtimestamp(at // SECOND, zone)) for at in minutes)
    found: int = next(at for at, reads in readings if is_open(contact.hours, reads))
    return found


@given(opening=hours, zone=st.sampled_from(ZONES), now=st.integers(AUTUMN - 300 * DAY, AUTUMN + 300 * DAY))
@example(Hours(start="02:30", until="03:15"), "America/New_York", SPRING)
@example(Hours(start="00:00", until="01:30"), "America/New_York", AUTUMN + 105 * MINUTE)
@example(Hours(start="01:30", until="01:45"), "America/New_York", AUTUMN + 110 * MINUTE)
def test_next_opening(opening: Hours, zone: str, now: int) -> None:
    """The next opening is the first minute at which the contact's wall clock is within the hours."""
    contact = of(opening, zone)

    assert minute_by_minute(contact, now) == next_opening(contact, now)


@pytest.mark.parametrize(
    ("reads", "expected"),
    [
        ("2026-11-27 21:59", False),
        ("2026-11-27 22:00", True),
        ("2026-11-28 05:59", True),
        ("2026-11-28 06:00", False),
        ("2026-11-28 22:00", False),
    ],
)
def test_past_midnight(reads: str, *, expected: bool) -> None:
    """Hours past midnight belong to the day that they start on."""
    friday_night = Hours(days=(5,), start="22:00", until="06:00")

    assert is_open(friday_night, datetime.fromisoformat(reads)) == expected


def test_never() -> None:
    """Hours without days put everything off by eight days, again and again."""
    never = of(Hours(days=()), "UTC")

    assert next_opening(never, AUTUMN) == AUTUMN + 8 * DAY


@given(zone=st.sampled_from(ZONES), hour=st.integers(0, 23), now=st.integers(AUTUMN - 300 * DAY, AUTUMN))
def test_next_summary(zone: str, hour: int, now: int) -> None:
    """The next summary is within a day, give or take a change of clocks or a date line, at its hour."""
    at = next_summary(of(Hours(), zone), hour, now)

    reads = datetime.fromtimestamp(at // SECOND, ZoneInfo(zone))
    assert now <= at <= now + 26 * 60 * MINUTE
    assert (reads.minute in {0, 30}, reads.hour in {hour, (hour + 1) % 24}) == (True, True), iso(at)
