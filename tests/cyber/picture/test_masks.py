"""What a mask hides."""

import numpy as np
import pytest

from noroshi.cyber.picture.circles import ROUND
from noroshi.cyber.picture.masks import Mask, Side

SECRET = bytes(range(32))
EVERY = np.arange(ROUND, dtype=np.uint16)


def hidden(
    session: str = "s", side: Side = Side.DESTINATION, ring: int = 3, secret: bytes = SECRET
) -> list[int]:
    """Every position of a ring, hidden."""
    found: list[int] = Mask(secret, session).hide(side, np.full(ROUND, ring, np.uint16), EVERY).tolist()
    return found


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("session", ["s", "t"])
def test_permutation(session: str, side: Side) -> None:
    """A mask permutes a ring's positions: no two fall together, and none is left out."""
    assert EVERY.tolist() == sorted(hidden(session, side))


def test_as_before() -> None:
    """The same session has the same mask, however often it is asked."""
    assert hidden() == hidden()


@pytest.mark.parametrize(
    "other", [{"session": "t"}, {"side": Side.SOURCE}, {"ring": 4}, {"secret": bytes(32)}], ids=str
)
def test_independent(other: dict[str, object]) -> None:
    """Another session, the other side, another ring and another secret each have a permutation of their own."""
    agree = sum(one == two for one, two in zip(hidden(), hidden(**other), strict=True))  # type: ignore[arg-type]  # one of each

    assert agree < 10  # one is expected by chance


def test_neighbours() -> None:
    """Neighbours do not stay neighbours, and a dark arc is strewn over the whole ring."""
    where = np.array(hidden())
    steps = np.abs(np.diff(where))
    arc = np.bincount(where[1000:2024] >> 12, minlength=16)

    assert (steps <= 2).mean() < 0.001
    assert arc.min() > 64 / 2
    assert arc.max() < 64 * 2


def test_rings_apart() -> None:
    """Positions of several rings are hidden together as they are ring by ring."""
    mask = Mask(SECRET, "s")
    rings, positions = np.array([5, 3, 5, 9], np.uint16), np.array([7, 7, 8, 65_535], np.uint16)
    one_by_one = [
        int(mask.hide(Side.SOURCE, rings[row : row + 1], positions[row : row + 1])[0]) for row in range(4)
    ]

    assert one_by_one == mask.hide(Side.SOURCE, rings, positions).tolist()


def test_nothing() -> None:
    """Of nothing, nothing is hidden."""
    empty = np.empty(0, np.uint16)

    assert [] == Mask(SECRET, "s").hide(Side.SOURCE, empty, empty).tolist()
