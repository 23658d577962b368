from collections.abc import Sequence

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine

from noroshi.alerts.book import Changed, Revision
from noroshi.alerts.history import Deed, Entry
from noroshi.alerts.model import Alert, AlertState, Outcome
from noroshi.clock import DAY, HOUR
from noroshi.organisations.model import Marking
from noroshi.people.audit import AuditEntry, AuditWanted, What
from noroshi.people.audit import Outcome as Ended
from noroshi.people.caller import Via
from noroshi.sharing.finding import Level
from noroshi.sharing.marks import Field, FieldMark, Mark
from noroshi.sharing.outlet import Outlet
from noroshi.sharing.partners import Partner
from noroshi.sharing.policy import Rule
from noroshi.sharing.releases import Released, approved, asked, withdrawn
from noroshi.storage.alerts import SqlAlertBook
from noroshi.storage.people.audit import SqlAuditBook
from noroshi.storage.sharing.books import sharing_books
from noroshi.testing import HandClock
from tests.alerts.stories import NOON
from tests.sharing.stories import FINDINGS, HOLDER, alerted, reader

PARTNER = reader()


class Sharing:
    """A centre with an alert, and a partner who asks for it."""

    def __init__(self, database: Engine) -> None:
        self.clock = HandClock(NOON + HOUR)
        self.alerts = SqlAlertBook(database)
        self.books = sharing_books(database)
        self.audit = SqlAuditBook(database)
        self.outlet = Outlet(self.alerts, self.books, FINDINGS, {HOLDER.id: HOLDER}, self.clock)
        self.alert = alerted()
        self.alerts.record(Changed([Revision(self.alert, 0)]))

    def release(self, level: Level = Level.FULL) -> None:
        """Let the alert's kind out, as two persons decide."""
        now = self.clock.now()
        entry = AuditEntry(now, "mika", Via.COMMAND, What.ASK_RELEASE)
        wanted = asked(Released("infection"), PARTNER.id, level, "x", "mika", now, now + DAY)
        self.books.releases.add(wanted, entry)
        self.books.releases.change(wanted, approved(wanted, "kei", now), entry)

    def withdraw(self) -> None:
        """End all releases."""
        now = self.clock.now()
        for each in self.books.releases.standing(now):
            entry = AuditEntry(now, "mika", Via.COMMAND, What.WITHDRAW_RELEASE)
            self.books.releases.change(each, withdrawn(each, "mika", now), entry)

    def change(self, **changes: object) -> Alert:
        """Let something become of the alert."""
        before, self.alert = self.alert, replace(self.alert, version=self.alert.version + 1, **changes)
        self.alerts.record(Changed([Revision(self.alert, before.version)]))
        return self.alert

    def shared(self) -> Sequence[AuditEntry]:
        """What the audit has of what left, and what was refused, the earliest first."""
        rows = self.audit.page(AuditWanted(what=What.SHARE), None, 100)
        return [row.entry for row in reversed(rows)]


@pytest.fixture
def sharing(database: Engine) -> Sharing:
    """Give a centre that shares."""
    return Sharing(database)


def test_refused_once(sharing: Sharing) -> None:
    """A refusal is written once for each alert and reader, with its reason, however often the reader asks."""
    for _ in range(3):
        assert [] == sharing.outlet.let_out(PARTNER, [sharing.alert])
    [entry] = sharing.shared()
    [tally] = sharing.books.ledger.tallies()

    assert (sharing.alert.id, Ended.REFUSED) == (entry.about, entry.outcome)
    assert "partner-abroad, counts: No release covers it." == entry.note
    assert (PARTNER.id, Level.COUNTS, Rule.UNRELEASED, 1) == tally


def test_released(sharing: Sharing) -> None:
    """What two persons have released leaves, so much of it, and the audit says by which release; withdrawn, it does not."""
    sharing.outlet.let_out(PARTNER, [sharing.alert])
    sharing.release(Level.PREFIX)
    [finding] = sharing.outlet.let_out(PARTNER, [sharing.alert])
    [again] = sharing.outlet.let_out(PARTNER, [sharing.alert])
    sharing.withdraw()
    nothing = sharing.outlet.let_out(PARTNER, [sharing.alert])

    assert finding == again
    assert ("192.0.2.0/24", Level.PREFIX, sharing.clock.now()) == (
        finding.subject,
        finding.level,
        finding.modified,
    )
    assert [] == nothing
    assert [Ended.REFUSED, Ended.DONE, Ended.REFUSED] == [each.outcome for each in sharing.shared()]
    assert "mika and kei" in sharing.shared()[1].note


@pytest.mark.parametrize("outcome", [Outcome.FALSE_ALARM, Outcome.SPOOFED])
def test_wrong(sharing: Sharing, outcome: Outcome) -> None:
    """What proves wrong is withdrawn from who was told, even if the release is over; who was not told hears nothing."""
    sharing.release(Level.PREFIX)
    [told] = sharing.outlet.let_out(PARTNER, [sharing.alert])
    sharing.withdraw()
    wrong = sharing.change(state=AlertState.RESOLVED, outcome=outcome)
    [taken_back] = sharing.outlet.let_out(PARTNER, [wrong])
    other = replace(PARTNER, id="partner-elsewhere")

    assert (told.id, told.subject, False, True) == (
        taken_back.id,
        taken_back.subject,
        told.withdrawn,
        taken_back.withdrawn,
    )
    assert told.version < taken_back.version
    assert [] == sharing.outlet.let_out(other, [wrong])


def test_marked_field(sharing: Sharing) -> None:
    """A field that is marked above the reader's clearance is left out of what leaves."""
    mark = Mark(fields=(FieldMark(Field.SUBJECT, Marking.AMBER_STRICT),), by="mika", at=NOON)
    sharing.books.marks.put(sharing.alert.id, mark, AuditEntry(NOON, "mika", Via.COMMAND, What.MARK))
    sharing.release()
    [partner] = sharing.outlet.let_out(PARTNER, [sharing.alert])
    [cleared] = sharing.outlet.let_out(replace(PARTNER, clearance=Marking.RED), [sharing.alert])

    assert ("", "", "192.0.2.17") == (partner.subject, partner.why, cleared.subject)


def test_own(sharing: Sharing) -> None:
    """The organisation that holds the subject gets it in full without any release."""
    [finding] = sharing.outlet.let_out(HOLDER, [sharing.alert])

    assert (Level.FULL, "192.0.2.17") == (finding.level, finding.subject)


def test_counts(sharing: Sharing) -> None:
    """What may not leave is counted, but for what is wrong, or stricter than amber; and nothing of it is audited."""
    [count] = sharing.outlet.counts(PARTNER, [sharing.alert])
    too_early = sharing.outlet.counts(PARTNER, [sharing.alert])
    sharing.change(outcome=Outcome.SPOOFED)
    wrong = sharing.outlet.counts(PARTNER, [sharing.alert])
    sharing.change(outcome=None)
    mark = Mark(Marking.RED, by="mika", at=NOON)
    sharing.books.marks.put(sharing.alert.id, mark, AuditEntry(NOON, "mika", Via.COMMAND, What.MARK))

    assert ("infection.external", 1, Level.COUNTS, Marking.CLEAR) == (
        count.kind,
        count.count,
        count.level,
        count.marking,
    )
    assert [count] == too_early
    assert [] == wrong == sharing.outlet.counts(PARTNER, [sharing.alert])
    assert [] == sharing.shared()


def test_counted_by_the_hour(sharing: Sharing) -> None:
    """What has changed within the present hour is counted in the next."""
    sharing.clock.set(NOON + HOUR - 1)
    early = sharing.outlet.counts(PARTNER, [sharing.alert])
    sharing.clock.set(NOON + HOUR)

    assert [] == early
    assert 1 == len(sharing.outlet.counts(PARTNER, [sharing.alert]))


def test_shown(sharing: Sharing) -> None:
    """What would leave can be looked at, without leaving: nothing is written."""
    [before] = sharing.outlet.judge(PARTNER, [sharing.alert])
    sharing.release()
    [after] = sharing.outlet.judge(PARTNER, [sharing.alert])
    shown = sharing.outlet.show(PARTNER, after)

    assert sharing.outlet.show(PARTNER, before) is None
    assert shown is not None
    assert "192.0.2.17" == shown.subject
    assert [] == sharing.shared()


def test_answers(sharing: Sharing) -> None:
    """Who told of an alert is answered what a person last said of it; that they are is in the audit, once."""
    entry = AuditEntry(NOON, "mika", Via.COMMAND, What.ADD_PARTNER)
    sharing.books.partners.add(Partner(PARTNER.id, "Abroad"), "", entry)
    told = replace(sharing.alert.detection, source="Abroad", reference="theirs")
    silent = sharing.outlet.answers(PARTNER, [sharing.change(detection=told)])
    taken = sharing.change(state=AlertState.ACKNOWLEDGED)
    line = Entry(taken.id, NOON + 5, NOON + 5, Deed.ACKNOWLEDGED, "mika", taken.state, version=taken.version)
    sharing.alerts.record(Changed((), [line]))
    [answer] = sharing.outlet.answers(PARTNER, [taken])

    assert [] == silent == sharing.outlet.answers(replace(PARTNER, id="another"), [taken])
    assert ("theirs", "Abroad", FINDINGS.centre, taken.state, None, NOON + 5) == (
        answer.finding,
        answer.centre,
        answer.by,
        answer.state,
        answer.outcome,
        answer.at,
    )
    assert [Ended.DONE] == [each.outcome for each in sharing.shared()]


def test_same_findings(sharing: Sharing) -> None:
    """That a partner has answered makes what is told no newer: nobody answers an answer."""
    sharing.release()
    [before] = sharing.outlet.let_out(PARTNER, [sharing.alert])
    line = Entry(sharing.alert.id, NOON + DAY, NOON, Deed.ANSWERED, "Abroad", sharing.alert.state)
    sharing.alerts.record(Changed((), [line]))

    assert [before] == sharing.outlet.let_out(PARTNER, [sharing.alert])
    assert {before.id: sharing.alert.id} == sharing.books.ledger.told(PARTNER.id, [before.id])
