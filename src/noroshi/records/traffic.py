"""What came to dark space, minute by minute, as programs are told of it."""

from msgspec import Struct

from noroshi.clock import iso
from noroshi.onlooking import Minute, Traffic


class MinuteRecord(Struct, frozen=True):
    """One minute of the data's time."""

    at: str
    """When it began."""
    packets: int
    """All packets to dark space, counted exactly."""
    sources: int
    """Distinct sources that sent them."""
    exact: bool
    """Whether the sources were counted; False for an estimate."""
    top: tuple[tuple[str, int], ...]
    """The ports that most packets went to, such as "tcp/23", with how many: the most frequent first."""


class TrafficRecord(Struct, frozen=True):
    """What a watch has seen of it since it began."""

    watching: bool
    """Whether a watch runs in this process."""
    since: str | None = None
    """The first packet that was counted; None before there is one."""
    minutes: tuple[MinuteRecord, ...] = ()
    """Oldest first; the last one may still go on. A minute without a packet is not among them."""


def traffic_record(traffic: Traffic) -> TrafficRecord:
    """Write down what came."""
    since = iso(traffic.since) if traffic.since else None
    return TrafficRecord(True, since, tuple(map(_minute_record, traffic.minutes)))


def _minute_record(minute: Minute) -> MinuteRecord:
    return MinuteRecord(iso(minute.at), minute.observations, minute.sources, minute.exact, minute.top)
