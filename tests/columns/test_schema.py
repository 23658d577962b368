"""How batches lie in memory."""

from typing import Annotated, NamedTuple

from noroshi.columns.schema import CACHE_LINE, PAGE, U8, U64, Wide, allocate, as_mapping
from noroshi.cyber.packets import Packets


class Sightings(NamedTuple):
    heard: Annotated[U8, "", "Whether it was heard."]
    where: Annotated[U64, "", "Where it was seen.", Wide(3)]


def test_a_batch_is_zero_and_of_the_declared_shape() -> None:
    """Each column has a row for each observation, as wide as it is declared, all zero."""
    batch = allocate(Sightings, 5)

    assert [(5,), (5, 3)] == [column.shape for column in batch]
    assert ["uint8", "uint64"] == [column.dtype.name for column in batch]
    assert not any(column.any() for column in batch)


def test_columns_begin_in_cache_sets_of_their_own() -> None:
    """No two columns of a packet begin at the same cache line of a page, so a row does not fill one cache set."""
    columns = as_mapping(allocate(Packets, 1 << 13)).values()
    lines = {column.ctypes.data % PAGE // CACHE_LINE for column in columns}

    assert len(columns) == len(lines)
