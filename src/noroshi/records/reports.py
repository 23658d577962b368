"""Reports as programs get them: a shift handed over, a week told to members."""

from collections.abc import Sequence

from msgspec import Struct

from noroshi.alerts.book import Happened
from noroshi.alerts.history import Deed
from noroshi.alerts.model import Alert, Outcome
from noroshi.alerts.promptness import Promptness
from noroshi.alerts.recurrence import Recurrence
from noroshi.clock import SECOND, iso
from noroshi.detections.taxonomy import classified
from noroshi.organisations.model import Severity
from noroshi.records.alerts import ListedAlert
from noroshi.records.silences import SilenceRecord


class PromptnessRecord(Struct, frozen=True):
    """How soon an organisation's alerts were taken and cleaned."""

    since: str
    """From when on, ISO 8601 in UTC."""
    opened: int
    """Alerts that were opened."""
    came_back: int
    """Times that a story started again."""
    acknowledged: int
    """Times that somebody took one."""
    resolved: int
    """Times that somebody closed one."""
    cleaned: int
    """Of those, with the outcome cleaned."""
    quiet: int
    """Times that the centre closed one, because nothing was seen of it: nobody has said that it was cleaned."""
    to_acknowledge: float | None
    """Seconds, the median from when one was opened, or came back, to when somebody took it; null if nobody did."""
    to_clean: float | None
    """Seconds, the median from then to when it was called cleaned; null if none was."""
    recurrence: float | None
    """Of the subjects that were called cleaned 30 to 90 days ago, the share that came back within 30 days, from 0 to 1; null if there
    are none."""
    recurrence_of: int
    """How many those are."""


class HappenedRecord(Struct, frozen=True):
    """One thing that happened to an alert."""

    at: str
    """When it was written, ISO 8601 in UTC."""
    deed: Deed
    """What it was."""
    who: str
    """A person, or noroshi for what was seen."""
    alert: str
    """The alert's id."""
    subject: str
    """What that is about."""
    kind: str
    """Its detection kind."""
    classification: str
    """Where that stands in the Reference Security Incident Taxonomy; empty if nowhere."""
    severity: Severity
    """As it is now."""
    organisation: str
    """The id of the organisation that it belongs to."""
    outcome: Outcome | None
    """For resolved; else null."""
    about: str
    """For whom, until when, or with which alert."""
    note: str
    """What a person wrote; empty for what was seen."""


class Heap(Struct, frozen=True):
    """Some alerts of many."""

    items: tuple[ListedAlert, ...]
    """The most severe, then the latest."""
    total: int
    """How many there are, counted up to 100,000."""


class ShiftReport(Struct, frozen=True):
    """What one shift hands over to the next."""

    since: str
    """When the shift began, ISO 8601 in UTC."""
    until: str
    """When the report was made, ISO 8601 in UTC."""
    open: Heap
    """Alerts that nobody has taken."""
    taken: Heap
    """Alerts that somebody works on."""
    snoozed: Heap
    """Alerts that are out of sight until a moment."""
    silences: tuple[SilenceRecord, ...]
    """Silences that hold."""
    happened: tuple[HappenedRecord, ...]
    """What happened in the shift, the latest first."""
    total: int
    """How much happened, counted up to 100,000 lines of history."""
    deeds: dict[Deed, int]
    """How often each thing happened."""


class MemberWeek(Struct, frozen=True):
    """How one organisation fared."""

    organisation: str
    """Its id."""
    name: str
    """Its name."""
    open: int
    """Alerts that nobody has taken, now."""
    taken: int
    """Alerts that somebody works on, now."""
    promptness: PromptnessRecord
    """What happened, and how soon."""


class WeekReport(Struct, frozen=True):
    """How the members fared."""

    since: str
    """From when, ISO 8601 in UTC."""
    until: str
    """Until when, ISO 8601 in UTC."""
    members: tuple[MemberWeek, ...]
    """Those of whom there is something to say, those with the most new alerts first."""
    quiet: int
    """Organisations of which there is nothing to say."""
    complete: bool
    """Whether all that happened was read; else the earliest of it is missing."""


def promptness_record(promptness: Promptness, recurrence: Recurrence, since: int) -> PromptnessRecord:
    """Write down how soon it was, and how lasting."""
    waits = (promptness.to_acknowledge, promptness.to_clean)
    to_acknowledge, to_clean = (None if wait is None else wait / SECOND for wait in waits)
    return PromptnessRecord(
        since=iso(since),
        opened=promptness.opened,
        came_back=promptness.came_back,
        acknowledged=promptness.acknowledged,
        resolved=promptness.resolved,
        cleaned=promptness.cleaned,
        quiet=promptness.quiet,
        to_acknowledge=to_acknowledge,
        to_clean=to_clean,
        recurrence=recurrence.share,
        recurrence_of=recurrence.cleaned,
    )


def happened_record(happened: Happened, alert: Alert, *, is_seen: bool) -> HappenedRecord:
    """Write down what happened to an alert; of what was seen, the alert itself has the sentence."""
    entry = happened.entry
    return HappenedRecord(
        at=iso(entry.at),
        deed=entry.deed,
        who=entry.who,
        alert=entry.alert,
        subject=alert.subject,
        kind=alert.kind,
        classification=classified().get(alert.kind, ""),
        severity=alert.severity,
        organisation=happened.organisation,
        outcome=entry.outcome,
        about=entry.about,
        note="" if is_seen else entry.note,
    )


def heap(items: Sequence[ListedAlert], total: int | None) -> Heap:
    """Put some alerts of many together."""
    return Heap(tuple(items), total or 0)
