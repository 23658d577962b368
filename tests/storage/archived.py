"""What an archive holds, read as an analyst would."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa  # type: ignore[import-untyped]  # PyArrow says nothing of its types
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # nor does this part of it

from noroshi.detections.model import Detection


def files(folder: Path) -> Sequence[Path]:
    """Every file of an archive, by day and time."""
    return sorted(folder.glob("*/*.parquet"))


def rows(folder: Path) -> Iterator[dict[str, Any]]:
    """Every row of an archive, moments as ns; a file that is not whole fails."""
    for path in files(folder):
        table = pq.read_table(path)
        for place, field in enumerate(table.schema):
            if pa.types.is_timestamp(field.type):
                table = table.set_column(place, field.name, table[field.name].cast(pa.int64()))
        yield from table.to_pylist()


def detections(folder: Path) -> Sequence[Detection]:
    """Every detection of an archive."""
    return [msgspec.json.decode(row["detection"], type=Detection) for row in rows(folder)]


def keys(folder: Path) -> set[tuple[str, int, str]]:
    """What names the detections of an archive, once each: (episode, at, phase)."""
    return {(each.episode, each.at, each.phase) for each in detections(folder)}
