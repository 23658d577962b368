"""Forgetting the sources that have been silent longest, where there is no room for more."""

import numpy as np

from noroshi.columns.kernel import inline, kernel
from noroshi.columns.records import Records
from noroshi.columns.schema import I64, U64, Whole
from noroshi.cyber.kernels.sources import Sources, sources_of


# s = sources
@kernel
def survey(table: Records, size: Whole, of_members: Whole, every: Whole, last: I64) -> Whole:
    """Count the sources that may be forgotten, and note when some of them were last seen.

    table : records[s] of Sources, of which `size` are in use; of_members : 1 for members' sources, 0 for all others;
    every : one in how many is noted; last : int64, filled in place, ns UTC

    Returns
    -------
    int
        How many there are.
    """
    sources = sources_of(table)
    count = np.int64(0)
    for row in range(np.uint64(size)):
        if _may_go(sources, row, of_members):
            if count % every == 0:
                last[count // every] = sources.last[row]
            count += 1
    return count


# s = sources
@kernel
def forget(table: Records, words: U64, size: Whole, of_members: Whole, latest: Whole, ties: Whole) -> Whole:
    """Forget sources, and close the gaps that they leave; who stays keeps its order.

    table : records[s] of Sources, of which `size` are in use; words : uint64[s, words of a record], the same memory,
    updated in place; of_members : 1 for members' sources, 0 for all others; latest : ns UTC, who was seen later stays;
    ties : of those last seen at that very moment, so many go

    Returns
    -------
    int
        How many stay.
    """
    sources = sources_of(table)
    gone = np.int64(0)
    width = words.shape[1]
    for row in range(np.uint64(size)):
        last = sources.last[row]
        if (last < latest or (last == latest and ties > 0)) and _may_go(sources, row, of_members):
            ties -= last == latest
            gone += 1
        elif gone:
            for word in range(width):
                words[row - np.uint64(gone), word] = words[row, word]
    return size - gone


@inline
def _may_go(sources: Sources, row: Whole, of_members: Whole) -> bool:
    """Whether a source has no activity, and is a member's, or not, as asked."""
    is_linked = sources.inside[row] != 0 or sources.outside[row] != 0
    return not is_linked and (sources.entry[row] >= 0) == of_members
