"""How much is remembered: what fits in the memory that the process may take."""

from dataclasses import dataclass
from typing import Any, Final, Self

from noroshi.clock import HOUR, MINUTE
from noroshi.columns.records import record_of
from noroshi.cyber.kernels.activities import SAMPLES, Activities, FirstBytes
from noroshi.cyber.kernels.ranges import Ranges
from noroshi.cyber.kernels.sources import Sources
from noroshi.cyber.kernels.victims import Victims
from noroshi.cyber.packets import Packets
from noroshi.errors import SettingsError

MIB: Final = 1 << 20

RESERVE: Final = (640 + 28) * MIB
"""Bytes for all but the tables. 545 MiB were measured of a watch that had just compiled its kernels, with 10,000 prefixes in
its register (382 and less where they had been compiled before), and 64 are the ring's; 28 are for what counts the traffic
that people see (`noroshi.cyber.picture.traffic`)."""

LEAST: Final = 768
"""MiB, the smallest memory that may be set: 300,000 sources fit then."""

MOST: Final = 1 << 18
"""MiB, the largest: an index numbers rows with 32 bits."""

_ACTIVITIES, _VICTIMS = 1 / 3, 1 / 15
"""Shares of the tables' memory; sources have the rest. So there is room for an activity of one source in 33,
of which the line-rate scenario has one in 250: chosen, not measured."""

_STORY = 128
"""Bytes that an open story takes: when it ends, and its row, in a list."""

_SLOTS = 16
"""Bytes of an index that a row takes at the most (`noroshi.columns.index`)."""

_LISTED = 8
"""Bytes of a row in the lists of those unused and those touched."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is remembered, and for how long."""

    sources: int = 1 << 23
    """Source addresses."""
    activities: int = 1 << 18
    """Activities of members' addresses."""
    victims: int = 1 << 16
    """Members' addresses that send backscatter."""
    quiet: int = HOUR
    """ns without a packet after which an activity is over."""
    victim_quiet: int = 5 * MINUTE
    """ns without a packet after which an attack is over (corsaro's dos plugin: 300 s)."""
    ranges: int = 1 << 12
    """Dark ranges that send, twice where they both answer and begin."""
    range_quiet: int = 6 * HOUR
    """ns without a packet after which a dark range is dark again: a machine that only answers pings gets one in half
    an hour or so (tried: 5 % of 1,000 packets of radiation a day), and so is silent for six hours once in ten years."""
    port_bin: int = 10 * MINUTE
    """ns of the data's time over which sources are counted by port before they are judged (Dark-TRACER: 10 and 30 minutes)."""

    @classmethod
    def within(cls, memory: int, quiet: int, port_bin: int = 10 * MINUTE) -> Self:
        """Share out so many MiB, of which the whole process takes no more.

        Raises
        ------
        SettingsError
            If that is less than `LEAST`, or more than `MOST`.
        """
        if memory > MOST:
            raise SettingsError(
                f"[domains.cyber] memory: {memory} MiB are more than the {MOST} that can be used"
            )
        if memory < LEAST:
            raise SettingsError(
                f"[domains.cyber] memory: {memory} MiB are too few",
                hint=f"{RESERVE // MIB} go to the program itself, so set {LEAST} at the least.",
            )
        tables = memory * MIB - RESERVE - cls().ranges * RANGE
        activities, victims = int(tables * _ACTIVITIES), int(tables * _VICTIMS)
        return cls(
            sources=(tables - activities - victims) // SOURCE,
            activities=activities // ACTIVITY,
            victims=victims // VICTIM,
            quiet=quiet,
            port_bin=port_bin,
        )


def _kept(kind: type[tuple[Any, ...]]) -> int:
    """Bytes of a row, and of its copy in a checkpoint."""
    return 2 * record_of(kind).itemsize


_SAMPLED: Final = SAMPLES * (_kept(Packets) + _kept(FirstBytes) + 8)
"""Bytes of a row's sample packets and of their first bytes, with their numbers while they are copied."""

SOURCE: Final = _kept(Sources) + _SLOTS + _SLOTS // 2 + 4
"""Bytes a source: its row, the index and half as much again while that grows, and who holds it while holdings change."""

ACTIVITY: Final = _kept(Activities) + _SAMPLED + _LISTED + 2 * _STORY
"""Bytes an activity: its row, samples, and two stories that may be told of it."""

VICTIM: Final = _kept(Victims) + _SAMPLED + _LISTED + _SLOTS + _STORY
"""Bytes a victim: its row, samples, the index, and the story that may be told of it."""

RANGE: Final = _kept(Ranges) + _SAMPLED + _LISTED + _STORY
"""Bytes a dark range: its row, samples, and the story that may be told of it."""
