"""The console where there is no internet."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.console.test_pages import PAGES

CUT_OFF = ["unshare", "--map-root-user", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
"""Runs what follows in a network namespace of its own, whose loopback is all there is."""


@pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed")
def test_offline(tmp_path: Path) -> None:
    """Cut off from every network, server and browser show every page whole, and the browser asks for nothing that is not there."""
    if subprocess.run([*CUT_OFF, "true"], check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody make a network namespace")
    visit = [*CUT_OFF, sys.executable, "-m", "tests.console.offline", str(tmp_path)]
    ended = subprocess.run(visit, check=False, capture_output=True, text=True, timeout=300)

    assert (0, f"{len(PAGES)} pages visited") == (ended.returncode, ended.stdout.splitlines()[-1]), (
        ended.stdout
    )
