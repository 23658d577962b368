"""What is decided from what was read is decided anew where somebody else has written in the meantime."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final, TypeVar

from noroshi.errors import OvertakenError

PATIENCE: Final = 20
"""How often something is decided anew; each takes a few ms."""

Item = TypeVar("Item")
Result = TypeVar("Result")


def insistently(deed: Callable[[], Result]) -> Result:
    """Do something that reads, decides and writes; anew where somebody else was faster.

    Raises
    ------
    OvertakenError
        If they always were.
    """
    for _ in range(PATIENCE - 1):
        try:
            return deed()
        except OvertakenError:
            continue
    return deed()


def by_portions(
    deed: Callable[[Sequence[Item]], Result], items: Sequence[Item], at_a_time: int
) -> Iterator[Result]:
    """Do something with items, so many at a time; by halves where somebody else is faster, who may be writing thousands.

    Raises
    ------
    OvertakenError
        If they always were, with one item.

    Examples
    --------
    >>> list(by_portions(sum, [1, 2, 3, 4, 5], 2))
    [3, 7, 5]
    """
    for start in range(0, len(items), at_a_time):
        yield from _by_halves(deed, items[start : start + at_a_time])


def _by_halves(deed: Callable[[Sequence[Item]], Result], items: Sequence[Item]) -> Iterator[Result]:
    if len(items) == 1:
        yield insistently(partial(deed, items))
        return
    half = len(items) // 2
    try:
        done = deed(items)
    except OvertakenError:
        yield from _by_halves(deed, items[:half])
        yield from _by_halves(deed, items[half:])
    else:
        yield done
