"""The table of what people may do with an alert, and what that makes of it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from msgspec.structs import asdict, replace

from noroshi.alerts.history import WATCH, Deed, Entry
from noroshi.alerts.model import Alert, AlertState, Handling, Outcome
from noroshi.clock import iso
from noroshi.errors import MoveRefusedError, UsageError


class Move(StrEnum):
    """What may be done with an alert: by a person, all but CLOSE."""

    ACKNOWLEDGE = "acknowledge"
    """Say that one works on it: it becomes one's own."""
    RESOLVE = "resolve"
    """Close it, with an outcome; a closed one gets a better outcome."""
    REOPEN = "reopen"
    """Put it back, so that somebody takes it: it is nobody's."""
    ASSIGN = "assign"
    """Say whose it is to deal with; an open one also that it is nobody's."""
    SNOOZE = "snooze"
    """Put it out of officers' sight until a moment, or until it is seen again: comes back, or gets worse."""
    WAKE = "wake"
    """Put it back in sight."""
    NOTE = "note"
    """Write something into its history."""
    MERGE = "merge"
    """Deal with it together with another alert of its organisation, until it is seen again."""
    UNMERGE = "unmerge"
    """Let it stand alone again."""
    UNDO = "undo"
    """Take back what was done last with it, if a person did it or the centre closed it; undone again, that is done once
    more."""
    CLOSE = "close"
    """Close what has been quiet for long; only the centre itself does."""


class Asked(NamedTuple):
    """A move that a person, or the centre itself, asks for, with what it takes."""

    move: Move
    who: str
    """The person."""
    note: str = ""
    """What they have to say about it; NOTE needs it."""
    outcome: Outcome | None = None
    """For RESOLVE, and only then: what it turned out to be. For CLOSE it is QUIET, which no person says."""
    to: str = ""
    """For ASSIGN: whose it becomes; empty for nobody's."""
    until: int | None = None
    """For SNOOZE, and only then: ns UTC."""
    into: str = ""
    """For MERGE, and only then: the other alert's id."""

    @property
    def said(self) -> str:
        """What it is in a few words, for the audit; a note may say what the audit's readers may not know."""
        return " ".join(filter(None, (self.move, self.outcome or "", self.to or self.into)))


DEEDS: Final[Mapping[Move, Deed]] = {
    Move.ACKNOWLEDGE: Deed.ACKNOWLEDGED,
    Move.RESOLVE: Deed.RESOLVED,
    Move.REOPEN: Deed.REOPENED,
    Move.ASSIGN: Deed.ASSIGNED,
    Move.SNOOZE: Deed.SNOOZED,
    Move.WAKE: Deed.WOKEN,
    Move.NOTE: Deed.NOTED,
    Move.MERGE: Deed.MERGED,
    Move.UNMERGE: Deed.UNMERGED,
    Move.UNDO: Deed.UNDONE,
    Move.CLOSE: Deed.CLOSED,
}
"""What the history says of a move."""

ALLOWED: Final[Mapping[tuple[AlertState, Move], AlertState]] = {
    (AlertState.OPEN, Move.ACKNOWLEDGE): AlertState.ACKNOWLEDGED,
    (AlertState.OPEN, Move.RESOLVE): AlertState.RESOLVED,
    (AlertState.ACKNOWLEDGED, Move.RESOLVE): AlertState.RESOLVED,
    (AlertState.OPEN, Move.CLOSE): AlertState.RESOLVED,
    (AlertState.ACKNOWLEDGED, Move.CLOSE): AlertState.RESOLVED,
    (AlertState.ACKNOWLEDGED, Move.REOPEN): AlertState.OPEN,
    (AlertState.RESOLVED, Move.RESOLVE): AlertState.RESOLVED,
    (AlertState.RESOLVED, Move.REOPEN): AlertState.OPEN,
    **{
        (state, move): state
        for state in (AlertState.OPEN, AlertState.ACKNOWLEDGED)
        for move in (Move.ASSIGN, Move.SNOOZE, Move.WAKE, Move.MERGE)
    },
    **{(state, move): state for state in AlertState for move in (Move.NOTE, Move.UNMERGE)},
}
"""Where a move leads, from each state that allows it; but for UNDO, which leads to where the alert was."""

_IS_RESOLVED = ("is resolved", "Reopen it first.")

REFUSED: Final[Mapping[tuple[AlertState, Move], tuple[str, str]]] = {
    (AlertState.OPEN, Move.REOPEN): ("is open already", "Acknowledge or resolve it."),
    (AlertState.ACKNOWLEDGED, Move.ACKNOWLEDGE): (
        "is acknowledged already",
        "Assign it if somebody else is to take it.",
    ),
    (AlertState.RESOLVED, Move.ACKNOWLEDGE): _IS_RESOLVED,
    (AlertState.RESOLVED, Move.ASSIGN): _IS_RESOLVED,
    (AlertState.RESOLVED, Move.SNOOZE): _IS_RESOLVED,
    (AlertState.RESOLVED, Move.WAKE): _IS_RESOLVED,
    (AlertState.RESOLVED, Move.MERGE): _IS_RESOLVED,
    (AlertState.RESOLVED, Move.CLOSE): _IS_RESOLVED,
}
"""Why the other moves are refused, and what to do instead."""

ALONG: Final = frozenset({Move.ACKNOWLEDGE, Move.RESOLVE, Move.REOPEN, Move.ASSIGN, Move.CLOSE})
"""What is done with an alert is done with those merged into it, as far as their states allow."""

_ALONE: Final = frozenset({Move.NOTE, Move.UNMERGE, Move.UNDO})
"""What may be done with an alert that is merged; all else goes by the one that it is merged into."""


def moved(alert: Alert, asked: Asked, now: int, last: Entry | None = None) -> Alert:
    """Give the alert as a move leaves it, which has what it takes: see `check`.

    Parameters
    ----------
    now
        ns UTC.
    last
        The latest line of its history; for UNDO.

    Raises
    ------
    MoveRefusedError
        If the alert's state does not allow the move, or it would change nothing.
    """
    if alert.merged_into and asked.move not in _ALONE:
        raise _refusal(
            alert, f"is merged into {alert.merged_into}", "Move that one, or unmerge this one first."
        )
    if asked.move is Move.UNDO:
        return undone(alert, last)
    if (alert.state, asked.move) not in ALLOWED:
        raise _refusal(alert, *REFUSED[alert.state, asked.move])
    _check_need(alert, asked, now)
    return changed(alert, asked)


def changed(alert: Alert, asked: Asked) -> Alert:
    """Give an alert as a move leaves it that is allowed; it must not be UNDO."""
    state = ALLOWED[alert.state, asked.move]
    return replace(alert, state=state, version=alert.version + 1, **_changes(asked))


def undone(alert: Alert, last: Entry | None) -> Alert:
    """Give an alert as it was before what was done last with it.

    Raises
    ------
    MoveRefusedError
        If what happened last was nothing that a person did to it, or changed nothing.
    """
    if last is None or last.before is None:
        what = "nothing was done" if last is None else f"what happened last was {last.deed}"
        by = " as was seen" if last is not None and last.who == WATCH else ""
        raise _refusal(
            alert, f"cannot go back: {what}{by}", "Only what a person did last with it can be undone."
        )
    if alert.merged_into and last.before.merged_into:
        raise _refusal(
            alert, f"is merged into {alert.merged_into}", "Undo that one, or unmerge this one first."
        )
    if last.before == alert.handling:
        raise _refusal(
            alert, f"cannot go back: {last.deed} changed nothing", "What is written in a history stays."
        )
    return put_back(alert, last.before)


def put_back(alert: Alert, before: Handling) -> Alert:
    """Give an alert as people stood to it before."""
    return replace(alert, version=alert.version + 1, **asdict(before))


def about(asked: Asked, before: Alert, last: Entry | None) -> str:
    """Say what the history says beside the deed; see `Entry.about`."""
    match asked.move:
        case Move.ASSIGN:
            return asked.to
        case Move.SNOOZE:
            return iso(asked.until or 0)
        case Move.MERGE:
            return asked.into
        case Move.UNMERGE:
            return before.merged_into
        case Move.UNDO:
            return last.deed.value if last else ""
    return ""


def check(asked: Asked) -> None:
    """See that a move is a person's to ask for, and has what it takes, and nothing else.

    Raises
    ------
    UsageError
        If not.
    """
    if asked.move is Move.CLOSE or asked.outcome is Outcome.QUIET:
        raise UsageError(
            "only the centre itself closes what is quiet", hint="Resolve it, with what it turned out to be."
        )
    for name, move in (("outcome", Move.RESOLVE), ("until", Move.SNOOZE), ("into", Move.MERGE)):
        if bool(getattr(asked, name)) != (asked.move is move):
            lacks = "needs" if asked.move is move else "does not take"
            raise UsageError(f"the move {asked.move} {lacks} `{name}`")
    if asked.to and asked.move is not Move.ASSIGN:
        raise UsageError(f"the move {asked.move} does not take `to`")
    if asked.move is Move.NOTE and not asked.note:
        raise UsageError("the move note needs `note`", hint="Say what there is to say.")


def _changes(asked: Asked) -> dict[str, Any]:
    match asked.move:
        case Move.ACKNOWLEDGE:
            return {"assignee": asked.who}
        case Move.RESOLVE | Move.CLOSE:
            return {"outcome": asked.outcome, "snoozed_until": None}
        case Move.REOPEN:
            return {"outcome": None, "assignee": "", "snoozed_until": None}
        case Move.ASSIGN:
            return {"assignee": asked.to}
        case Move.SNOOZE:
            return {"snoozed_until": asked.until}
        case Move.WAKE:
            return {"snoozed_until": None}
        case Move.MERGE:
            return {"merged_into": asked.into}
        case Move.UNMERGE:
            return {"merged_into": ""}
    return {}


def _check_need(alert: Alert, asked: Asked, now: int) -> None:
    """Refuse what would change nothing, or could not be."""
    match asked.move:
        case Move.ASSIGN if asked.to == alert.assignee:
            whose = f"is {asked.to}'s" if asked.to else "is nobody's"
            raise _refusal(alert, f"{whose} already", "Somebody else may be meant.")
        case Move.ASSIGN if not asked.to and alert.state is AlertState.ACKNOWLEDGED:
            raise _refusal(alert, "is acknowledged, so it is somebody's", "Reopen it if nobody works on it.")
        case Move.SNOOZE if (asked.until or 0) <= now:
            raise _refusal(alert, f"cannot sleep until {iso(asked.until or 0)}", "That moment is over.")
        case Move.WAKE if not alert.is_snoozed(now):
            raise _refusal(alert, "is not snoozed", "There is nothing to do.")
        case Move.UNMERGE if not alert.merged_into:
            raise _refusal(alert, "is not merged", "There is nothing to do.")


def _refusal(alert: Alert, reason: str, hint: str) -> MoveRefusedError:
    return MoveRefusedError(f"alert {alert.id} {reason}", hint=hint)
