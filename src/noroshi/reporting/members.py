"""The report of one member: what they had, how soon they answered, what came back, and what to do next.

It says what the member may read, whoever asks for it: so that an officer who hands it over hands over nothing else.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Final, NamedTuple, TypeAlias

from noroshi.alerts.book import AlertBook, Happened
from noroshi.alerts.model import Alert, AlertState
from noroshi.alerts.recurrence import WITHIN, Cleaning, cleanings
from noroshi.alerts.wanted import Wanted
from noroshi.clock import DAY, iso
from noroshi.detections.guide import Guide
from noroshi.detections.taxonomy import classified
from noroshi.errors import UsageError
from noroshi.organisations.model import Marking, Organisation
from noroshi.records.guides import guide_record
from noroshi.records.members import HadAlert, MemberReport, NextStep, Relapse, Step
from noroshi.reporting.measuring import LINES, QUARTER, measured

MARKING: Final = Marking.AMBER
"""What is known of an organisation's machines is for that organisation and its clients, as TLP 2.0 has it."""

COUNTED: Final = 1_000
"""Alerts that are counted, at most."""

LISTED: Final = 100
"""Alerts, and things that came back, that are listed: three pages of paper, and nobody reads a fourth."""

AT_WORK: Final = (AlertState.OPEN, AlertState.ACKNOWLEDGED)

FindGuide: TypeAlias = Callable[[str, Collection[str], str], Guide | None]
"""Gives the guide about a kind, with labels, in a language or else in English."""


class Publisher(NamedTuple):
    """What all reports of members share."""

    centre: str
    """The centre's name."""
    book: AlertBook
    """Where alerts are kept."""
    hidden: Collection[str]
    """Detection kinds that no member reads of: what a dark range does tells where it lies."""
    guide: FindGuide


def member_report(
    publisher: Publisher, member: Organisation, days: int, language: str, now: int
) -> MemberReport:
    """Report on one member.

    Parameters
    ----------
    days
        The last so many.
    language
        en, ja, id, vi or th.
    now
        ns UTC.

    Raises
    ------
    UsageError
        If the member may not receive what is known of its machines.
    """
    if not member.clearance.admits(MARKING):
        raise UsageError(
            f"{member.id} may receive TLP:{member.clearance.upper()} at most, and its report is TLP:{MARKING.upper()}",
            hint="Its clearance stands in the register.",
        )
    since = now - days * DAY
    happened = publisher.book.happened(min(since, now - QUARTER), now, member.id, LINES, publisher.hidden)
    had = _had(publisher, member.id, {each.entry.alert for each in happened if each.entry.at >= since}, now)
    waiting = [each for each in had if each.state in AT_WORK]
    back = _back(happened)
    recent = [each for each in happened if each.entry.at >= now - QUARTER]
    return MemberReport(
        centre=publisher.centre,
        organisation=member.id,
        name=member.name,
        marking=MARKING,
        language=language,
        since=iso(since),
        until=iso(now),
        next=tuple(_next(waiting, back)),
        had=tuple(_had_alert(each, _guide(publisher, each, language)) for each in had[:LISTED]),
        total=len(had),
        happened=measured(happened, since, now),
        quarter=measured(recent, now - QUARTER, now),
        relapses=tuple(_relapse(each) for each in back[:LISTED]),
        guides=tuple(map(guide_record, _guides(publisher, waiting, language))),
    )


def _had(publisher: Publisher, member: str, touched: Collection[str], now: int) -> Sequence[Alert]:
    """Give what waits for somebody, and what something happened to: the most severe first, then the latest."""
    wanted = Wanted(AT_WORK, member, without=publisher.hidden)
    found = {each.id: each for each in publisher.book.page(wanted, now, COUNTED).alerts}
    found |= publisher.book.of_ids(touched)
    ordered = sorted(found.values(), key=lambda each: (-each.severity.rank, -each.last, each.id))
    return ordered[:COUNTED]


def _back(happened: Iterable[Happened]) -> Sequence[Cleaning]:
    """Give what came back within the time that counts, each subject once, the latest first."""
    latest: dict[str, Cleaning] = {}
    for each in cleanings(happened):
        if each.back is not None and each.back <= each.at + WITHIN:
            latest[each.subject] = each
    return sorted(latest.values(), key=lambda each: (-(each.back or 0), each.subject))


def _next(waiting: Sequence[Alert], back: Sequence[Cleaning]) -> Iterable[NextStep]:
    for step, state in ((Step.ANSWER, AlertState.OPEN), (Step.CLEAN, AlertState.ACKNOWLEDGED)):
        if about := tuple(each.id for each in waiting if each.state is state)[:LISTED]:
            yield NextStep(step, about)
    if back:
        yield NextStep(Step.PREVENT, tuple(each.subject for each in back[:LISTED]))


def _guide(publisher: Publisher, alert: Alert, language: str) -> Guide | None:
    labels = [label.name for label in alert.detection.evidence.labels]
    return publisher.guide(alert.kind, labels, language)


def _guides(publisher: Publisher, alerts: Iterable[Alert], language: str) -> Iterable[Guide]:
    """Give the guides about some alerts, each once, in the alerts' order."""
    found = (_guide(publisher, each, language) for each in alerts)
    return {each.topic: each for each in found if each is not None}.values()


def _had_alert(alert: Alert, guide: Guide | None) -> HadAlert:
    return HadAlert(
        id=alert.id,
        severity=alert.severity,
        kind=alert.kind,
        classification=classified().get(alert.kind, ""),
        title=guide.title if guide else alert.kind,
        subject=alert.subject,
        state=alert.state,
        outcome=alert.outcome,
        started=iso(alert.started),
        last=iso(alert.last),
        episodes=alert.episodes,
    )


def _relapse(cleaning: Cleaning) -> Relapse:
    return Relapse(
        subject=cleaning.subject,
        kind=cleaning.kind,
        classification=classified().get(cleaning.kind, ""),
        alert=cleaning.alert,
        cleaned=iso(cleaning.at),
        back=iso(cleaning.back or 0),
    )
