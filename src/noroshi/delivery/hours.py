"""When a contact may be disturbed."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from noroshi.clock import SECOND
from noroshi.organisations.model import Contact, Hours

STEP = 15 * 60
"""Seconds. Every zone has changed its clocks on quarter hours of UTC since 1972 (IANA tz database)."""
HORIZON = 8 * 86400
"""Seconds. Whatever the hours, a week brings them back."""


def is_open(hours: Hours, reads: datetime) -> bool:
    """Tell whether the hours allow a message when the contact's wall clock reads this.

    Hours that end earlier than they start go past midnight, and belong to the day they
    started on.

    Examples
    --------
    >>> night = Hours(days=(5,), start="22:00", until="06:00")
    >>> is_open(night, datetime(2026, 11, 28, 5, 59))  # Saturday morning: still Friday's night
    True
    >>> is_open(night, datetime(2026, 11, 28, 22, 0))
    False
    """
    now = f"{reads:%H:%M}"
    today = reads.isoweekday() in hours.days
    if hours.start < hours.until:
        return today and hours.start <= now < hours.until
    yesterday = (reads.isoweekday() - 2) % 7 + 1 in hours.days
    return (today and now >= hours.start) or (yesterday and now < hours.until)


def next_opening(contact: Contact, moment: int) -> int:
    """Find the first moment from this one on at which the contact may be disturbed.

    What the wall clock reads decides, so hours hold over a change to or from summer
    time. Hours without days never open: the answer is then eight days ahead, and so on.

    Parameters
    ----------
    moment
        ns UTC.

    Returns
    -------
    int
        ns UTC; `moment` itself if the contact may be disturbed now.

    Examples
    --------
    >>> from noroshi.clock import iso, moment
    >>> from noroshi.organisations.model import ChannelKind
    >>> office = Hours(days=(1, 2, 3, 4, 5), start="09:00", until="17:30")
    >>> tokyo = Contact(ChannelKind.EMAIL, "a@example.jp", time_zone="Asia/Tokyo", hours=office)
    >>> iso(next_opening(tokyo, moment("2026-11-27T17:30:00+09:00")))  # a Friday
    '2026-11-30T00:00:00.000Z'
    """
    zone = ZoneInfo(contact.time_zone)
    if is_open(contact.hours, datetime.fromtimestamp(moment // SECOND, zone)):
        return moment
    now = moment // SECOND
    changes = range(now - now % STEP + STEP, now + HORIZON, STEP)
    starts = (start for start in _starts(contact.hours, zone, now) if start > now)
    for second in sorted(set(changes).union(starts)):
        if is_open(contact.hours, datetime.fromtimestamp(second, zone)):
            return second * SECOND
    return (now + HORIZON) * SECOND


def _starts(hours: Hours, zone: ZoneInfo, now: int) -> list[int]:
    """Give the seconds at which the wall clock reads the start, in the days to come."""
    today = datetime.fromtimestamp(now, zone).date()
    start = time.fromisoformat(hours.start)
    return [
        int(datetime.combine(today + timedelta(days), start.replace(fold=fold), zone).timestamp())
        for days in range(HORIZON // 86400 + 1)
        for fold in (0, 1)
    ]


def next_summary(contact: Contact, hour: int, moment: int) -> int:
    """Find the first moment from this one on at which the contact's day reaches the hour.

    Examples
    --------
    >>> from noroshi.clock import iso, moment
    >>> from noroshi.organisations.model import ChannelKind
    >>> tokyo = Contact(ChannelKind.EMAIL, "a@example.jp", time_zone="Asia/Tokyo")
    >>> iso(next_summary(tokyo, 9, moment("2026-11-27T00:00:01Z")))
    '2026-11-28T00:00:00.000Z'
    """
    zone = ZoneInfo(contact.time_zone)
    today = datetime.fromtimestamp(moment // SECOND, zone).date()
    hours = (datetime.combine(today + timedelta(days), time(hour), zone) for days in range(3))
    reached = (int(each.timestamp()) * SECOND for each in hours)
    return min(each for each in reached if each >= moment)
