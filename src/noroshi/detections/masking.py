"""Detections for those who may not know where dark space lies."""

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from noroshi.detections.model import SENSOR, Detection, Sample

PLACE: Final = "destination"
"""What in a sample says where it went."""

BYTES: Final = "first_bytes"
"""What in a sample is as it was captured."""

ECHOES: Final = frozenset({"ip_id", "sequence", BYTES})
"""What in a sample may repeat where it went: masscan makes the identification of it and Mirai the sequence number; and bytes
have it in the header, and often once more in what they carry (a Host of HTTP, a SIP address)."""


def masked(detection: Detection) -> Detection:
    """Put other names for where samples went, and leave out what repeats it.

    The names are the same for the same place within this detection, and say nothing else: dark-1 is the first of it. What is
    told of a sensor keeps the places, for it is for whoever runs it: a dark range is its own subject.
    """
    samples = detection.evidence.samples
    kept = (
        _without(samples, {BYTES})
        if detection.subject.kind == SENSOR
        else _renamed(_without(samples, ECHOES))
    )
    return replace(detection, evidence=replace(detection.evidence, samples=kept))


def _without(samples: Sequence[Sample], names: frozenset[str] | set[str]) -> tuple[Sample, ...]:
    return tuple({name: value for name, value in sample.items() if name not in names} for sample in samples)


def _renamed(samples: Sequence[Sample]) -> tuple[Sample, ...]:
    places = dict.fromkeys(sample[PLACE] for sample in samples if PLACE in sample)
    names = {place: f"dark-{number}" for number, place in enumerate(places, 1)}
    return tuple({**sample, PLACE: names[sample[PLACE]]} if PLACE in sample else sample for sample in samples)
