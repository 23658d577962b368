"""What the tests of commands stand on."""

from pathlib import Path

import pytest

from tests.cli.centre import Centre


@pytest.fixture
def bare(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Centre:
    """A centre whose home is not made yet."""
    return Centre(tmp_path, capsys)


@pytest.fixture
def centre(bare: Centre) -> Centre:
    """A centre with a home and a register of two organisations."""
    return bare.made()
