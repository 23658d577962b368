import random
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq  # type: ignore[import-untyped]  # PyArrow says nothing of its types
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from noroshi.clock import DAY, HOUR
from noroshi.detections.model import (
    Confidence,
    Detection,
    Evidence,
    Label,
    Measure,
    Phase,
    Subject,
    Tally,
)
from noroshi.organisations.model import Severity
from noroshi.storage.archive import MOST, ParquetArchive
from noroshi.storage.parquet import COLUMNS
from tests.alerts.stories import detection
from tests.house.source import ROOT
from tests.storage.archived import detections, files, rows

KILLS = 5

words = st.text(st.characters(codec="utf-8"), max_size=20)
moments = st.integers(-(2**63), 2**63 - 1)
counts = st.integers(0, 2**63 - 1)
numbers = st.floats(allow_nan=False, allow_infinity=False)
made_up = st.builds(
    Detection,
    kind=words,
    subject=st.builds(Subject, words, words),
    phase=st.sampled_from(Phase),
    at=moments,
    severity=st.sampled_from(Severity),
    why=words,
    confidence=st.builds(Confidence, numbers, st.tuples(words), st.tuples(words, words)),
    evidence=st.builds(
        Evidence,
        observations=counts,
        first=moments,
        last=moments,
        rate=numbers,
        measures=st.tuples(st.builds(Measure, words, numbers, words, st.none() | numbers, st.booleans())),
        tallies=st.tuples(st.builds(Tally, words, st.tuples(st.tuples(words, counts)), st.booleans())),
        labels=st.lists(st.builds(Label, words, counts, counts, numbers, words), max_size=2).map(tuple),
        samples=st.tuples(st.dictionaries(words, words | counts | numbers, max_size=3)),
    ),
    may_be_spoofed=st.booleans(),
    partition=words,
)


def kept(folder: Path, *batches: list[Detection]) -> ParquetArchive:
    """Give an archive that was handed detections, a batch at a time, and flushed."""
    archive = ParquetArchive(folder)
    for batch in batches:
        archive.keep(batch)
    archive.flush()
    return archive


@given(st.lists(made_up, max_size=5))
def test_comes_back(found: list[Detection]) -> None:
    """Whatever a detection holds, it comes back equal, and its columns say the same."""
    with TemporaryDirectory() as folder:
        archive = kept(Path(folder), found)
        returned = detections(Path(folder))
        read = list(rows(Path(folder)))

    assert sorted(map(repr, found)) == sorted(map(repr, returned))
    assert len(found) == archive.counters()["detections"]
    assert [each.evidence.first for each in returned] == [row["first"] for row in read]
    assert [[label.name for label in each.evidence.labels] for each in returned] == [
        row["labels"] for row in read
    ]


def test_columns(tmp_path: Path) -> None:
    """A row says of a detection what people ask for, without opening the JSON."""
    found = detection(Phase.CONTINUING, after=int(0.25 * HOUR))
    kept(tmp_path, [found])
    (row,) = rows(tmp_path)

    assert [column.name for column in COLUMNS] == list(row)
    assert (found.at, found.evidence.first, found.evidence.last) == tuple(
        row[name] for name in ("at", "first", "last")
    )
    assert ("continuing", "high", "192.0.2.1", found.episode, found.why) == tuple(
        row[name] for name in ("phase", "severity", "subject", "episode", "why")
    )


def test_days(tmp_path: Path) -> None:
    """Each day of the data's time has its folder; a detection lies in that of the moment it was concluded."""
    kept(tmp_path, [detection(after=after) for after in (0, HOUR, DAY, 3 * DAY)])

    assert [("2026-11-24", 2), ("2026-11-25", 1), ("2026-11-27", 1)] == [
        (path.parent.name, pq.read_table(path).num_rows) for path in files(tmp_path)
    ]


def test_private(tmp_path: Path) -> None:
    """Nobody but the owner may look into the archive."""
    kept(tmp_path / "archive", [detection()])

    assert [] == [path for path in (tmp_path / "archive").rglob("*") if path.stat().st_mode & 0o077]


def test_again(tmp_path: Path) -> None:
    """The same detections, archived again, are the same file."""
    kept(tmp_path, [detection()])
    before = {path: path.read_bytes() for path in files(tmp_path)}
    kept(tmp_path, [detection()])

    assert before == {path: path.read_bytes() for path in files(tmp_path)}


def test_bound(tmp_path: Path) -> None:
    """Only so many detections wait in memory or stand in one file, however many come at once."""
    archive = ParquetArchive(tmp_path)
    archive.keep([detection(after=each) for each in range(MOST - 1)])
    few = len(files(tmp_path))
    archive.keep([detection(after=MOST - 1 + each) for each in range(MOST)])

    assert 0 == few
    assert {"detections": 2 * MOST - 1, "files": 2} == archive.counters()
    assert [MOST, MOST - 1] == sorted(
        (pq.read_table(each).num_rows for each in files(tmp_path)), reverse=True
    )


def test_schema(tmp_path: Path) -> None:
    """A file names its schema's version, and says what each column is."""
    kept(tmp_path, [detection()])
    (path,) = files(tmp_path)
    schema = pq.read_schema(path)

    assert b"1" == schema.metadata[b"noroshi.schema"]
    assert [each.sentence.encode() for each in COLUMNS] == [each.metadata[b"description"] for each in schema]


def test_page() -> None:
    """The page on running a centre explains every column, in order, in the file's own words."""
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    table = page[page.index("| column |") : page.index("\n\n", page.index("| column |"))]

    assert [f"| `{each.name}` | {each.kind} | {each.sentence} |" for each in COLUMNS] == table.splitlines()[
        2:
    ]


def test_in_the_way(tmp_path: Path) -> None:
    """Where nothing can be written, each detection that is dropped is counted and logged, and the next is tried."""
    folder = tmp_path / "archive"
    folder.write_text("in the way", "utf-8")
    with capture_logs() as logs:
        archive = kept(folder, [detection(), detection(subject="192.0.2.2")])
    folder.unlink()
    archive.keep([detection()])
    archive.flush()

    assert {"detections": 1, "dropped": 2, "files": 1} == archive.counters()
    assert [("warning", 2)] == [(line["log_level"], line["count"]) for line in logs]
    assert [detection()] == detections(folder)


def test_full(tmp_path: Path) -> None:
    """Where a file does not fit on the disk, it is not there, and what was to be in it is counted."""
    kept(tmp_path, [detection()])  # what loading PyArrow writes is not at stake
    before = files(tmp_path)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with capture_logs() as logs:
            archive = kept(tmp_path, [detection(after=HOUR)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert {"detections": 0, "dropped": 1} == archive.counters()
    assert ["OSError: [Errno 27] File too large"] == [line["error"] for line in logs]
    assert before == files(tmp_path)


def test_killed(tmp_path: Path) -> None:
    """Killed at any moment, a writer leaves whole files only, and in them all that was flushed."""
    chance = random.Random(9)
    for kill in range(KILLS):
        folder = tmp_path / str(kill)
        with subprocess.Popen(
            [sys.executable, "-m", "tests.storage.archivist", str(folder)], cwd=ROOT, stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            first = process.stdout.readline()
            time.sleep(chance.random() * 0.05)
            process.kill()
            flushed = int((first + process.stdout.read()).split()[-1])

        assert flushed <= len(detections(folder))


def test_late(tmp_path: Path) -> None:
    """PyArrow is loaded when there is something to write, and not before."""
    script = (
        "import sys; from pathlib import Path; from noroshi.app import Application;"
        "from noroshi.storage.archive import ParquetArchive;"
        f"ParquetArchive(Path({str(tmp_path)!r})).flush(); sys.exit('pyarrow' in sys.modules)"
    )

    assert 0 == subprocess.run([sys.executable, "-c", script], check=False).returncode
