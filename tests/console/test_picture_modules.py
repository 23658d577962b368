"""The picture's modules that need no browser."""

import shutil
import subprocess
from pathlib import Path

import pytest

NODE = shutil.which("node")


@pytest.mark.skipif(NODE is None, reason="Node is not installed")
def test_modules() -> None:
    """Every sentence in `js/picture.test.mjs` holds, by Node's own test runner."""
    assert NODE
    run = subprocess.run(
        [NODE, "--test", Path(__file__).parent / "js"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert run.returncode == 0, run.stdout[-4000:]
