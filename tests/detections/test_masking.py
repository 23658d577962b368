"""What those are told who may not know where dark space lies."""

from msgspec.structs import replace

from noroshi.detections.masking import ECHOES, masked
from noroshi.detections.model import SENSOR, Subject
from tests.delivery.stories import detection

PLACES = ("198.51.100.9", "198.51.100.7", "198.51.100.9")


def test_names() -> None:
    """The same place has the same name within a detection, another has another, and none says which it is."""
    seen = detection()
    sample = {**seen.evidence.samples[0], **dict.fromkeys(ECHOES, "198.51.100.9")}
    samples = tuple({**sample, "destination": place} for place in PLACES)

    told = masked(replace(seen, evidence=replace(seen.evidence, samples=samples)))

    assert ["dark-1", "dark-2", "dark-1"] == [each["destination"] for each in told.evidence.samples]
    assert "198.51.100" not in repr(told.evidence.samples)
    assert {name: value for name, value in sample.items() if name not in {*ECHOES, "destination"}} == {
        name: value for name, value in told.evidence.samples[0].items() if name != "destination"
    }


def test_sensors() -> None:
    """Who runs a dark range is told where packets of it went, but not their bytes."""
    seen = replace(detection(), subject=Subject(SENSOR, "198.51.100.0/24"))

    told = masked(seen).evidence.samples

    assert [each["destination"] for each in seen.evidence.samples] == [each["destination"] for each in told]
    assert not any("first_bytes" in each for each in told)


def test_nothing_to_mask() -> None:
    """A detection without samples stays as it is, and so do samples that say nothing of a place."""
    seen = detection()
    bare = replace(seen, evidence=replace(seen.evidence, samples=()))
    odd = replace(seen, evidence=replace(seen.evidence, samples=({"banner": "hello"},)))

    assert (bare, odd) == (masked(bare), masked(odd))
