"""One call that proves a detector lawful, or says which law it breaks and where."""

from collections.abc import Callable, Sequence
from typing import Any

from noroshi.clock import SECOND
from noroshi.columns.schema import copy
from noroshi.detections.model import Detection
from noroshi.domains import Watch
from noroshi.testing.laws import LAWS
from noroshi.testing.trial import LawBrokenError, Trial


def check_detector(
    prepare: Callable[[], Watch], batches: Sequence[tuple[Any, ...]], interval: int = SECOND
) -> list[Detection]:
    """Try every law of `noroshi.testing.laws` on a watch.

    Parameters
    ----------
    prepare
        Makes a watch (a memory and the detectors that read it), new and the same each time.
    batches
        Observations in order of arrival that lead to at least one detection. A few dozen
        rows of several subjects show more than a million of one.
    interval
        How often the detectors judge, in nanoseconds of the data's time.

    Returns
    -------
    list of Detection
        What is concluded from the batches, for your own test to look at.

    Raises
    ------
    LawBrokenError
        At the first law that does not hold.
    """
    trial = Trial(prepare, [copy(batch) for batch in batches], interval)
    for law in LAWS:
        try:
            law(trial)
        except LawBrokenError as broken:
            sentence = (law.__doc__ or law.__name__).strip()
            raise LawBrokenError(f"{law.__name__}: {sentence} But: {broken}") from None
    return trial.detections
