"""What the report of one member says, and what it leaves out."""

import string

import pytest
from msgspec.structs import replace

from noroshi.alerts.book import Changed
from noroshi.alerts.history import WATCH, Deed, Entry
from noroshi.alerts.model import AlertState, Outcome
from noroshi.app.guides import guide
from noroshi.app.sentences import dark_kinds
from noroshi.clock import DAY, SystemClock
from noroshi.delivery.rendering import WIDTH, columns
from noroshi.errors import UsageError
from noroshi.organisations.model import Marking, Severity
from noroshi.records.members import MemberReport, Step
from noroshi.records.reports import PromptnessRecord
from noroshi.reporting.members import Publisher, member_report
from noroshi.reporting.text import COUNTS, text
from noroshi.reporting.words import words_of
from noroshi.storage.books import Books
from tests.cli.centre import Centre
from tests.delivery.stories import detection

LANGUAGES = ("en", "ja", "id", "vi", "th")

INSIDE = detection("infection.internal", "192.0.2.17")
VICTIM = detection("dos.victim", "192.0.2.19")


def report(centre: Centre, member: str = "example", language: str = "en", **changes: object) -> MemberReport:
    """The report of a member's last week; the member may be changed."""
    now = SystemClock().now()
    with Books(f"sqlite:///{centre.home.database}") as books:
        found = replace(books.organisations.get(member), **changes)
        return member_report(
            Publisher("The Centre", books.alerts, dark_kinds(), guide), found, 7, language, now
        )


def relapsed(centre: Centre, alert: str) -> None:
    """Let an alert have been called cleaned 40 days ago, and be back ten days later."""
    now = SystemClock().now()
    with Books(f"sqlite:///{centre.home.database}") as books:
        lines = [
            Entry(alert, now - 40 * DAY, 0, Deed.RESOLVED, WATCH, AlertState.RESOLVED, Outcome.CLEANED),
            Entry(alert, now - 30 * DAY, 0, Deed.CAME_BACK, WATCH, AlertState.OPEN),
        ]
        books.alerts.record(Changed(entries=lines))


def test_next(centre: Centre) -> None:
    """First what nobody has taken, then what is to be cleaned, then what came back; and how to go about each sort, once."""
    inside, victim, other = centre.alerted(INSIDE, VICTIM, detection("infection.internal", "192.0.2.18"))
    centre("alerts", "acknowledge", victim)
    relapsed(centre, other)

    told = report(centre)

    assert [
        (Step.ANSWER, {inside, other}),
        (Step.CLEAN, {victim}),
        (Step.PREVENT, {"192.0.2.18"}),
    ] == [(each.step, set(each.about)) for each in told.next]
    assert ["infection+mirai", "dos.victim"] == [each.topic for each in told.guides]
    assert [("192.0.2.18", other)] == [(each.subject, each.alert) for each in told.relapses]
    assert (1.0, 1) == (told.quarter.recurrence, told.quarter.recurrence_of)
    assert {"critical": 2, "high": 1} == {
        each.value: sum(each is had.severity for had in told.had)
        for each in (Severity.CRITICAL, Severity.HIGH)
    }


def test_classified(centre: Centre) -> None:
    """What the member had, and what came back, is told with its place in the taxonomy, for people and for programs."""
    place = "malicious-code/infected-system"
    [alert] = centre.alerted(INSIDE)
    relapsed(centre, alert)

    told = report(centre)

    assert [place, place] == [each.classification for each in (told.had[0], told.relapses[0])]
    assert f"\nRSIT: {place}\n" in text(told)


def test_had(centre: Centre) -> None:
    """What was closed in that time is told with what it was; what is another member's is not."""
    [alert, _] = centre.alerted(INSIDE, detection("infection.internal", "203.0.113.5"))[:2]
    centre("alerts", "resolve", alert, "--as", "cleaned")

    own, other = report(centre), report(centre, "library")

    assert (Outcome.CLEANED, AlertState.RESOLVED) == next(
        (each.outcome, each.state) for each in own.had if each.id == alert
    )
    assert "192.0.2.17" not in text(other)
    assert {"203.0.113.5"} == {each.subject for each in other.had}


def test_nothing(centre: Centre) -> None:
    """To whom nothing happened it says so, and that this proves nothing."""
    told = report(centre)

    assert ((), (), 0, ()) == (told.next, told.had, told.total, told.relapses)
    assert words_of("en").lines["proof"] in text(told).replace("\n", " ")


def test_clearance(centre: Centre) -> None:
    """There is none for a member that may not receive what is known of its machines."""
    with pytest.raises(UsageError, match="may receive TLP:GREEN at most"):
        report(centre, clearance=Marking.GREEN)


@pytest.mark.parametrize("language", LANGUAGES)
def test_text(language: str, centre: Centre) -> None:
    """In each language it has every part, in lines that fit a letter, and no word that was left in another."""
    [alert, _] = centre.alerted(INSIDE, VICTIM)
    relapsed(centre, alert)
    told = report(centre, language=language)
    written, words = text(told), words_of(language)

    parts = ("next", "had", "fast", "relapses")
    assert all(f"== {words.titles[each]} ==" in written for each in parts)
    assert all(each.title in written for each in told.guides)
    if language != "th":  # it has no spaces between words, so a clause may be longer
        assert max(map(columns, written.splitlines())) <= WIDTH


@pytest.mark.parametrize("language", LANGUAGES)
def test_words(language: str) -> None:
    """Each language has every word, with the same to be filled in, and words for all there is."""
    words, english = words_of(language), words_of("en")

    for table in ("lines", "titles", "figures", "severities", "states", "outcomes"):
        assert getattr(english, table).keys() == getattr(words, table).keys()
    for name, line in english.lines.items():
        assert holes(line) == holes(words.lines[name])
    assert ({*Severity}, {*AlertState}, {*Outcome}) == (
        {*words.severities},
        {*words.states},
        {*words.outcomes},
    )
    assert {*Step} < {*words.lines}
    assert {*COUNTS} < {*words.figures} <= {*PromptnessRecord.__struct_fields__}


def holes(line: str) -> set[str | None]:
    """What is to be filled in."""
    return {name for _, name, _, _ in string.Formatter().parse(line)} - {None}


def test_washed(centre: Centre) -> None:
    """A name cannot forge a line of it."""
    written = text(report(centre, name="Example\nNothing waits for you."))

    assert r"Example\u000aNothing" in written
