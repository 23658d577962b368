from itertools import product

import pytest

from noroshi.alerts.model import AlertState, Outcome
from noroshi.alerts.moves import ALLOWED, REFUSED, Move, moved
from noroshi.errors import MoveRefusedError
from tests.alerts.stories import alert


def test_complete() -> None:
    """Every move from every state is either allowed or refused with a reason, and never both."""
    every = set(product(AlertState, Move))

    assert every == ALLOWED.keys() | REFUSED.keys()
    assert set() == ALLOWED.keys() & REFUSED.keys()


@pytest.mark.parametrize(("state", "move"), ALLOWED)
def test_allowed(state: AlertState, move: Move) -> None:
    """An allowed move leads to its state, counts a version, and leaves an outcome only where it resolves."""
    outcome = Outcome.SPOOFED if move is Move.RESOLVE else None
    before = alert(state=state, outcome=Outcome.CLEANED if state is AlertState.RESOLVED else None)

    after = moved(before, move, outcome)

    assert (ALLOWED[state, move], outcome, before.version + 1) == (after.state, after.outcome, after.version)


@pytest.mark.parametrize(("state", "move"), REFUSED)
def test_refused(state: AlertState, move: Move) -> None:
    """A refused move says which alert, why, and what to do instead."""
    with pytest.raises(MoveRefusedError, match="A-0000001") as refusal:
        moved(alert(state=state), move, Outcome.SPOOFED if move is Move.RESOLVE else None)

    assert refusal.value.hint


@pytest.mark.parametrize(
    ("move", "outcome"),
    [(Move.RESOLVE, None), (Move.ACKNOWLEDGE, Outcome.CLEANED), (Move.REOPEN, Outcome.CLEANED)],
)
def test_outcomes(move: Move, outcome: Outcome | None) -> None:
    """Resolving takes an outcome, and nothing else does."""
    with pytest.raises(ValueError, match="outcome"):
        moved(alert(), move, outcome)
