"""What an alert rests on, at a terminal: numbers beside thresholds, both sides of the argument, samples."""

from collections.abc import Sequence
from typing import Final

from noroshi.cli.colours import ASIDE, FINE, NAME, WARNING
from noroshi.cli.screen import Cell, Coloured, Screen
from noroshi.detections.masking import BYTES
from noroshi.detections.model import Confidence, Detection, Evidence, Label, Measure, Sample

NO_CHANCE: Final = 1e-9
"""Below this, a probability is not worth its digits."""


def show_evidence(screen: Screen, detection: Detection) -> None:
    """Write all that a detection rests on."""
    evidence = detection.evidence
    screen.heading("What was seen")
    screen.table(("measure", "value", "needed"), _numbers(evidence))
    screen.line()
    screen.facts((tally.name, _counted(tally.counts, complete=tally.complete)) for tally in evidence.tallies)
    if evidence.labels:
        screen.heading("Labels (they inform; they never prove)")
        for label in evidence.labels:
            _show_label(screen, label)
    _show_confidence(screen, detection.confidence)
    if evidence.samples:
        screen.heading("Samples")
        _show_samples(screen, [_readable(sample) for sample in evidence.samples])


def number(value: float) -> str:
    """Write a number as short as it still says enough.

    Examples
    --------
    >>> number(1234.0), number(0.31234), number(220.71)
    ('1,234', '0.312', '220.7')
    """
    return f"{value:,.0f}" if value == int(value) else f"{value:,.3g}" if value < 1 else f"{value:,.1f}"


def _numbers(evidence: Evidence) -> list[tuple[Cell, ...]]:
    rows = [_measured(measure) for measure in evidence.measures]
    if not any(measure.name in {"packets", "answers"} for measure in evidence.measures):
        rows.insert(0, ("observations", number(evidence.observations), ""))
    return [*rows, ("rate", f"{number(evidence.rate)} a second", "")] if evidence.rate else rows


def _measured(measure: Measure) -> tuple[Cell, ...]:
    about = "" if measure.exact else "about "
    value = f"{about}{number(measure.value)} {measure.unit}".rstrip()
    if measure.threshold is None:
        return (measure.name, value, "")
    reached = measure.value >= measure.threshold
    return (
        measure.name,
        Coloured(value, NAME) if reached else value,
        Coloured(f"{number(measure.threshold)} {measure.unit}".rstrip(), "" if reached else ASIDE),
    )


def _counted(counts: Sequence[tuple[str, int]], *, complete: bool) -> str:
    listed = [f"{thing} ({count:,})" for thing, count in counts]
    return ", ".join(listed if complete else [*listed, "and more"])


def _show_label(screen: Screen, label: Label) -> None:
    chance = "practically never" if label.chance < NO_CHANCE else f"with probability {label.chance:.1g}"
    screen.line(
        Coloured(label.name, NAME), f"  {label.matches:,} of {label.of:,} match; so many by chance: {chance}"
    )
    screen.line(Coloured(label.sentence, ASIDE), indent=2)


def _show_confidence(screen: Screen, confidence: Confidence) -> None:
    screen.heading(f"Confidence {confidence.score:.0%}")
    for sentence in confidence.supports:
        screen.entry([(Coloured("for", FINE), 7)], sentence)
    for sentence in confidence.against:
        screen.entry([(Coloured("against", WARNING), 7)], sentence)


def _show_samples(screen: Screen, samples: Sequence[Sample]) -> None:
    """Write what all samples share once, and the rest as a table."""
    first, *others = samples
    same = {name: value for name, value in first.items() if all(each.get(name) == value for each in others)}
    differing = [name for name in first if name not in same]
    if differing:
        screen.table(
            [_title(name) for name in differing],
            [[str(sample.get(name, "")) for name in differing] for sample in samples],
        )
        screen.line()
    alike = ", ".join(f"{_title(name)} {value}" for name, value in same.items() if value != "")
    if alike:
        screen.line(Coloured("all the same: " if others else "", ASIDE), alike)


def _readable(sample: Sample) -> Sample:
    """Leave out a sample's bytes; `noroshi alerts samples` writes them to a file."""
    return {name: value for name, value in sample.items() if name != BYTES}


def _title(name: str) -> str:
    return name.replace("_", " ")
