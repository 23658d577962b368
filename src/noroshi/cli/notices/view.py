"""A notice as commands give it: what is owed to whom, what became of it, and what it waits for."""

from collections.abc import Iterable, Mapping
from typing import Final

from noroshi.alerts.notices import Notice, NoticeState
from noroshi.cli.colours import ASIDE, BROKEN, FINE, NAME, severity_text
from noroshi.cli.screen import Cell, Coloured, Screen
from noroshi.cli.times import apart
from noroshi.delivery.waiting import Wait

SHORT: Final = 10
"""Letters of an id that a table shows; commands take as few as tell it apart."""

STATES: Final[Mapping[NoticeState, str]] = {
    NoticeState.DEAD: BROKEN,
    NoticeState.SENT: FINE,
    NoticeState.MUTED: ASIDE,
}

TITLES: Final = ("notice", "state", "alert", "severity", "reason", "to", "owed", "because")


def show_notices(screen: Screen, notices: Iterable[Notice], waits: Mapping[str, Wait], now: int) -> None:
    """Write notices as a table, one a line."""
    screen.table(TITLES, [_cells(notice, waits.get(notice.id), now) for notice in notices])


def _cells(notice: Notice, wait: Wait | None, now: int) -> list[Cell]:
    return [
        Coloured(notice.id[:SHORT], NAME),
        Coloured(notice.state.value, STATES.get(notice.state, "")),
        notice.alert,
        severity_text(notice.severity),
        notice.reason.value,
        f"{notice.channel}:{notice.address}",
        apart(notice.owed, now),
        notice.because or (_wait_text(wait, now) if wait else ""),
    ]


def _wait_text(wait: Wait, now: int) -> str:
    when = apart(wait.until, now) if wait.until > now else "due now"
    return f"{wait.reason}, {when}{f': {wait.error}' if wait.error else ''}"
