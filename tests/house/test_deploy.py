"""What is shipped for running it as a service."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

UNIT = Path(__file__).parents[2] / "deploy" / "noroshi.service"

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze"
)


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """Give the unit with a program and a user that are here."""
    text = re.sub("^ExecStart=.*$", "ExecStart=/bin/true", UNIT.read_text("utf-8"), flags=re.MULTILINE)
    place = tmp_path / "noroshi.service"
    place.write_text(text.replace("User=noroshi", "User=root"), "utf-8")
    return place


@needs_systemd
def test_the_unit_is_understood(unit: Path) -> None:
    """Nothing in it is unknown to systemd."""
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)

    assert (0, "") == (done.returncode, done.stderr)


@needs_systemd
def test_the_unit_is_hardened(unit: Path) -> None:
    """By the count of systemd itself, which goes up to 10, it is exposed less than 2.5."""
    command = ["systemd-analyze", "security", "--offline=true", "--threshold=25", str(unit)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert 0 == done.returncode, done.stdout
