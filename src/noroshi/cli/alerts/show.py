"""`noroshi alerts show`: all about one alert."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from noroshi.alerts.history import Deed, Entry
from noroshi.alerts.model import Alert, AlertState, Outcome
from noroshi.alerts.notices import Notice
from noroshi.cli.alerts.evidence import show_evidence
from noroshi.cli.alerts.view import AlertRow, row_of, state_text
from noroshi.cli.colours import ASIDE, NAME, severity_text
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.notices.view import NoticeRow, notice_row, show_notices
from noroshi.cli.notices.waiting import Wait, unsent, waits
from noroshi.cli.screen import Coloured, Screen
from noroshi.cli.times import clock_text
from noroshi.clock import SystemClock, iso
from noroshi.delivery.document import ToldEvidence
from noroshi.detections.model import Confidence
from noroshi.errors import NotFoundError
from noroshi.storage.books import Books

app = command("show", "noroshi alerts show A-7QX3M2K", "noroshi alerts show a-7qx3m2k --json | jq .evidence")

MOST = 1_000
"""Notices shown."""


class HistoryLine(Struct, frozen=True):
    """Who did what with the alert, and when."""

    at: str
    """When it was written, ISO 8601 in UTC."""
    seen: str
    """The data's time for what was seen; for what a person did, the same as `at`."""
    deed: Deed
    """opened, came-back, worse, ended, acknowledged, resolved or reopened."""
    who: str
    """A person, or noroshi for what was seen."""
    state: AlertState
    """As the deed left it."""
    outcome: Outcome | None
    """For resolved; else null."""
    note: str
    """What the person wrote, or the detection's sentence."""


class AlertShown(Struct, frozen=True):
    """All about one alert."""

    alert: AlertRow
    """The alert, in short."""
    confidence: Confidence
    """How sure the detector is, and both sides of the argument."""
    evidence: ToldEvidence
    """What was seen in the latest episode."""
    history: tuple[HistoryLine, ...]
    """Who did what with it, oldest first."""
    notices: tuple[NoticeRow, ...]
    """What is owed about it, the latest first."""


OUTPUTS = (AlertShown,)


@app.default
def show(alert: str, /, *, here: Here = EVERYWHERE) -> None:
    """Show an alert with its evidence and history.

    Parameters
    ----------
    alert
        Its id, in capitals or not.
    """
    now = SystemClock().now()
    with here.books() as books:
        found = books.alerts.get(alert)
        history = books.alerts.history(found.id)
        notices = books.alerts.notices((), found.id, MOST)
        dispatches = unsent(books) if notices else {}
        waiting = waits(books, dispatches, here.config().delivery, now) if notices else {}
        name = _name(books, found.organisation)
    screen = here.screen()
    evidence = found.detection.evidence
    screen.record(
        AlertShown(
            row_of(found),
            found.detection.confidence,
            ToldEvidence(
                observations=evidence.observations,
                first=iso(evidence.first),
                last=iso(evidence.last),
                rate=evidence.rate,
                measures=evidence.measures,
                tallies=evidence.tallies,
                labels=evidence.labels,
                samples=evidence.samples,
            ),
            tuple(_line(entry) for entry in history),
            tuple(notice_row(notice, dispatches, waiting) for notice in notices),
        )
    )
    if not screen.as_json:
        _show(screen, found, name)
        show_evidence(screen, found.detection)
        _show_history(screen, history)
        _show_notices(screen, notices, waiting, now)


def _name(books: Books, organisation: str) -> str:
    try:
        return books.organisations.get(organisation).name
    except NotFoundError:
        return "no longer registered"


def _line(entry: Entry) -> HistoryLine:
    return HistoryLine(
        iso(entry.at), iso(entry.seen), entry.deed, entry.who, entry.state, entry.outcome, entry.note
    )


def _show(screen: Screen, alert: Alert, name: str) -> None:
    detection = alert.detection
    screen.line(
        Coloured(alert.id, NAME),
        "  ",
        severity_text(alert.severity),
        "  ",
        state_text(alert),
        f"  {alert.kind}",
    )
    screen.line()
    screen.line(detection.why)
    screen.line()
    spoofed = ", may be spoofed" if detection.may_be_spoofed else ""
    started = f", the first of {alert.episodes} episodes" if alert.episodes > 1 else ""
    screen.facts(
        [
            (alert.subject_kind, f"{alert.subject}{spoofed}"),
            ("organisation", f"{alert.organisation} ({name})"),
            ("holding", alert.holding),
            ("started", f"{clock_text(alert.started)} UTC{started}"),
            ("last seen", f"{clock_text(alert.last)} UTC{', and ended' if alert.ended else ''}"),
        ]
    )


def _show_history(screen: Screen, history: Sequence[Entry]) -> None:
    screen.heading("History")
    screen.table(
        ("when (UTC)", "who", "what", "note"),
        [
            (
                clock_text(entry.at),
                entry.who,
                f"{entry.deed}: {entry.outcome}" if entry.outcome else entry.deed.value,
                Coloured(entry.note, ASIDE),
            )
            for entry in history
        ],
    )


def _show_notices(screen: Screen, notices: Sequence[Notice], waiting: Mapping[str, Wait], now: int) -> None:
    screen.heading("Notices")
    if notices:
        show_notices(screen, notices, waiting, now)
    else:
        screen.line("Nobody is owed any: the organisation has no contact that wants alerts as mild as this.")
