import pytest

from noroshi.clock import MINUTE, iso
from noroshi.testing import HandClock


def test_stands_still() -> None:
    """A hand-driven clock stands still until it is moved, and then moves by just that much."""
    clock = HandClock("2026-03-01T12:00:00Z")
    before = [clock.now(), clock.now()]

    clock.advance(MINUTE)

    assert ["2026-03-01T12:00:00.000Z"] * 2 == [iso(moment) for moment in before]
    assert "2026-03-01T12:01:00.000Z" == iso(clock.now())


def test_never_back() -> None:
    """A hand-driven clock cannot run back."""
    with pytest.raises(ValueError, match="cannot run back by 5 ns"):
        HandClock(0).advance(-5)


def test_set() -> None:
    """It can be set, also back, as a person sets a machine's."""
    clock = HandClock("2026-03-01T12:00:00Z")

    clock.set(0)

    assert "1970-01-01T00:00:00.000Z" == iso(clock.now())
