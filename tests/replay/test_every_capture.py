"""Every real capture is read, the deliberately broken ones too."""

import shutil
import subprocess
import time
from functools import cache
from pathlib import Path

import pytest

from noroshi.cyber.sources.listing import open_source
from noroshi.domains import Sourcing
from noroshi.errors import CaptureError
from tests.replay.real import CAPTURES, needs_captures

pytestmark = needs_captures

LONGEST = 10.0
"""Seconds; the largest capture takes a hundredth of one."""

OTHER_FORMATS = (".erf", ".erf.gz")
"""What capinfos reads and we do not: the format of Endace's cards."""


def every_capture() -> list[Path]:
    files = CAPTURES.rglob("*") if CAPTURES.is_dir() else ()
    return sorted(path for path in files if path.is_file() and path.name != "MANIFEST.tsv")


def read(path: Path) -> tuple[int, CaptureError | None]:
    """Read a capture; give how many frames there are, and what is wrong with it."""
    source = open_source([str(path)], Sourcing(keep_going=True))
    counted = sum(len(arrival.batch[0]) for arrival in source.arrivals(()) if arrival.batch)
    counters = source.counters()
    skipped = sum(count for name, count in counters.items() if name.startswith("skipped"))
    faults = source.faults()
    assert counters["packets"] == counted
    assert counters["frames"] == counted + skipped
    assert all(isinstance(fault, CaptureError) for fault in faults)
    return counters["frames"], next((fault for fault in faults if isinstance(fault, CaptureError)), None)


@cache
def capinfos() -> dict[str, int]:
    """Ask capinfos how many frames each capture has; those that it refuses, or finds broken, are not there."""
    command = ["capinfos", "-T", "-m", "-r", "-c", *map(str, every_capture())]
    lines = subprocess.run(command, check=False, capture_output=True, text=True)
    refused = {line.split('"')[1] for line in lines.stderr.splitlines() if '"' in line}
    rows = (line.rsplit(",", 1) for line in lines.stdout.splitlines())
    return {name: int(count) for name, count in rows if name not in refused}


@pytest.mark.parametrize("path", every_capture(), ids=lambda path: path.relative_to(CAPTURES).as_posix())
def test_it_is_read_or_refused_by_name(path: Path) -> None:
    """Each capture is read to its end or to a named fault, in bounded time, and every frame is accounted for."""
    before = time.monotonic()
    frames, fault = read(path)

    assert frames >= 0
    assert fault is None or fault.path == str(path)
    assert time.monotonic() - before < LONGEST


@pytest.mark.skipif(shutil.which("capinfos") is None, reason="capinfos is not installed")
def test_frames_are_as_many_as_capinfos_counts() -> None:
    """Captures that capinfos reads are read without a fault, and have as many frames."""
    known = {name: count for name, count in capinfos().items() if not name.endswith(OTHER_FORMATS)}
    found = {name: read(Path(name)) for name in known}

    assert len(known) > 1000
    assert {} == {name: fault for name, (_, fault) in found.items() if fault}
    assert known == {name: frames for name, (frames, _) in found.items()}
