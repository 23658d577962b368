"""The laws that every detector keeps, one function each; its first line is the law.

They stand in docs/design.md under "What must always hold". A law takes a `Trial` and
raises `LawBrokenError` where it finds itself broken.
"""

import io
from collections.abc import Callable, Iterator
from functools import reduce
from typing import Any

import msgspec
import numpy as np

from noroshi.columns.schema import as_mapping, copy, rows
from noroshi.detections.detector import Detector, Snapshot
from noroshi.detections.model import Detection, Phase
from noroshi.testing.documentation import parameters_of
from noroshi.testing.halves import closed_intervals, conclude_in_halves
from noroshi.testing.trial import LawBrokenError, Trial, feed, settle

Law = Callable[[Trial], None]

WAYS_TO_CUT = 5
"""Random cuts that are tried beside the whole stream and single rows; a broken fold shows at the first."""
MOST_SINGLE_ROWS = 2000
"""Longer streams are not fed row by row: that would take seconds and show nothing more."""


def speaks(trial: Trial) -> None:
    """The observations lead to at least one detection; with none, the other laws say nothing."""
    if not trial.detections:
        raise LawBrokenError(f"nothing was concluded from {trial.length} observations")


def is_deterministic(trial: Trial) -> None:
    """The same observations lead to the same detections, in the same order."""
    if trial.detections != list(trial.conclude(trial.batches)):
        raise LawBrokenError("a second run differs")


def may_be_cut_anywhere(trial: Trial) -> None:
    """However the observations are cut into batches, the detections are the same."""
    chance = np.random.default_rng(trial.length)
    trial.expect(trial.conclude([trial.stream]))
    if trial.length <= MOST_SINGLE_ROWS:
        trial.expect(trial.conclude(trial.cut(range(trial.length))))
    for _ in range(WAYS_TO_CUT):
        trial.expect(trial.conclude(trial.cut(chance.integers(trial.length + 1, size=10).tolist())))


def may_be_stopped_anywhere(trial: Trial) -> None:
    """Snapshot and restore, at any boundary, are the same as never having stopped."""

    def stopping() -> Iterator[Detection]:
        run = trial.run()
        for batch in trial.cut(range(0, trial.length, max(1, trial.length // 20))):
            yield from feed(run, batch)
            snapshot = run.snapshot()
            kept = {name: array.copy() for name, array in snapshot.items()}
            for _ in feed(run, trial.stream):
                pass  # what the old run does now must not reach the snapshot
            if not _same(kept, snapshot):
                raise LawBrokenError("a snapshot changes while the run that gave it goes on")
            run = trial.run()
            run.restore(_through_a_file(snapshot))
        yield from settle(run)

    trial.expect(stopping())


def may_be_split(trial: Trial) -> None:
    """Two memories, each with half of the stories, conclude the same as one, and may merge at any time."""
    intervals = closed_intervals(trial)
    # A detector that needs all observations has its say only where they have merged before it first judges.
    split = [detector.kind for detector in trial.prepare().detectors if detector.partition_by]
    for place in sorted({0, len(intervals) // 2, len(intervals) - 1}):
        trial.expect(conclude_in_halves(trial, intervals, place), split if place else None)


def keeps_no_batch(trial: Trial) -> None:
    """A batch is neither changed nor kept: its buffers belong to the source."""
    run = trial.run()
    found: list[Detection] = []
    for batch in trial.batches:
        lent = copy(batch)
        found += feed(run, lent)
        if not _same(as_mapping(batch), as_mapping(lent)):
            raise LawBrokenError("a batch was changed")
        for array in lent:
            array.view(np.uint8).fill(0xA5)  # as the source will, with its next packets
    trial.expect([*found, *settle(run)])


def keeps_its_parameters(trial: Trial) -> None:
    """Parameters are frozen, and a detection does not change after it was made."""
    run = trial.run()
    before = [repr(detector) for detector in run.watch.detectors]
    made = [
        (detection, msgspec.json.encode(detection))
        for batch in trial.batches
        for detection in feed(run, batch)
    ]
    if before != [repr(detector) for detector in run.watch.detectors]:
        raise LawBrokenError("a detector's parameters changed while it ran")
    for detector in run.watch.detectors:
        _refuses_change(detector)
    for detection, encoded in made:
        if msgspec.json.encode(detection) != encoded:
            raise LawBrokenError(f"a detection changed afterwards: {encoded.decode()}")


def is_quiet_on_nothing(trial: Trial) -> None:
    """Nothing observed, nothing concluded; and an empty batch changes nothing."""
    watch = trial.prepare()
    before = {name: array.copy() for name, array in watch.memory.snapshot().items()}
    watch.memory.fold(rows(trial.stream, slice(0, 0)), 0, trial.interval)
    if not _same(before, watch.memory.snapshot()):
        raise LawBrokenError("an empty batch leaves a trace")
    for detector in watch.detectors:
        for detection in detector.judge(watch.memory, trial.interval):
            raise LawBrokenError(f"nothing led to {detection}")


def tells_whole_stories(trial: Trial) -> None:
    """An episode starts once, with "new", and nothing follows its "ended"."""
    latest: dict[str, Phase] = {}
    for detection in trial.detections:
        before = latest.get(detection.episode)
        if (before is None) != (detection.phase is Phase.NEW) or before is Phase.ENDED:
            raise LawBrokenError(f"{detection.phase} after {before or 'nothing'}: {detection}")
        latest[detection.episode] = detection.phase


def says_why(trial: Trial) -> None:
    """A detection says why, in a sentence, beside the numbers and thresholds that it rests on."""
    kinds = {detector.kind for detector in trial.prepare().detectors}
    for detection in trial.detections:
        evidence, confidence = detection.evidence, detection.confidence
        held = {
            "its kind is one that no detector declares": detection.kind in kinds,
            "its why is not a sentence": detection.why.endswith("."),
            "its why has no number": any(letter.isdigit() for letter in detection.why),
            "no measure has a threshold": any(m.threshold is not None for m in evidence.measures),
            "its confidence is not from 0 to 1": 0 <= confidence.score <= 1,
            "nothing speaks for or against it": bool(confidence.supports or confidence.against),
            "it rests on no observations": evidence.observations > 0,
            "its times are out of order": evidence.first <= evidence.last <= detection.at,
        }
        for fault, right in held.items():
            if not right:
                raise LawBrokenError(f"{fault}: {detection}")


def is_documented(trial: Trial) -> None:
    """A detector's docstring says what it is, and what each parameter means."""
    for detector in trial.prepare().detectors:
        kind = type(detector)
        unexplained = [parameter.name for parameter in parameters_of(detector) if not parameter.sentence]
        if not kind.__doc__ or unexplained:
            raise LawBrokenError(f"{kind.__name__} does not explain {', '.join(unexplained) or 'itself'}")


LAWS: tuple[Law, ...] = (
    is_documented,
    is_quiet_on_nothing,
    speaks,
    is_deterministic,
    may_be_cut_anywhere,
    may_be_stopped_anywhere,
    may_be_split,
    keeps_no_batch,
    keeps_its_parameters,
    tells_whole_stories,
    says_why,
)


def _refuses_change(detector: Detector[Any]) -> None:
    for parameter in parameters_of(detector):
        *path, name = parameter.name.split(".")
        holder = reduce(getattr, path, detector)
        try:
            setattr(holder, name, parameter.value)
        except AttributeError:
            continue
        raise LawBrokenError(f"{type(detector).__name__}.{parameter.name} can be set; freeze the class")


def _through_a_file(snapshot: Snapshot) -> Snapshot:
    """Write and read a snapshot as a checkpoint does: nothing but plain arrays survives."""
    arrays: dict[str, Any] = dict(snapshot)
    with io.BytesIO() as file:
        np.savez(file, **arrays)
        file.seek(0)
        with np.load(file, allow_pickle=False) as read:
            return dict(read)


def _same(first: Snapshot, second: Snapshot) -> bool:
    return first.keys() == second.keys() and all(
        np.array_equal(array, second[name], equal_nan=array.dtype.kind == "f")
        for name, array in first.items()
    )
