"""The fuzz targets: what they found stays mended, each of them runs, and the driver finds what there is to find."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TARGETS = sorted((ROOT / "fuzz").glob("[a-z]*.py"))
FOUND = sorted(path for path in (Path(__file__).parent / "regressions").glob("*/*") if path.is_file())


def run(script: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "fuzz")}
    command = [sys.executable, str(script), *words]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=300, env=environment)


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_was_found_stays_mended(path: Path) -> None:
    """An input that once was a find ends in a named error, or is read."""
    done = run(ROOT / "fuzz" / f"{path.parent.name}.py", str(path))

    assert (0, "") == (done.returncode, done.stderr)


@pytest.mark.slow
@pytest.mark.parametrize("script", TARGETS, ids=lambda path: path.stem)
def test_every_target_runs(script: Path) -> None:
    """Each target tries inputs for a second and finds nothing."""
    done = run(script, "--seconds", "1", "--seed", "1")

    assert (0, "") == (done.returncode, done.stderr)
    assert "nothing found (seed 1)" in done.stdout


PLANTED = """
import time

from _driver import fuzz

def parse(data):
    if data[:1] == b"a":
        return
    {fault}
    raise ValueError

fuzz(parse, seeds=[b"abc"], named=(ValueError,))
"""


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("data[999]", "an error without a name"),
        ("import os; os.abort()", "ended by signal 6"),
        pytest.param("time.sleep(60)", "takes more than 10 s", marks=pytest.mark.slow),
        pytest.param(
            "keep = bytes(1 << 30); keep = keep[1:]; time.sleep(5)", "grew by", marks=pytest.mark.slow
        ),
    ],
)
def test_a_planted_fault_is_found(fault: str, reason: str, tmp_path: Path) -> None:
    """An unnamed error, a crash, a hang and a hunger for memory are found, and the input is saved and named."""
    script = tmp_path / "planted.py"
    script.write_text(PLANTED.format(fault=fault))
    done = run(script, "--seconds", "30", "--seed", "1")
    saved = ROOT / done.stdout.split()[-1]

    assert 1 == done.returncode
    assert reason in done.stdout
    assert b"a" != saved.read_bytes()[:1]
    saved.unlink()
