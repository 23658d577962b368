"""What is owed: whether messages are given up, or wait for longer than they should."""

from typing import Final

from noroshi.alerts.notices import NoticeState
from noroshi.cli.doctor.finding import Findings, Patient, broken, fine, warning
from noroshi.cli.phrases import counted
from noroshi.cli.times import span_text
from noroshi.clock import HOUR
from noroshi.config.delivering import composing_settings
from noroshi.delivery.message import MessageState
from noroshi.delivery.waiting import MESSAGES, OWED, Waiting, unsent

LATE: Final = HOUR
"""ns that a notice may be overdue: a process that delivers needs no more than seconds."""


def outbox(patient: Patient) -> Findings:
    """Look for dead messages, and for notices that nobody delivers."""
    dead = patient.books.messages.messages([MessageState.DEAD], MESSAGES)
    if dead:
        yield broken(
            "outbox",
            f"{counted(len(dead), 'message')} given up; the latest to {dead[0].message.contact.key}: {dead[0].error}",
            "Mend the reason, then `noroshi notices retry --dead`.",
        )
    books = patient.books
    dispatches = unsent(patient.books.messages)
    waiting = Waiting(books.messages, books.organisations, composing_settings(patient.config)).waits(
        dispatches, patient.now
    )
    failing = [each for each in dispatches.values() if each.state is MessageState.WAITING and each.attempts]
    if failing:
        first = min(failing, key=lambda each: each.since)
        yield warning(
            "outbox",
            f"{counted(len({each.message.key for each in failing}), 'message')} could not be sent yet; "
            f"the oldest to {first.message.contact.key}: {first.error}",
            "It is tried again by itself; `noroshi notices list` says when.",
        )
    late = [wait.until for wait in waiting.values() if patient.now - wait.until > LATE]
    if late:
        yield broken(
            "outbox",
            f"{counted(len(late), 'notice')} overdue, for {span_text(patient.now - min(late))} at most",
            "`noroshi watch` delivers while it runs; is it running?",
        )
    if not (dead or failing or late):
        held = len(patient.books.alerts.notices([NoticeState.HELD], "", OWED))
        told = f", {counted(held, 'notice')} held by silences" if held else ""
        yield fine("outbox", f"{counted(len(waiting), 'notice')} waiting, none overdue{told}")
