"""What became of moves, as programs are told of it."""

from msgspec import Struct


class RefusedMove(Struct, frozen=True):
    """An alert that was not moved."""

    id: str
    """Its id."""
    title: str
    """Why not."""
    hint: str
    """What to do about it."""


class BulkDone(Struct, frozen=True):
    """What became of many moves."""

    done: tuple[tuple[str, int], ...]
    """Each alert that was moved, with its version now."""
    refused: tuple[RefusedMove, ...]
    """Those that were not."""
