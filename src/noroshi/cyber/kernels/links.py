"""The links from a source's row to its activities."""

from noroshi.columns.hashing import mix128
from noroshi.columns.index import ABSENT, find_row
from noroshi.columns.kernel import kernel
from noroshi.columns.schema import I64, U32, Whole
from noroshi.cyber.kernels.activities import Activities, Side
from noroshi.cyber.kernels.sources import Sources


@kernel
def link(
    which: I64, activities: Activities, sources: Sources, slots: U32, seed: Whole, joined: Whole
) -> None:
    """Join activities to their sources' rows, or part them.

    which : int64, rows of activities[a]; sources : columns, links updated in place; joined : 1 or 0
    """
    for a in which:
        hi, lo = activities.hi[a], activities.lo[a]
        row = find_row(slots, sources.hi, sources.lo, hi, lo, mix128(hi, lo, seed))
        if row == ABSENT:
            continue
        if activities.side[a] == Side.INSIDE:
            sources.inside[row] = (a + 1) * joined
        else:
            sources.outside[row] = (a + 1) * joined
