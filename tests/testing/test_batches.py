import numpy as np
import pytest

import tides
from noroshi.testing import build


def test_rows() -> None:
    """A row says what differs; the rest comes from every row's values, or is zero."""
    batch = build(tides.Readings, {"time": 1}, {"time": 2, "gauge": 9}, gauge=4)

    assert ([1, 2], [4, 9], [0.0, 0.0]) == (batch.time.tolist(), batch.gauge.tolist(), batch.height.tolist())
    assert np.uint8 == batch.gauge.dtype


def test_unknown_column() -> None:
    """A column that does not exist is refused by name."""
    with pytest.raises(KeyError, match="depth"):
        build(tides.Readings, {"depth": 3})


def test_too_large() -> None:
    """A value that does not fit its column is refused, not wrapped around."""
    with pytest.raises(OverflowError):
        build(tides.Readings, {"gauge": 256})
