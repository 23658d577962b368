"""Records as a Parquet file, for whoever takes them away."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pyarrow as pa  # type: ignore[import-untyped]  # PyArrow says nothing of its types
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # nor does this part of it

KINDS: Final[Mapping[str, Any]] = {
    "bool": pa.bool_(),
    "float": pa.float64(),
    "int": pa.int64(),
    "list": pa.list_(pa.string()),
    "str": pa.string(),
}
"""What a column is, by what its values are."""


def parquet(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str], about: Mapping[str, str]) -> bytes:
    """Write rows as a Parquet file, in memory.

    Parameters
    ----------
    rows
        Each with a value for every column; None where it has none.
    columns
        Name -> one of `KINDS`.
    about
        What the file says of itself.
    """
    schema = pa.schema([pa.field(name, KINDS[kind]) for name, kind in columns.items()], metadata=dict(about))
    written = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(list(rows), schema), written, compression="zstd")
    return bytes(written.getvalue())
