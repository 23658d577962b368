"""The logbook: writes down what detections say of first signs. It tells nobody."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from noroshi.detections.model import Detection
from noroshi.indications.book import IndicationBook
from noroshi.indications.model import Indication, begun, followed, indication_id

AT_A_TIME: Final = 500
"""Detections in one transaction."""


class Logbook:
    """The only writer of indications.

    Ids follow from what was seen, so when a run that was killed repeats its last detections, nothing is written twice.

    Parameters
    ----------
    book
        Where indications are kept.
    kinds
        The detection kinds that are indications.
    """

    def __init__(self, book: IndicationBook, kinds: Collection[str]) -> None:
        self._book = book
        self._kinds = frozenset(kinds)
        self._counts: Counter[str] = Counter()

    def takes(self, detection: Detection) -> bool:
        """Tell whether a detection is an indication, so that nobody is to be told of it."""
        return detection.kind in self._kinds

    def conclude(self, detections: Sequence[Detection]) -> Sequence[Indication]:
        """Write down what detections make of indications, others passed over; give those that changed.

        Raises
        ------
        StorageError
            If the database fails.
        """
        taken = [each for each in detections if self.takes(each)]
        portions = (taken[start : start + AT_A_TIME] for start in range(0, len(taken), AT_A_TIME))
        return [indication for portion in portions for indication in self._take(portion)]

    def counters(self) -> Mapping[str, int]:
        """Count what became of detections so far, by name."""
        return dict(sorted(self._counts.items()))

    def _take(self, detections: Sequence[Detection]) -> Sequence[Indication]:
        known = dict(self._book.of_ids({indication_id(each) for each in detections}))
        changed: dict[str, Indication] = {}
        for detection in detections:
            identity = indication_id(detection)
            before = known.get(identity)
            if before is not None and before.detection.episode != detection.episode:
                self._counts["crossed"] += 1  # two episodes with one id: the first keeps it
                continue
            after = followed(before, detection) if before else begun(detection)
            self._counts["repeated" if after is None else "followed" if before else "begun"] += 1
            if after is not None:
                known[identity] = changed[identity] = after
        if changed:
            self._book.record(list(changed.values()))
        return list(changed.values())
