"""A stranger's domain comes in by the same door as ours."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import tides
from noroshi.clock import SECOND
from noroshi.domains import Sourcing
from noroshi.engine.run import Run
from noroshi.errors import CaptureError
from noroshi.organisations.responsibility import Responsibility
from noroshi.testing import build, check_domain
from tests.house.source import ROOT

EXAMPLE = ROOT / "docs" / "example_domain"

READINGS = build(
    tides.Readings,
    *({"time": hour * SECOND, "gauge": hour % 3, "height": 1 + hour % 4 / 2} for hour in range(1, 60)),
)


def test_lawful() -> None:
    """The example domain keeps every law of the kit."""
    found = check_domain(tides.domain, [READINGS])

    assert {"new", "ended"} == {detection.phase.value for detection in found}


def test_short() -> None:
    """The example domain has under 100 lines with something on them."""
    lines = (EXAMPLE / "tides.py").read_text("utf-8").splitlines()

    assert sum(bool(line.strip()) for line in lines) < 100


def test_run(tmp_path: Path) -> None:
    """The engine carries the example domain from a file to its detections."""
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    first.write_text(f"{SECOND} 7 1.5\n{2 * SECOND} 7 2.5\n")
    second.write_text(f"{3 * SECOND} 7 0.5\n")
    source = tides.domain.open([str(first), str(second)], Sourcing())
    run = Run(tides.domain.prepare({}, Responsibility(())))

    told = [
        detection
        for arrival in source.arrivals(())
        if arrival.batch
        for found in run.feed(arrival.batch)
        for detection in found
    ]
    told += [detection for found in run.settle() for detection in found]

    assert [("new", 2.5), ("ended", 0.5)] == [
        (detection.phase.value, detection.evidence.measures[0].value) for detection in told
    ]


def test_broken_file(tmp_path: Path) -> None:
    """A file that is no table of readings gives an error that names it."""
    broken = tmp_path / "broken.txt"
    broken.write_text("1 2 three\n")
    source = tides.domain.open([str(broken)], Sourcing())

    with pytest.raises(CaptureError, match=r"broken\.txt"):
        list(source.arrivals(()))


def test_installed(tmp_path: Path) -> None:
    """The example domain, built and installed as a stranger would, is found beside ours."""
    build_it = "import sys, hatchling.build; print(hatchling.build.build_wheel(sys.argv[1]))"
    wheel = subprocess.run(
        [sys.executable, "-c", build_it, str(tmp_path)],
        cwd=EXAMPLE,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    zipfile.ZipFile(tmp_path / wheel).extractall(tmp_path / "installed")
    list_them = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'installed')!r});"
        "from noroshi.domains import domain, domains;"
        "from noroshi.testing import check_domain;"
        "check_domain(domain('tides')); print(*domains())"
    )

    found = subprocess.run(
        [sys.executable, "-c", list_them], cwd=tmp_path, check=True, capture_output=True, text=True
    ).stdout.split()

    assert {"cyber", "tides"} <= set(found)
