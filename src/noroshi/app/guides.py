"""What each domain advises members whose alerts are of its kinds."""

from collections.abc import Collection, Sequence
from functools import cache

from noroshi.detections.guide import Guide, Guides
from noroshi.domains import domains
from noroshi.engine.sensing.sensor import GUIDES


def guide(kind: str, labels: Collection[str], language: str) -> Guide | None:
    """Give the guide about a kind, in a language or else in English; None if there is none.

    Parameters
    ----------
    labels
        The labels that what was seen matches.
    """
    found = (each.find(kind, labels, language) for each in _shelves())
    return next((each for each in found if each is not None), None)


@cache
def _shelves() -> Sequence[Guides]:
    return (*(each.guides for each in domains().values() if each.guides), GUIDES)
