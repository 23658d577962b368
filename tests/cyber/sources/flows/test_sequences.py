"""What exporters have numbered and nobody has read."""

import pytest

from noroshi.cyber.sources.flows.sequences import SEQUENCES, Sequences

SIZES = [20, 20, 30, 5, 30, 30, 7, 30, 12, 30]


def numbers(numbering: str, start: int = 0) -> list[int]:
    """Number datagrams of these sizes as an exporter does."""
    if numbering == "datagrams":
        return [start + place for place in range(len(SIZES))]
    included = int(numbering == "flows, its own included")
    return [(start + sum(SIZES[: place + included])) % (1 << 32) for place in range(len(SIZES))]


NUMBERINGS = ["datagrams", "flows before it", "flows, its own included"]


@pytest.mark.parametrize("numbering", NUMBERINGS)
@pytest.mark.parametrize("start", [0, (1 << 32) - 60])
def test_nothing_missing(numbering: str, start: int) -> None:
    """Whatever an exporter numbers, nothing is missing where nothing is lost, also where 32 bits end."""
    sequences = Sequences()
    for number, size in zip(numbers(numbering, start), SIZES, strict=True):
        sequences.observe("one", number, size)

    assert 0 == sequences.missing


@pytest.mark.parametrize(("numbering", "missing"), list(zip(NUMBERINGS, [2, 37, 37], strict=True)))
def test_missing(numbering: str, missing: int) -> None:
    """Of two datagrams that are lost, what they numbered is missing."""
    sequences = Sequences()
    for place, number in enumerate(numbers(numbering)):
        if place not in {6, 7}:
            sequences.observe("one", number, SIZES[place])

    assert missing == sequences.missing


def test_unsure() -> None:
    """Before it is known what an exporter numbers, nothing is said to be missing."""
    sequences = Sequences()
    for number in (0, 100, 5000):
        sequences.observe("one", number, 30)

    assert 0 == sequences.missing


def test_overtaken() -> None:
    """A datagram that was overtaken on its way leaves no second gap."""
    sequences = Sequences()
    for number in (0, 1, 2, 4, 3, 5, 6):
        sequences.observe("one", number, 30)

    assert 1 == sequences.missing


@pytest.mark.parametrize("again", [0, 100, 1 << 30])
def test_restart(again: int) -> None:
    """An exporter that begins anew has lost nothing, and is followed from there."""
    sequences = Sequences()
    for number in (500, 501, 502, *range(again, again + 20), again + 22):
        sequences.observe("one", number, 30)

    assert 2 == sequences.missing


def test_each_by_itself() -> None:
    """Exporters, their domains and versions are followed each by itself."""
    sequences = Sequences()
    for number in range(5):
        sequences.observe(("a", 0), number, 30)
        sequences.observe(("b", 0), 70 + number * 2, 2)

    assert 0 == sequences.missing


def test_bounded() -> None:
    """However many exporters are made up, only so many are remembered; one that goes on is."""
    sequences = Sequences()
    for number in range(2 * SEQUENCES):
        sequences.observe("one", number, 30)
        sequences.observe(number, 0, 1)
    sequences.observe("one", 2 * SEQUENCES + 4, 30)

    assert (4, SEQUENCES) == (sequences.missing, len(sequences._sequences))
