"""The outlet: what leaves to a reader, decided, written down, and redacted; nothing leaves any other way."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from msgspec.structs import replace

from noroshi.alerts.book import AlertBook
from noroshi.alerts.history import Deed
from noroshi.alerts.model import Alert
from noroshi.clock import HOUR, Clock
from noroshi.organisations.model import Organisation
from noroshi.people.audit import By, Outcome, What
from noroshi.people.caller import Via
from noroshi.sharing.answer import Answer
from noroshi.sharing.answers import DECISIVE, answer_of
from noroshi.sharing.books import SharingBooks
from noroshi.sharing.finding import WRONG, Finding, Level
from noroshi.sharing.findings import Findings
from noroshi.sharing.ledger import Standing
from noroshi.sharing.marks import UNMARKED, Mark, thing_of
from noroshi.sharing.policy import Decision, decide
from noroshi.sharing.redaction import counted, redacted

OUTLET: Final = By("noroshi", Via.COMMAND)
"""Who lets out and refuses, in the audit."""

HEARD: Final = frozenset(Deed) - {Deed.ANSWERED}
"""Deeds that make what is told newer. What a partner says itself is no news for it, nor for others: they would answer one
another's answers."""


class Judged(NamedTuple):
    """An alert, and what of it may leave to a reader."""

    alert: Alert
    mark: Mark
    decision: Decision
    standing: Standing | None
    """How it stood with the reader before; None if nothing was decided yet."""


class Outlet:
    """Lets out what readers may know.

    Parameters
    ----------
    alerts
        Where alerts are kept.
    books
        Where marks, releases and standings are.
    findings
        Makes findings of alerts.
    organisations
        Everybody registered, by id.
    clock
        Tells the time.
    """

    def __init__(
        self,
        alerts: AlertBook,
        books: SharingBooks,
        findings: Findings,
        organisations: Mapping[str, Organisation],
        clock: Clock,
    ) -> None:
        self._alerts = alerts
        self._books = books
        self._findings = findings
        self._organisations = organisations
        self._clock = clock

    def judge(self, reader: Organisation, alerts: Sequence[Alert]) -> Sequence[Judged]:
        """Decide what of some alerts may leave to a reader; nothing is written, and nothing leaves.

        Raises
        ------
        StorageError
            If the database fails.
        """
        now, ids = self._clock.now(), [alert.id for alert in alerts]
        marks, releases = self._books.marks.of(ids), self._books.releases.standing(now)
        standings = self._books.ledger.of(reader.id, ids)
        tellers = {each.name: each.organisation for each in self._books.partners.all()}
        judged = []
        for alert in alerts:
            mark, standing = marks.get(alert.id, UNMARKED), standings.get(alert.id)
            is_shareable = alert.kind in self._findings.classifications
            teller = tellers.get(alert.detection.source, "")
            thing = thing_of(alert, mark, is_shareable=is_shareable, teller=teller)
            decision = decide(thing, reader, releases, standing.told if standing else None, now)
            judged.append(Judged(alert, mark, decision, standing))
        return judged

    def let_out(self, reader: Organisation, alerts: Sequence[Alert]) -> Sequence[Finding]:
        """Give what a reader may know of some alerts, once it is written down that they do, and what was refused.

        Those of which only a number may leave are left out; see `counts`.

        Raises
        ------
        StorageError
            If the database fails; nothing leaves then.
        """
        judged = self.judge(reader, alerts)
        self._note(reader, judged)
        return list(self._told(reader, [each for each in judged if each.decision.is_told]))

    def answers(self, reader: Organisation, alerts: Sequence[Alert]) -> Sequence[Answer]:
        """Give what a reader is answered who has told of some alerts, once it is written down that they are.

        Raises
        ------
        StorageError
            If the database fails; nothing leaves then.
        """
        told = [each for each in alerts if each.detection.source]
        judged = [each for each in self.judge(reader, told) if each.decision.is_answered] if told else []
        self._note(reader, judged)
        decisive = self._alerts.latest([each.alert.id for each in judged], DECISIVE)
        said = (
            answer_of(each.alert, decisive.get(each.alert.id), each.mark, self._findings.centre)
            for each in judged
        )
        return [each for each in said if each is not None]

    def counts(self, reader: Organisation, alerts: Sequence[Alert]) -> Sequence[Finding]:
        """Count the alerts that a reader may be told of or have counted, by kind and day, up to the last full hour.

        Parameters
        ----------
        alerts
            All that there are: a number says nothing of alerts that are left out.

        Raises
        ------
        StorageError
            If the database fails.
        """
        may = [each for each in self.judge(reader, alerts) if each.decision.level is not None]
        hour = self._clock.now() // HOUR * HOUR
        full = self._in_full([each for each in may if each.alert.outcome not in WRONG])
        return counted(each for each in full if each.modified <= hour)

    def show(self, reader: Organisation, judged: Judged) -> Finding | None:
        """Give what a reader would be told of an alert, without telling them; None where nothing or only a number is."""
        return next(self._told(reader, [judged] if judged.decision.is_told else []), None)

    def _told(self, reader: Organisation, judged: Sequence[Judged]) -> Iterator[Finding]:
        for each, full in zip(judged, self._in_full(judged), strict=True):
            level = each.decision.level
            assert level is not None  # or it were not told
            yield redacted(full, level, each.mark.hidden(reader.clearance))

    def _in_full(self, judged: Sequence[Judged]) -> list[Finding]:
        latest = self._alerts.latest([each.alert.id for each in judged], HEARD)
        return [
            self._findings.of(
                alert,
                self._organisations.get(alert.organisation),
                max(latest[alert.id].at if alert.id in latest else 0, decision.since),
                mark,
            )
            for alert, mark, decision, _ in judged
        ]

    def _note(self, reader: Organisation, judged: Sequence[Judged]) -> None:
        """Write down what is decided otherwise than before; a partner may ask every minute."""
        now = self._clock.now()
        standings, entries = [], []
        for alert, _, decision, before in judged:
            told = _fuller(before.told if before else None, decision.level if decision.is_told else None)
            finding = self._findings.id(alert) if told else ""
            standing = Standing(alert.id, reader.id, decision.level, decision.rule, now, told, finding)
            if before is not None and before == replace(standing, at=before.at):
                continue
            standings.append(standing)
            if before is not None and (before.level, before.rule) == (decision.level, decision.rule):
                continue  # only the finding's id was not kept
            outcome = Outcome.DONE if decision.is_told or decision.is_answered else Outcome.REFUSED
            note = f"{reader.id}, {decision.level or 'nothing'}: {decision.reason}"
            entries.append(OUTLET.did(now, What.SHARE, alert.id, note, outcome))
        if standings:
            self._books.ledger.note(standings, entries)


def _fuller(one: Level | None, other: Level | None) -> Level | None:
    return min((each for each in (one, other) if each), key=lambda level: level.rank, default=None)
