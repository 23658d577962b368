"""Members are told the same, however little detail is kept of the rest."""

from collections.abc import Callable, Sequence

import msgspec
import numpy as np
import pytest

from noroshi.columns.schema import rows
from noroshi.cyber.packets import Packets
from noroshi.detections.detector import Detail
from noroshi.detections.model import Detection
from noroshi.domains import Watch
from noroshi.engine.run import Run
from noroshi.testing.detector import check_detector
from tests.cyber.test_laws import story
from tests.cyber.traffic import answer, batch, detections, error, packet, watch

DARK = "198.18.0.1"


def relieved(detail: Detail) -> Callable[[], Watch]:
    """Prepare watches that keep so much detail."""

    def prepare() -> Watch:
        made = watch()
        made.memory.relieve(detail)
        return made

    return prepare


def without_samples(found: Sequence[Detection]) -> list[Detection]:
    """Leave the sample packets out of detections."""
    return [
        msgspec.structs.replace(each, evidence=msgspec.structs.replace(each.evidence, samples=()))
        for each in found
    ]


def concluded(packets: Packets, *details: Detail) -> list[Detection]:
    """Run a watch over packets, in as many pieces as levels of detail are given, each kept for its piece."""
    run = Run(watch())
    found: list[Detection] = []
    for detail, piece in zip(
        details, np.array_split(np.arange(len(packets.time)), len(details)), strict=True
    ):
        run.watch.memory.relieve(detail)
        for told in run.feed(rows(packets, piece)):
            found += told
    for told in run.settle():
        found += told
    return found


@pytest.mark.parametrize("detail", [Detail.WITHOUT_SAMPLES, Detail.MEMBERS_ONLY])
def test_members_are_told_the_same(detail: Detail) -> None:
    """With less detail from the start, detections are those of full detail, but for their samples."""
    full, less = concluded(story(), Detail.FULL), concluded(story(), detail)

    assert without_samples(full) == less
    assert any(each.evidence.samples for each in full)


def test_no_alert_is_lost_on_the_way() -> None:
    """However often detail is taken away and given back in the midst of a stream, members are told the same."""
    steps = (Detail.FULL, Detail.WITHOUT_SAMPLES, Detail.MEMBERS_ONLY, Detail.WITHOUT_SAMPLES, Detail.FULL)
    told = without_samples(concluded(story(), Detail.FULL))

    assert told == without_samples(concluded(story(), *steps))
    assert told == without_samples(concluded(story(), *steps * 20))


@pytest.mark.parametrize("detail", [Detail.WITHOUT_SAMPLES, Detail.MEMBERS_ONLY])
def test_the_laws_hold_at_each_level(detail: Detail) -> None:
    """However little is kept, cutting, stopping, splitting and repeating the stream change nothing."""
    check_detector(relieved(detail), [story()])


def test_a_port_scan_needs_no_samples() -> None:
    """A probe of ten UDP ports of one dark address is no traceroute, whether or not a sample is there to show it."""
    probe = batch(
        *(packet(i, "192.0.2.5", DARK, protocol=17, tcp_flags=0, destination_port=100 + i) for i in range(10))
    )
    kinds = [[each.kind for each in concluded(probe, detail)] for detail in Detail]

    assert [["infection.external"]] * 3 == kinds


def test_what_is_passed_over_is_counted() -> None:
    """Sources that concern no member are not entered, but each of their packets is counted; members' are entered."""
    packets = batch(
        packet(0, "9.9.9.9", DARK),
        packet(1, "192.0.2.5", DARK),
        packet(2, "9.9.9.8", DARK),
        answer(3, "203.0.113.80", DARK),
        error(4, "9.9.9.7", DARK, "203.0.113.81"),
        error(5, "9.9.9.6", DARK, "9.9.9.5"),
    )
    memory = relieved(Detail.MEMBERS_ONLY)().memory
    memory.fold(packets, 0, int(packets.time[-1]) + 1)
    counted = memory.counters()

    assert (6, 3, 1, 2, 2) == tuple(
        counted[name] for name in ("packets", "passed over", "to dark", "answers", "detail left out")
    )
    assert 3 == counted["sources"], "two members, and the router that reports one of them"


def test_it_is_counted_across_a_restart() -> None:
    """How many packets were passed over is in a snapshot; how much detail is kept is not."""
    memory, again = relieved(Detail.MEMBERS_ONLY)().memory, watch().memory
    packets = batch(packet(0, "9.9.9.9", DARK))
    memory.fold(packets, 0, int(packets.time[-1]) + 1)
    again.restore(memory.snapshot())

    assert (1, 0) == (again.counters()["passed over"], again.counters()["detail left out"])


def test_everybody_is_entered_again() -> None:
    """Once full detail is kept again, new sources are entered, and new evidence has samples."""
    run = Run(watch())
    run.watch.memory.relieve(Detail.MEMBERS_ONLY)
    list(detections(run, batch(*(packet(each, "192.0.2.5", f"198.18.0.{each}") for each in range(1, 3)))))
    run.watch.memory.relieve(Detail.FULL)
    later = batch(packet(5, "9.9.9.9", DARK), packet(6, "192.0.2.5", "198.18.0.9"))
    (found,) = detections(run, later)

    assert 2 == run.counters()["sources"]
    assert ["198.18.0.9"] == [sample["destination"] for sample in found.evidence.samples]
