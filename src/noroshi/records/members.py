"""The report of one member, as programs get it."""

from enum import StrEnum

from msgspec import Struct

from noroshi.alerts.model import AlertState, Outcome
from noroshi.organisations.model import Marking, Severity
from noroshi.records.guides import GuideRecord
from noroshi.records.reports import PromptnessRecord


class Step(StrEnum):
    """What a member is asked to do next."""

    ANSWER = "answer"
    """Nobody has taken these alerts: somebody is to look at them, and say so."""
    CLEAN = "clean"
    """Somebody has taken these alerts: they are to clean up, and say what it was."""
    PREVENT = "prevent"
    """These subjects came back after they had been called cleaned: what lets that happen is to be found."""


class NextStep(Struct, frozen=True):
    """One thing to do."""

    step: Step
    """answer, clean or prevent."""
    about: tuple[str, ...]
    """Ids of alerts; for prevent, subjects."""


class HadAlert(Struct, frozen=True):
    """An alert that the member had."""

    id: str
    """Its short id."""
    severity: Severity
    """low, medium, high or critical."""
    kind: str
    """The detection kind."""
    classification: str
    """Where that stands in the Reference Security Incident Taxonomy; empty if nowhere."""
    title: str
    """What that is, in the report's language; the kind, if there is no guide about it."""
    subject: str
    """What it is about, such as an address."""
    state: AlertState
    """open, acknowledged or resolved."""
    outcome: Outcome | None
    """What it turned out to be; null until it is resolved."""
    started: str
    """The first observation, ISO 8601 in UTC."""
    last: str
    """The latest observation, ISO 8601 in UTC."""
    episodes: int
    """How often the story started; more than 1 means that it came back."""


class Relapse(Struct, frozen=True):
    """A subject that came back within 30 days after it was called cleaned."""

    subject: str
    """What it is."""
    kind: str
    """The detection kind of the alert that was closed."""
    classification: str
    """Where that stands in the Reference Security Incident Taxonomy; empty if nowhere."""
    alert: str
    """The id of that alert."""
    cleaned: str
    """When it was called cleaned, ISO 8601 in UTC."""
    back: str
    """When it came back, ISO 8601 in UTC."""


class MemberReport(Struct, frozen=True):
    """What one member had, how soon they answered, what came back, and what to do next."""

    centre: str
    """The centre that says so."""
    organisation: str
    """The member's id."""
    name: str
    """Their name."""
    marking: Marking
    """Who may read it, by TLP 2.0."""
    language: str
    """en, ja, id, vi or th: that of titles and guides."""
    since: str
    """From when, ISO 8601 in UTC."""
    until: str
    """Until when, ISO 8601 in UTC."""
    next: tuple[NextStep, ...]
    """What to do next, the most urgent first; empty if there is nothing."""
    had: tuple[HadAlert, ...]
    """Alerts that wait for somebody, or to which something happened in that time: the most severe first."""
    total: int
    """How many those are, counted up to 1,000."""
    happened: PromptnessRecord
    """What happened in that time, and how soon."""
    quarter: PromptnessRecord
    """The same of the last 90 days, in which medians say more."""
    relapses: tuple[Relapse, ...]
    """What came back in the last 90 days, the latest first."""
    guides: tuple[GuideRecord, ...]
    """How to go about the alerts that wait for somebody."""
