"""How records lie in memory, and how they are seen."""

from typing import Annotated, NamedTuple

import numpy as np

from noroshi.columns.kernel import kernel
from noroshi.columns.records import Records, allocate_records, view, viewer
from noroshi.columns.schema import CACHE_LINE, U8, U64, Wide


class Sightings(NamedTuple):
    heard: Annotated[U8, "", "Whether it was heard."]
    where: Annotated[U64, "", "Where it was seen.", Wide(3)]


sightings_of = viewer(Sightings)


@kernel
def hear(records: Records) -> None:
    sightings = sightings_of(records)
    for row in range(len(sightings.heard)):
        sightings.heard[row] = 1
        sightings.where[row][1] = 7


def test_a_record_begins_at_a_cache_line() -> None:
    """The first record is aligned, and its columns lie side by side."""
    batch = view(Sightings, allocate_records(Sightings, 4))

    assert 0 == batch.heard.ctypes.data % CACHE_LINE
    assert {32} == {column.strides[0] for column in batch}


def test_what_a_kernel_writes_through_its_view_is_in_the_records() -> None:
    """A kernel sees records as a batch, wide columns too, and writes to the records themselves."""
    records = allocate_records(Sightings, 2)
    seen = view(Sightings, records)

    hear(records)

    np.testing.assert_array_equal([1, 1], seen.heard)
    np.testing.assert_array_equal([[0, 7, 0], [0, 7, 0]], seen.where)
