"""A watch as the API asks it, with made-up minutes and sensors."""

from collections.abc import Callable, Sequence

from noroshi.api.live import Live
from noroshi.clock import MINUTE, iso
from noroshi.errors import NotFoundError
from noroshi.onlooking import Looking, Ring, Spot, View
from noroshi.records.traffic import MinuteRecord, TrafficRecord
from noroshi.records.watches import SensorRecord, WatchRecord

PORTS = ("tcp/23", "tcp/2323", "tcp/445", "tcp/22", "udp/53", "tcp/3389", "tcp/80", "tcp/8080", "udp/1900")

SILENT = "It has seen nothing for 12 minutes; its longest pause of late was 3 s."


class MadeUp(Live):
    """Two hours of traffic, and two sensors, one of which is in trouble.

    Parameters
    ----------
    now
        ns UTC.
    """

    def __init__(self, now: int, *, is_well: bool = False, replay: bool = False) -> None:
        self._now = now
        self._replay = replay
        self._is_well = is_well

    def watch(self) -> WatchRecord:
        """Give two sensors."""
        troubles = () if self._is_well else (SILENT,)
        counters = {"frames": 6_120_441, "skip_truncated": 12, "skip_not_ip": 80_112}
        north = SensorRecord("live:eth1", True, (), iso(self._now), 6_120_441, 1_204, 0.04, counters)
        south = SensorRecord(
            "flows:192.0.2.1:2055", self._is_well, troubles, iso(self._now - 12 * MINUTE), 88_012, 0, 0.0, {}
        )
        return WatchRecord(True, iso(self._now), "full", (north, south), self._replay)

    def traffic(self, since: int, minutes: int) -> TrafficRecord:
        """Give minutes in which a scan comes and goes."""
        begun = self._now - self._now % MINUTE
        times = (begun - back * MINUTE for back in range(min(minutes, 120) - 1, -1, -1))
        told = tuple(_minute(at, place) for place, at in enumerate(times) if at >= since)
        return TrafficRecord(True, iso(self._now - 120 * MINUTE), told)

    def rings(self, view: View) -> Sequence[Ring]:  # noqa: ARG002  # the protocol asks for them
        """Give none."""
        return ()

    def spots(self, view: View, subjects: Sequence[str]) -> Sequence[Spot | None]:  # noqa: ARG002  # the protocol asks for them
        """Give none."""
        return [None] * len(subjects)

    def look(self, view: View, wake: Callable[[], None]) -> Looking:  # noqa: ARG002  # the protocol asks for them
        """Show nothing."""
        raise NotFoundError("there is no picture")


def _minute(at: int, place: int) -> MinuteRecord:
    wave = 1 + (place % 37) / 9 + (6 if 20 < place % 60 < 32 else 0)
    top = tuple(
        (port, int(900 * wave / (rank + 1) ** 1.4) + place % 7)
        for rank, port in enumerate(PORTS)
        if (place + rank) % (rank + 2)
    )
    packets = sum(count for _, count in top) + 211
    return MinuteRecord(iso(at), packets, packets // 19, place % 2 == 0, top)
