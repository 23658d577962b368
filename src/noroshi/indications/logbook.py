"""The logbook: writes down what detections, and partners, say of first signs. It tells nobody."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from noroshi.detections.model import Detection
from noroshi.indications.book import IndicationBook
from noroshi.indications.merging import NEAR, Told, heard, same, unheard
from noroshi.indications.model import Indication, begun, followed, indication_id, seen_here
from noroshi.overtaken import by_portions, insistently

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
        """Write down what detections of this centre's make of indications, others passed over; give those that changed.

        Raises
        ------
        StorageError
            If the database fails.
        """
        taken = [each for each in detections if self.takes(each)]
        return [each for changed in by_portions(self._take, taken, AT_A_TIME) for each in changed]

    def hear(self, told: Sequence[Told]) -> Sequence[Indication]:
        """Write down what partners tell, beside what this centre has seen of the same; give those that changed.

        Raises
        ------
        StorageError
            If the database fails.
        """
        heard_of = [each for each in told if each.kind in self._kinds]
        return [each for changed in by_portions(self._hear, heard_of, AT_A_TIME) for each in changed]

    def strike_out(self, indications: Sequence[Indication], centre: str, reference: str = "") -> int:
        """Take back what a partner told of some indications; what nobody else has seen is gone. Give how many those were.

        Parameters
        ----------
        indications
            A page of them.
        reference
            Only what the partner calls so; empty for whatever it told.

        Raises
        ------
        StorageError
            If the database fails.
        """
        ids = [each.id for each in indications]
        return insistently(lambda: self._strike_out(ids, centre, reference)) if ids else 0

    def counters(self) -> Mapping[str, int]:
        """Count what became of detections so far, by name."""
        return dict(sorted(self._counts.items()))

    def _take(self, detections: Sequence[Detection]) -> Sequence[Indication]:
        known = dict(self._book.of_ids({indication_id(each) for each in detections}))
        unknown = [each for each in detections if indication_id(each) not in known]
        known |= {each.id: each for each in self._near(unknown)}
        changed: dict[str, Indication] = {}
        for detection in detections:
            before = known.get(indication_id(detection))
            if before is None:
                before = same(known.values(), detection.kind, detection.subject.value, seen_here(detection))
            elif before.here is not None and before.detection.episode != detection.episode:
                self._counts["crossed"] += 1  # two episodes with one id: the first keeps it
                continue
            after = followed(before, detection) if before else begun(detection)
            self._counts["repeated" if after is None else "followed" if before else "begun"] += 1
            if after is not None:
                known[after.id] = changed[after.id] = after
        return self._record(changed)

    def _near(self, detections: Sequence[Detection]) -> Sequence[Indication]:
        if not detections:
            return ()
        since = min(each.evidence.first for each in detections) - NEAR
        return self._book.lately({each.subject.value for each in detections}, since)

    def _hear(self, told: Sequence[Told]) -> Sequence[Indication]:
        since = min(each.seen.first for each in told) - NEAR
        known = {each.id: each for each in self._book.lately({each.subject.value for each in told}, since)}
        changed: dict[str, Indication] = {}
        for each in told:
            after = heard(same(known.values(), each.kind, each.subject.value, each.seen), each)
            if after is not None:
                known[after.id] = changed[after.id] = after
        return self._record(changed)

    def _strike_out(self, ids: Sequence[str], centre: str, reference: str) -> int:
        known = self._book.of_ids(ids)
        left = {each.id: unheard(each, centre, reference) for each in known.values()}
        changed = {name: each for name, each in left.items() if each is not None and each is not known[name]}
        gone = [known[name] for name, each in left.items() if each is None]
        self._record(changed, gone)
        return len(changed) + len(gone)

    def _record(
        self, changed: Mapping[str, Indication], gone: Sequence[Indication] = ()
    ) -> Sequence[Indication]:
        if changed or gone:
            self._book.record(list(changed.values()), gone)
        return list(changed.values())
