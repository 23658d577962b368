"""How records lie in memory, and how they are seen."""

from typing import Annotated, NamedTuple

import numpy as np
import pytest

from noroshi.columns.kernel import kernel
from noroshi.columns.records import Copies, Records, allocate_records, take_in, view, viewer
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


class Later(NamedTuple):
    """Sightings as a later version declares them: one column is gone, and one is new."""

    where: Annotated[U64, "", "Where it was seen.", Wide(3)]
    smelt: Annotated[U8, "", "Whether it was smelt."]


class Otherwise(NamedTuple):
    heard: Annotated[U64, "", "How often it was heard."]


def heard(count: int) -> Records:
    """Make records that were all heard, each somewhere else."""
    records = allocate_records(Sightings, count)
    records["heard"], records["where"] = 1, np.arange(count)[:, None]
    return records


def test_a_copy_is_of_its_own_and_good_until_the_next() -> None:
    """What is written to the table later does not reach the copy; the next copy takes its place."""
    records, copies = heard(4), Copies(Sightings, 4)
    first = copies.first(records, 2)
    records["heard"] = 0
    before = first["heard"].tolist()
    chosen = copies.chosen(records, np.array([3, 1]))

    assert [1, 1] == before
    assert [[3, 3, 3], [1, 1, 1]] == chosen["where"].tolist()
    assert [3, 3, 3] == first["where"][0].tolist()


def test_a_table_takes_in_what_another_version_has_saved() -> None:
    """By name: a column that was not saved becomes zero, one that is not known is left out, later rows stay."""
    later = allocate_records(Later, 3)
    later["smelt"] = 9
    take_in(later, heard(2))

    assert [[0, 0, 0], [1, 1, 1], [0, 0, 0]] == later["where"].tolist()
    assert [0, 0, 9] == later["smelt"].tolist()


def test_a_column_of_another_type_is_refused() -> None:
    """What is no longer meant the same way is an error, and not converted."""
    with pytest.raises(ValueError, match="heard"):
        take_in(allocate_records(Otherwise, 2), heard(2))
