"""Tables of records: a row's columns lie side by side in memory, and a kernel takes a table in one piece.

Visiting a row at random costs one or two cache misses instead of one a column. And to hand an array to a
kernel costs 0.2 µs, whatever its size: the close look's tables have 128 columns, and its call took 25 µs with
each of them by itself, and 8 with the records.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from noroshi.columns.kernel import inline
from noroshi.columns.schema import CACHE_LINE, I64, U8, U64, Batch, columns_of, has_shared, zeros

Records: TypeAlias = NDArray[np.void]
"""One record a row, with the columns that a batch type declares."""


def allocate_records(batch_type: type[Batch], length: int) -> Records:
    """Make `length` records, all zero. Memory is taken from the system as they are first written."""
    record = record_of(batch_type)
    records: Records = zeros(length * record.itemsize, CACHE_LINE).view(record)
    return records


def record_of(batch_type: type[tuple[Any, ...]]) -> np.dtype[np.void]:
    """Give the dtype of one record."""
    return np.dtype(
        [(column.name, column.dtype, column.shape) for column in columns_of(batch_type)], align=True
    )


class Copies:
    """Room for copies of some of a table's records: a copy is good until the next one.

    The room is kept from copy to copy. To be given memory anew each time took 40 to 230 ms for a million records
    of 64 bytes on a virtual machine, in which time a live sensor's packets wait; into memory that is
    there already it takes 9.

    Parameters
    ----------
    batch_type
        Declares the records.
    limit
        The most records that a copy may have; memory is taken from the system as it is first needed.
    """

    def __init__(self, batch_type: type[Batch], limit: int) -> None:
        self._room = allocate_records(batch_type, limit)
        self._ready = 0

    def make_ready(self, count: int) -> None:
        """Have the system give the memory for so many records, or as many as there may be, now."""
        as_bytes(self._room[self._ready : count])[:] = 0
        self._ready = max(self._ready, min(count, len(self._room)))

    def first(self, records: Records, count: int) -> Records:
        """Copy the first `count` records."""
        copied = self._room[:count]
        np.copyto(as_bytes(copied), as_bytes(records[:count]))
        return copied

    def chosen(self, records: Records, which: I64) -> Records:
        """Copy some records, in that order."""
        copied = self._room[: len(which)]
        np.take(as_bytes(records), which, axis=0, out=as_bytes(copied), mode="clip")
        return copied


def as_bytes(records: Records) -> U8:
    """See records as rows of bytes: uint8[n, bytes of a record]. Field by field, a copy takes five times as long."""
    return records.view(np.uint8).reshape(len(records), records.dtype.itemsize)


def as_words(records: Records) -> U64:
    """See records as rows of words: uint64[n, words of a record], of a size that words make up."""
    return records.view(np.uint64).reshape(len(records), records.dtype.itemsize // 8)


def take_in(records: Records, saved: Records) -> None:
    """Write saved records over the first ones of a table, column by column and by name.

    So a table takes in what an older version has saved, or a newer one: a column that was not saved
    becomes zero, and one that is not known is left out.

    Raises
    ------
    ValueError
        If a column was saved as another type.
    """
    here = records[: len(saved)]
    as_bytes(here)[:] = 0
    for name in set(records.dtype.names or ()) & set(saved.dtype.names or ()):
        if saved.dtype[name] != records.dtype[name]:
            raise ValueError(f"column {name} was saved as {saved.dtype[name]}")
        here[name] = saved[name]


def view(batch_type: type[Batch], records: Records, *shared: U8) -> Batch:
    """See records as a batch, without a copy, with the bytes that its rows share, if its type has such.

    Examples
    --------
    >>> from typing import Annotated, NamedTuple
    >>> class Sightings(NamedTuple):
    ...     time: Annotated[NDArray[np.int64], "ns UTC", "When it was seen."]
    ...     heard: Annotated[NDArray[np.uint8], "", "Whether it was heard too."]
    >>> view(Sightings, allocate_records(Sightings, 2)).time.strides
    (16,)
    """
    return batch_type(*(records[column.name] for column in columns_of(batch_type)), *shared)


def viewer(batch_type: type[Batch]) -> Callable[..., Batch]:
    """Make `view` for one batch type, as kernels call it."""
    shared = ["shared"] if has_shared(batch_type) else []
    views = ", ".join([*(f"records[{column.name!r}]" for column in columns_of(batch_type)), *shared])
    # Text, because Numba has no loop over fields of different types; the names are the declaration's own.
    text = f"lambda {', '.join(['records', *shared])}: batch_type({views})"
    function: Callable[..., Batch] = eval(text, {"batch_type": batch_type})  # noqa: S307  # our own text
    return inline(function)
