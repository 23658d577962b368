"""A watch and its sensor, as programs are told of them."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from noroshi.clock import iso
from noroshi.engine.load import named

if TYPE_CHECKING:  # it would load Numba, which nobody who only reads records needs
    from noroshi.engine.watching import Watching


class SensorRecord(Struct, frozen=True):
    """What sees for us, and whether it does."""

    name: str
    """What the operator calls it."""
    well: bool
    """Whether nothing is wrong with it."""
    troubles: tuple[str, ...]
    """What is wrong, a sentence each."""
    latest: str | None
    """When it saw the latest observation, by its own clock; None if it has seen none."""
    captured: int
    """Observations taken in."""
    dropped: int
    """Observations that were lost before they could be read, where somebody counts them."""
    waiting: float
    """The share of its buffer that waits to be read, from 0 to 1."""
    counters: Mapping[str, int]
    """What was read and what was skipped, by name and reason."""


class WatchRecord(Struct, frozen=True):
    """The watch that runs in this process, if any does."""

    watching: bool
    """Whether one does."""
    latest: str | None = None
    """When the latest observation was made; None if there was none."""
    load: str = "full"
    """How much detail is kept: full, without samples, or members only."""
    sensors: tuple[SensorRecord, ...] = ()
    """What sees for us."""
    replay: bool = False
    """Whether it reads what was recorded before and then ends, so that it says nothing about the present."""


def watch_record(watching: "Watching") -> WatchRecord:
    """Say how a watch does; any thread may ask."""
    latest = iso(watching.latest) if watching.latest else None
    sensors = (_sensor_record(watching, latest),)
    return WatchRecord(True, latest, named(watching.load.detail), sensors, replay=watching.source.recorded())


def _sensor_record(watching: "Watching", latest: str | None) -> SensorRecord:
    source, sensor = watching.source, watching.sensor
    troubles = sensor.troubles() if sensor else ()
    # Of what is read once, where it lies is nobody's business.
    read = source.lasting() or [source.progress().name]
    return SensorRecord(
        name=sensor.name if sensor else ", ".join(Path(each).name for each in read),
        well=not troubles,
        troubles=tuple(troubles),
        latest=latest,
        captured=watching.observations,
        dropped=source.lost(),
        waiting=source.backlog(),
        counters=source.counters(),
    )
