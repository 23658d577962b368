"""Detections as a Parquet file: the columns, each declared once. The only module that knows PyArrow.

Loading that takes 0.4 s, so whoever needs this module imports it when there is something to write.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
import pyarrow as pa  # type: ignore[import-untyped]  # PyArrow says nothing of its types
import pyarrow.compute as pc  # type: ignore[import-untyped]  # nor does this part of it
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # nor does this part of it

from noroshi.detections.model import Detection
from noroshi.errors import StorageError

SCHEMA: Final = 1
"""The version of the columns, which each file names; a column that goes or changes its sense makes a new one."""

_MOMENT: Final[Any] = pa.timestamp("ns", "UTC")


class Column(NamedTuple):
    """A column of the archive."""

    name: str
    kind: Any
    """PyArrow's type."""
    value: Callable[[Detection], object]
    """What a detection has in it."""
    sentence: str
    """For whoever reads the file; it stands in the file, too."""


COLUMNS: Final = (
    Column("at", _MOMENT, lambda each: each.at, "When it was concluded: the end of an interval."),
    Column("kind", pa.string(), lambda each: each.kind, "The kind, such as infection.internal."),
    Column("phase", pa.string(), lambda each: each.phase.value, "new, continuing or ended."),
    Column("severity", pa.string(), lambda each: each.severity.value, "low, medium, high or critical."),
    Column("subject_kind", pa.string(), lambda each: each.subject.kind, "What the subject is: address."),
    Column("subject", pa.string(), lambda each: each.subject.value, "What it is about."),
    Column("episode", pa.string(), lambda each: each.episode, "What all detections of one story share."),
    Column("first", _MOMENT, lambda each: each.evidence.first, "The episode's first observation."),
    Column("last", _MOMENT, lambda each: each.evidence.last, "Its latest observation so far."),
    Column("observations", pa.int64(), lambda each: each.evidence.observations, "Its observations so far."),
    Column("rate", pa.float64(), lambda each: each.evidence.rate, "Observations per second; 0 for one."),
    Column("confidence", pa.float64(), lambda each: each.confidence.score, "How sure, from 0 to 1."),
    Column(
        "may_be_spoofed", pa.bool_(), lambda each: each.may_be_spoofed, "Whether nothing shows the source."
    ),
    Column(
        "labels",
        pa.list_(pa.string()),
        lambda each: [label.name for label in each.evidence.labels],
        "Known patterns that the observations match.",
    ),
    Column("why", pa.string(), lambda each: each.why, "Rule, numbers and thresholds in a sentence."),
    Column(
        "detection",
        pa.string(),
        lambda each: msgspec.json.encode(each).decode(),
        "The whole detection as JSON: measures, tallies, samples, what speaks for and against.",
    ),
)

_SCHEMA: Final[Any] = pa.schema(
    [
        pa.field(each.name, each.kind, nullable=False, metadata={"description": each.sentence})
        for each in COLUMNS
    ],
    metadata={"noroshi.table": "detections", "noroshi.schema": str(SCHEMA)},
)


def encoded(detections: Sequence[Detection]) -> memoryview:
    """Write detections as a Parquet file, in memory.

    Raises
    ------
    ValueError, OverflowError
        If a detection holds what the columns cannot, such as a moment beyond the year 2262.
    """
    columns = [pa.array(map(each.value, detections), each.kind) for each in COLUMNS]
    sink: Any = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_arrays(columns, schema=_SCHEMA), sink, compression="zstd")
    return memoryview(sink.getvalue())


def rows_about(path: Path, names: Sequence[str], is_about: Callable[[str], bool]) -> list[tuple[Any, ...]]:
    """Read some columns of those detections of a file whose subject is wanted; moments are ns UTC.

    Raises
    ------
    StorageError
        If it is no such file, or cannot be read.
    """
    try:
        table: Any = pq.read_table(path, columns=list(names))
    except (OSError, pa.ArrowException) as fault:
        raise StorageError(f"cannot read {path}: {fault}") from fault
    subjects = [each for each in table["subject"].unique().to_pylist() if is_about(each)]
    rows = table.filter(pc.is_in(table["subject"], pa.array(subjects, pa.string())))
    columns = (rows[name] for name in names)
    plain = (each.cast(pa.int64()) if each.type == _MOMENT else each for each in columns)
    return list(zip(*(each.to_pylist() for each in plain), strict=True))
