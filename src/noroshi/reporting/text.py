"""A member's report as plain text, in the member's language."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from noroshi.delivery.rendering import fold, table
from noroshi.delivery.washing import washed
from noroshi.detections.guide import Section
from noroshi.records.guides import GuideRecord
from noroshi.records.members import HadAlert, MemberReport
from noroshi.records.reports import PromptnessRecord
from noroshi.reporting.words import Words, words_of

COUNTS: Final = ("opened", "came_back", "acknowledged", "resolved", "cleaned", "quiet")
"""What is counted in the report's time, by the field of `PromptnessRecord`."""

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR


def text(report: MemberReport) -> str:
    """Write a report.

    Returns
    -------
    str
        Lines that end in a newline, washed of what could forge or hide one.
    """
    words = words_of(report.language)
    head = words.lines["title"].format(
        name=washed(report.name),
        centre=washed(report.centre),
        since=_day(report.since),
        until=_day(report.until),
    )
    parts = (
        fold(head),
        fold(words.lines["marking"].format(marking=report.marking.upper())),
        _part(words.titles["next"], _next(report, words)),
        _part(words.titles["had"], _had(report, words)),
        _part(words.titles["fast"], _fast(report, words)),
        _part(words.titles["relapses"], _relapses(report, words)),
        *(_guide(each, words) for each in report.guides),
    )
    return "\n\n".join(parts) + "\n"


def span(seconds: float | None, words: Words) -> str:
    """Write a length of time (s) in its largest unit; a dash for none.

    Examples
    --------
    >>> [span(length, words_of("en")) for length in (59, 3599, 100_000, 200_000)]
    ['59 s', '59 min', '27 h', '2 days']
    """
    if seconds is None:
        return words.lines["none"]
    for unit, length, most in (("seconds", 1, MINUTE), ("minutes", MINUTE, HOUR), ("hours", HOUR, 2 * DAY)):
        if seconds < most:
            return words.lines[unit].format(n=int(seconds // length))
    return words.lines["days"].format(n=int(seconds // DAY))


def _part(title: str, lines: Iterable[str]) -> str:
    return "\n".join((f"== {title} ==", *lines))


def _next(report: MemberReport, words: Words) -> Iterator[str]:
    if not report.next:
        yield fold(f"{words.lines['nothing']} {words.lines['proof']}")
    for number, each in enumerate(report.next, 1):
        about = ", ".join(map(washed, each.about))
        yield fold(f"{number}. {words.lines[each.step].format(about=about)}", 3)


def _had(report: MemberReport, words: Words) -> Iterator[str]:
    if not report.had:
        yield words.lines["no_alerts"]
        return
    titles = [words.titles[each] for each in ("severity", "alert", "subject", "state", "last")]
    apart: dict[tuple[str, str], list[HadAlert]] = {}
    for each in report.had:
        apart.setdefault((each.title, each.classification), []).append(each)
    for (title, classification), alerts in apart.items():
        yield ""
        yield fold(washed(title))
        if classification:
            yield f"RSIT: {classification}"
        yield table([titles, *(_row(each, words) for each in alerts)])
    if report.total > len(report.had):
        yield words.lines["more"].format(n=report.total - len(report.had))


def _row(alert: HadAlert, words: Words) -> Sequence[str]:
    state = words.outcomes[alert.outcome] if alert.outcome else words.states[alert.state]
    return words.severities[alert.severity], alert.id, washed(alert.subject), state, _minute(alert.last)


def _fast(report: MemberReport, words: Words) -> Iterator[str]:
    yield words.titles["here"]
    yield table([(words.figures[each], str(getattr(report.happened, each))) for each in COUNTS])
    yield words.titles["quarter"]
    quarter = report.quarter
    yield table(
        [
            (words.figures["to_acknowledge"], span(quarter.to_acknowledge, words)),
            (words.figures["to_clean"], span(quarter.to_clean, words)),
            (words.figures["recurrence"], share(quarter, words)),
        ]
    )


def share(measured: PromptnessRecord, words: Words) -> str:
    """Write how many came back after they were called cleaned, and of how many; a dash where that is not known."""
    if measured.recurrence is None:
        return words.lines["none"]
    return words.lines["share"].format(share=f"{measured.recurrence:.0%}", n=measured.recurrence_of)


def _relapses(report: MemberReport, words: Words) -> Iterator[str]:
    if not report.relapses:
        yield fold(words.lines["no_relapses"])
        return
    titles = [words.titles[each] for each in ("subject", "alert", "cleaned_at", "back")]
    yield table(
        [
            titles,
            *(
                (washed(each.subject), each.alert, _minute(each.cleaned), _minute(each.back))
                for each in report.relapses
            ),
        ]
    )


def _guide(guide: GuideRecord, words: Words) -> str:
    lines = [fold(f"---- {guide.title} ----")]
    for section in guide.sections:
        lines += ["", section.heading]
        for number, step in enumerate(section.steps, 1):
            lines.append(fold(step) if section.name is Section.WHAT else f"  {fold(f'{number}. {step}', 5)}")
    edition = words.lines["edition"].format(topic=guide.topic, version=guide.version, date=guide.date)
    return "\n".join([*lines, "", fold(edition)])


def _day(moment: str) -> str:
    return moment[:10]


def _minute(moment: str) -> str:
    return moment[:16].replace("T", " ")
