"""A notice as commands give it: what is owed to whom, what became of it, and what it waits for."""

from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import Struct

from noroshi.alerts.notices import Notice, NoticeState, Reason
from noroshi.cli.colours import ASIDE, BROKEN, FINE, NAME, severity_text
from noroshi.cli.notices.waiting import Wait
from noroshi.cli.screen import Cell, Coloured, Screen
from noroshi.cli.times import apart
from noroshi.clock import iso
from noroshi.delivery.message import Dispatch
from noroshi.organisations.model import Severity

SHORT: Final = 10
"""Letters of an id that a table shows; commands take as few as tell it apart."""

STATES: Final[Mapping[NoticeState, str]] = {
    NoticeState.DEAD: BROKEN,
    NoticeState.SENT: FINE,
    NoticeState.MUTED: ASIDE,
}

TITLES: Final = ("notice", "state", "alert", "severity", "reason", "to", "owed", "because")


class NoticeRow(Struct, frozen=True):
    """What is owed to one contact about one alert."""

    id: str
    """The notice's id."""
    state: NoticeState
    """owed, held, composed, sent, dead or muted."""
    because: str
    """Why it is held, dead or muted; else empty."""
    alert: str
    """The alert's id."""
    organisation: str
    """The id of the organisation that must be told."""
    channel: str
    """email, webhook, syslog or file."""
    address: str
    """The contact's address."""
    language: str
    """The contact's language, en or ja."""
    kind: str
    """The detection kind, such as infection.internal."""
    severity: Severity
    """low, medium, high or critical."""
    reason: Reason
    """Why it is owed: first, came-back, worse, still or ended."""
    at: str
    """The data's time of what it tells, ISO 8601 in UTC."""
    owed: str
    """When it was written down, ISO 8601 in UTC."""
    silence: str
    """The id of the silence that holds it, or held it, back; else empty."""
    message: str
    """The key of the message that it is in, while that waits or is dead; else empty."""
    attempts: int
    """How often that message has failed."""
    error: str
    """Why the latest attempt failed; else empty."""
    waits_until: str | None
    """When it is composed or tried next at the earliest, ISO 8601 in UTC; null if it does not wait."""
    waits_for: str
    """What it waits for; else empty."""


def notice_row(notice: Notice, dispatches: Mapping[str, Dispatch], waits: Mapping[str, Wait]) -> NoticeRow:
    """Put a notice together with its message and what it waits for, each by the notice's id."""
    dispatch, wait = dispatches.get(notice.id), waits.get(notice.id)
    return NoticeRow(
        id=notice.id,
        state=notice.state,
        because=notice.because,
        alert=notice.alert,
        organisation=notice.organisation,
        channel=notice.channel,
        address=notice.address,
        language=notice.language,
        kind=notice.kind,
        severity=notice.severity,
        reason=notice.reason,
        at=iso(notice.at),
        owed=iso(notice.owed),
        silence=notice.silence,
        message=dispatch.message.key if dispatch else "",
        attempts=dispatch.attempts if dispatch else 0,
        error=dispatch.error if dispatch else "",
        waits_until=iso(wait.until) if wait else None,
        waits_for=wait.reason if wait else "",
    )


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
