"""Batches of observations, written by hand."""

from collections.abc import Mapping
from typing import Any

from noroshi.columns.schema import Batch, allocate, as_mapping


def build(batch_type: type[Batch], *rows: Mapping[str, Any], **every: Any) -> Batch:
    """Make a batch from a few rows; what a row does not say is zero.

    Parameters
    ----------
    batch_type
        The domain's observations, a NamedTuple of annotated arrays.
    rows
        One mapping a row, column name -> value.
    every
        Values that hold for every row, unless the row says otherwise.

    Raises
    ------
    KeyError
        If there is no column of that name.
    OverflowError
        If a value does not fit its column.

    Examples
    --------
    >>> from typing import Annotated, NamedTuple
    >>> from noroshi.columns.schema import I64, U8
    >>> class Lamps(NamedTuple):
    ...     time: Annotated[I64, "ns UTC", "When the lamp reported."]
    ...     lamp: Annotated[U8, "", "Which lamp."]
    ...     lit: Annotated[U8, "", "Whether it burns."]
    >>> build(Lamps, {"time": 5}, {"time": 7, "lit": 0}, lamp=3, lit=1)
    Lamps(time=array([5, 7]), lamp=array([3, 3], dtype=uint8), lit=array([1, 0], dtype=uint8))
    """
    batch = allocate(batch_type, len(rows))
    columns = as_mapping(batch)
    for position, row in enumerate(rows):
        for name, value in {**every, **row}.items():
            columns[name][position] = value
    return batch
