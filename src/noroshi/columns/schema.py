"""The one declaration of each table: column name, dtype, unit and sentence.

A batch type is a `typing.NamedTuple` whose fields are annotated arrays::

    class Positions(NamedTuple):
        time: Annotated[I64, "ns UTC", "When the ship was there."]
        speed: Annotated[F32, "knots", "Speed over ground."]

The type checker, the kernels (Numba takes a NamedTuple of arrays as it is), the
documentation and the Arrow schema all read that one declaration.
"""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, NamedTuple, TypeAlias, TypeVar, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray

Bool: TypeAlias = NDArray[np.bool_]
U8: TypeAlias = NDArray[np.uint8]
U16: TypeAlias = NDArray[np.uint16]
U32: TypeAlias = NDArray[np.uint32]
U64: TypeAlias = NDArray[np.uint64]
I32: TypeAlias = NDArray[np.int32]
I64: TypeAlias = NDArray[np.int64]
F32: TypeAlias = NDArray[np.float32]
F64: TypeAlias = NDArray[np.float64]

Whole: TypeAlias = int | np.integer[Any]
"""A whole number as kernels meet it: Python's outside, an array's element inside."""

Batch = TypeVar("Batch", bound=tuple[Any, ...])


class Column(NamedTuple):
    """One column of a table, as declared."""

    name: str
    dtype: np.dtype[Any]
    shape: tuple[int, ...]  # of one cell; () for a plain number
    unit: str
    sentence: str


class Wide(NamedTuple):
    """Marks a column that holds a small array in each cell."""

    width: int


class Into(NamedTuple):
    """Marks a column whose cells are places in the batch's shared bytes."""


class Shared(NamedTuple):
    """Marks the last field of a batch type as no column: bytes that its rows point into, the same for all of them.

    So a row's bytes, of which each has as many as it has, are looked at by the few that need them, and copied by none.
    """


@cache
def columns_of(batch_type: type[tuple[Any, ...]]) -> tuple[Column, ...]:
    """Read a batch type's declaration.

    Raises
    ------
    TypeError
        If a field is not ``Annotated[array, unit, sentence]``.

    Examples
    --------
    >>> class Sightings(NamedTuple):
    ...     time: Annotated[I64, "ns UTC", "When it was seen."]
    >>> columns_of(Sightings)
    (Column(name='time', dtype=dtype('int64'), shape=(), unit='ns UTC', sentence='When it was seen.'),)
    """
    columns = []
    for name, (array, unit, sentence, *extra) in _fields_of(batch_type).items():
        if any(isinstance(mark, Shared) for mark in extra):
            continue
        element = get_args(array)[-1]  # dtype[int64]; since NumPy 2.5, where NDArray is a type alias, int64
        scalar = get_args(element)[0] if get_args(element) else element
        shape = tuple(mark.width for mark in extra if isinstance(mark, Wide))
        columns.append(Column(name, np.dtype(scalar), shape, unit, sentence))
    return tuple(columns)


@cache
def _fields_of(batch_type: type[tuple[Any, ...]]) -> Mapping[str, tuple[Any, ...]]:
    """Give what each field is declared with: its array, unit and sentence, and what marks it."""
    fields = {}
    for name, hint in get_type_hints(batch_type, include_extras=True).items():
        arguments = get_args(hint)
        if get_origin(hint) is not Annotated or len(arguments) < 3:
            raise TypeError(f"{batch_type.__name__}.{name}: declare it as Annotated[array, unit, sentence]")
        fields[name] = arguments
    return fields


@cache
def _places(batch_type: type[tuple[Any, ...]]) -> tuple[int, ...]:
    """Give the numbers of the columns that point into the shared bytes."""
    marks = _fields_of(batch_type).values()
    return tuple(at for at, (*_, mark) in enumerate(marks) if isinstance(mark, Into))


def has_shared(batch_type: type[tuple[Any, ...]]) -> bool:
    """Say whether a batch type's rows point into shared bytes."""
    return len(_fields_of(batch_type)) > len(columns_of(batch_type))


def allocate(batch_type: type[Batch], length: int) -> Batch:
    """Make a batch of `length` rows, all zero, without shared bytes.

    Examples
    --------
    >>> class Sightings(NamedTuple):
    ...     time: Annotated[I64, "ns UTC", "When it was seen."]
    >>> allocate(Sightings, 2)
    Sightings(time=array([0, 0]))
    """
    columns = columns_of(batch_type)
    record = [np.dtype((column.dtype, column.shape)) for column in columns]
    spaces = (zeros(length * each.itemsize, PAGE, SKEW * place) for place, each in enumerate(record))
    return batch_type(
        *(
            space.view(column.dtype).reshape(length, *column.shape)
            for space, column in zip(spaces, columns, strict=True)
        ),
        *((np.zeros(0, np.uint8),) if has_shared(batch_type) else ()),
    )


CACHE_LINE = 64
"""Bytes that a processor fetches at once; of every machine we know of."""

PAGE = 4096
"""Bytes from one place to the next that shares its set in a processor's first-level cache."""

SKEW = 3 * CACHE_LINE
"""Bytes by which each column begins further into its page than the one before. A large array begins at a page,
so the same row of 24 columns would fall into one set of a cache that has room for 8 or 12: parsing a packet
took 16.1 ns instead of 14.3."""


def zeros(size: int, alignment: int, skew: int = 0) -> U8:
    """Make a run of zero bytes that begins `skew` bytes after a multiple of `alignment`."""
    space = np.zeros(alignment + skew + size, np.uint8)
    start = -space.ctypes.data % alignment + skew
    return space[start : start + size]


def rows(batch: Batch, which: slice | I64 | Bool) -> Batch:
    """Take some rows of a batch; a slice gives views, an index array copies."""
    columns = len(columns_of(type(batch)))
    return type(batch)(*(array[which] for array in batch[:columns]), *batch[columns:])


def copy(batch: Batch) -> Batch:
    """Copy a batch; sources reuse their buffers, so keep a copy of what you keep."""
    return type(batch)(*(array.copy() for array in batch))


def concatenate(first: Batch, *others: Batch) -> Batch:
    """Put batches of one type end to end, their shared bytes too."""
    arrays = [np.concatenate(each) for each in zip(first, *others, strict=True)]
    for place in _places(type(first)):
        before = np.cumsum([0, *(batch[-1].size for batch in (first, *others))])[:-1]
        arrays[place] += np.repeat(
            before.astype(arrays[place].dtype), [len(each[place]) for each in (first, *others)]
        )
    return type(first)(*arrays)


def as_mapping(batch: tuple[Any, ...]) -> Mapping[str, NDArray[Any]]:
    """Give a batch's columns by name."""
    columns = columns_of(type(batch))
    return {column.name: array for column, array in zip(columns, batch[: len(columns)], strict=True)}
