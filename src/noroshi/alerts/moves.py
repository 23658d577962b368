"""The table of what people may do with an alert, and what that makes of it."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec.structs import replace

from noroshi.alerts.model import Alert, AlertState, Outcome
from noroshi.errors import MoveRefusedError


class Move(StrEnum):
    """What a person may do with an alert."""

    ACKNOWLEDGE = "acknowledge"
    """Say that somebody works on it."""
    RESOLVE = "resolve"
    """Close it, with an outcome; a closed one gets a better outcome."""
    REOPEN = "reopen"
    """Put it back, so that somebody takes it."""


ALLOWED: Mapping[tuple[AlertState, Move], AlertState] = {
    (AlertState.OPEN, Move.ACKNOWLEDGE): AlertState.ACKNOWLEDGED,
    (AlertState.OPEN, Move.RESOLVE): AlertState.RESOLVED,
    (AlertState.ACKNOWLEDGED, Move.RESOLVE): AlertState.RESOLVED,
    (AlertState.ACKNOWLEDGED, Move.REOPEN): AlertState.OPEN,
    (AlertState.RESOLVED, Move.RESOLVE): AlertState.RESOLVED,
    (AlertState.RESOLVED, Move.REOPEN): AlertState.OPEN,
}
"""Where a move leads, from each state that allows it."""

REFUSED: Mapping[tuple[AlertState, Move], tuple[str, str]] = {
    (AlertState.OPEN, Move.REOPEN): ("is open already", "Acknowledge or resolve it."),
    (AlertState.ACKNOWLEDGED, Move.ACKNOWLEDGE): (
        "is acknowledged already",
        "Reopen it first if somebody else is to take it.",
    ),
    (AlertState.RESOLVED, Move.ACKNOWLEDGE): ("is resolved", "Reopen it first."),
}
"""Why the other moves are refused, and what to do instead."""


def moved(alert: Alert, move: Move, outcome: Outcome | None = None) -> Alert:
    """Give the alert as the move leaves it.

    Parameters
    ----------
    outcome
        What it turned out to be; for RESOLVE, and only then.

    Raises
    ------
    MoveRefusedError
        If the alert's state does not allow the move.
    ValueError
        If an outcome is missing, or too many.
    """
    if (outcome is not None) != (move is Move.RESOLVE):
        raise ValueError(f"{move} with the outcome {outcome}")
    if (alert.state, move) not in ALLOWED:
        reason, hint = REFUSED[alert.state, move]
        raise MoveRefusedError(f"alert {alert.id} {reason}", hint=hint)
    state = ALLOWED[alert.state, move]
    return replace(alert, state=state, outcome=outcome, version=alert.version + 1)
