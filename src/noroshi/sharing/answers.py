"""From an alert that stands on a partner's word to what that partner is answered."""

from typing import Final

from noroshi.alerts.history import Deed, Entry
from noroshi.alerts.model import Alert, Outcome
from noroshi.sharing.answer import Answer
from noroshi.sharing.marks import Mark

DECISIVE: Final = (
    Deed.ACKNOWLEDGED,
    Deed.RESOLVED,
    Deed.REOPENED,
    Deed.UNDONE,
    Deed.CLOSED,
    Deed.CAME_BACK,
)
"""Deeds that say anew how an alert stands."""

_UNASKED: Final = frozenset({Deed.CLOSED, Deed.CAME_BACK})
"""Those of them that no person did: nobody has answered by them."""


def answer_of(alert: Alert, decisive: Entry | None, mark: Mark, ours: str) -> Answer | None:
    """Give what the partner who told of an alert is answered; None while no person has said anything.

    What the partner has said itself, as when it withdraws what it told, is no answer: two centres would answer each
    other for ever. Nor is it what follows from what was seen.

    Parameters
    ----------
    alert
        One that stands on a partner's word.
    decisive
        The latest line of its history among those of `DECISIVE`.
    mark
        What it is marked with.
    ours
        This centre's name among partners.
    """
    detection = alert.detection
    if decisive is None or decisive.deed in _UNASKED or decisive.who == detection.source:
        return None
    if not detection.reference or alert.outcome is Outcome.QUIET or decisive.version > alert.version:
        return None
    return Answer(
        finding=detection.reference,
        centre=detection.source,
        by=ours,
        marking=mark.marking,
        state=alert.state,
        outcome=alert.outcome,
        at=decisive.at,
        version=decisive.version,
    )
