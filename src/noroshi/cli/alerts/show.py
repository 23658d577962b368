"""`noroshi alerts show`: all about one alert."""

from collections.abc import Mapping, Sequence

from noroshi.alerts.history import Deed, Entry
from noroshi.alerts.model import Alert
from noroshi.alerts.notices import Notice
from noroshi.cli.alerts.evidence import show_evidence
from noroshi.cli.alerts.view import state_text
from noroshi.cli.colours import ASIDE, NAME, severity_text
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.notices.view import show_notices
from noroshi.cli.screen import Coloured, Screen
from noroshi.clock import SystemClock, clock_text
from noroshi.config.delivering import composing_settings
from noroshi.delivery.waiting import Wait, Waiting, unsent
from noroshi.detections.taxonomy import classified
from noroshi.errors import NotFoundError
from noroshi.records.alerts import AlertShown, alert_shown
from noroshi.sharing.marks import UNMARKED, Mark
from noroshi.sharing.releasing import mark_text
from noroshi.storage.books import Books

app = command("show", "noroshi alerts show A-7QX3M2K", "noroshi alerts show a-7qx3m2k --json | jq .evidence")

MOST = 1_000
"""Notices shown."""


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
        dispatches = unsent(books.messages) if notices else {}
        waiting = (
            Waiting(books.messages, books.organisations, composing_settings(here.config())).waits(
                dispatches, now
            )
            if notices
            else {}
        )
        name = _name(books, found.organisation)
        mark = books.sharing.marks.of([found.id]).get(found.id, UNMARKED)
    screen = here.screen()
    screen.record(alert_shown(found, history, notices, dispatches, waiting))
    if not screen.as_json:
        _show(screen, found, name, mark, now)
        show_evidence(screen, found.detection)
        _show_history(screen, history)
        _show_notices(screen, notices, waiting, now)


def _name(books: Books, organisation: str) -> str:
    try:
        return books.organisations.get(organisation).name
    except NotFoundError:
        return "no longer registered"


def _show(screen: Screen, alert: Alert, name: str, mark: Mark, now: int) -> None:
    detection = alert.detection
    screen.line(
        Coloured(alert.id, NAME),
        "  ",
        severity_text(alert.severity),
        "  ",
        state_text(alert, now),
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
            *([("classification", rsit)] if (rsit := classified().get(alert.kind)) else []),
            ("started", f"{clock_text(alert.started)} UTC{started}"),
            ("last seen", f"{clock_text(alert.last)} UTC{', and ended' if alert.ended else ''}"),
            ("assigned to", alert.assignee or "nobody"),
            ("marked", f"{mark_text(mark)}{f', by {mark.by}' if mark.by else ''}"),
            *([("snoozed until", f"{clock_text(alert.snoozed_until)} UTC")] if alert.snoozed_until else []),
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
                _happened(entry),
                Coloured(entry.note, ASIDE),
            )
            for entry in history
        ],
    )


def _happened(entry: Entry) -> str:
    if entry.deed is Deed.ANSWERED:
        return f"says: {entry.outcome or entry.about}"
    return ": ".join(filter(None, (entry.deed, entry.outcome, entry.about)))


def _show_notices(screen: Screen, notices: Sequence[Notice], waiting: Mapping[str, Wait], now: int) -> None:
    screen.heading("Notices")
    if notices:
        show_notices(screen, notices, waiting, now)
    else:
        screen.line("Nobody is owed any: the organisation has no contact that wants alerts as mild as this.")
