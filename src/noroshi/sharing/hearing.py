"""What partners answer, heard: how what we told them stands there, in the histories of our alerts.

A partner is believed about what we told it and about nothing else, as long as the alert is its own: it cannot speak for another,
nor about what it was never told. Its answer is one of a few words and a moment; it moves no alert of ours, so that nobody can have
something withdrawn from others, or hidden from our people, by calling it wrong.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from noroshi.alerts.book import AlertBook
from noroshi.alerts.desk import Desk
from noroshi.alerts.history import Deed, Entry, Said
from noroshi.alerts.model import Alert, Outcome
from noroshi.clock import Clock
from noroshi.sharing.answer import Answer
from noroshi.sharing.ledger import Ledger
from noroshi.sharing.partners import Partner
from noroshi.sharing.receiving import AHEAD
from noroshi.sharing.today import Today

MOST: Final = 20_000
"""Answers that are heard from one partner in a day: as many as it may speak of machines."""

TURNS: Final = 10
"""Answers about one alert in a day. Somebody who changes their mind more often is a program gone mad."""


class Deaf(StrEnum):
    """Why a partner's answer is not heard."""

    FOREIGN = "foreign"
    """It is not the partner's own, or about what another centre has told."""
    UNTOLD = "untold"
    """It is about nothing that we told this partner."""
    OTHERS = "others"
    """The alert is not the partner's, but another organisation's."""
    UNSAID = "unsaid"
    """It says that nobody has said anything."""
    AHEAD = "ahead"
    """It was given, as it says, in the future."""
    KNOWN = "known"
    """It says nothing new, or is older than what was heard already."""
    FLOOD = "flood"
    """It comes after too many others."""


class Known(NamedTuple):
    """What an answer is held against."""

    alert: Alert | None
    """Our alert that the partner was told of by that finding; None if there is none."""
    heard: Entry | None
    """The latest answer about it in its history."""


NOTHING: Final = Known(None, None)
"""Where the partner was told nothing of the sort."""


def heard(answer: Answer, partner: Partner, ours: str, known: Known, now: int) -> Said | Deaf:
    """Give what our history says of an answer; or say why it is not heard.

    Parameters
    ----------
    answer
        Sound, as `noroshi.sharing.soundness` has it.
    partner
        Who sent it.
    ours
        Our own name among partners.
    known
        What there is about it.
    now
        ns UTC.
    """
    alert, before = known
    if answer.by != partner.name or answer.centre != ours:
        return Deaf.FOREIGN
    if alert is None:
        return Deaf.UNTOLD
    if alert.organisation != partner.organisation:
        return Deaf.OTHERS
    if answer.outcome is Outcome.QUIET:
        return Deaf.UNSAID
    if answer.at > now + AHEAD:
        return Deaf.AHEAD
    at = min(max(answer.at, alert.started), now)
    if before and (at <= before.seen or (before.about, before.outcome) == (answer.state, answer.outcome)):
        return Deaf.KNOWN
    return Said(alert.id, partner.name, answer.state, answer.outcome, at)


class Hearing:
    """Hears partners' answers.

    Parameters
    ----------
    alerts
        Where alerts are kept.
    desk
        Writes histories.
    ledger
        Knows what each partner was told.
    ours
        Our own name among partners.
    clock
        Tells the time.
    """

    def __init__(self, alerts: AlertBook, desk: Desk, ledger: Ledger, ours: str, clock: Clock) -> None:
        self._alerts = alerts
        self._desk = desk
        self._ledger = ledger
        self._ours = ours
        self._clock = clock
        self._today = Today(clock)  # alerts that each has answered

    def hear(self, partner: Partner, answers: Sequence[Answer], counts: Counter[str]) -> None:
        """Write down what a partner answers, and count what was heard, and what not, by reason.

        Raises
        ------
        StorageError
            If the database fails.
        """
        if not answers:
            return
        said = list(self._said(partner, answers, counts))
        self._desk.hear(said)
        counts["heard"] += len(said)

    def _said(self, partner: Partner, answers: Sequence[Answer], counts: Counter[str]) -> Iterator[Said]:
        now = self._clock.now()
        known, turns = self._known(partner, answers), self._today.of(partner.organisation)
        for answer in answers:
            said = heard(answer, partner, self._ours, known.get(answer.finding, NOTHING), now)
            if isinstance(said, Said) and (turns.total() >= MOST or turns[said.alert] >= TURNS):
                said = Deaf.FLOOD
            if isinstance(said, Deaf):
                counts[f"unheard: {said}"] += 1
            else:
                turns[said.alert] += 1
                yield said

    def _known(self, partner: Partner, answers: Sequence[Answer]) -> Mapping[str, Known]:
        """Look up, by a finding's id, what each answer is about."""
        told = self._ledger.told(partner.organisation, {each.finding for each in answers})
        alerts = self._alerts.of_ids(set(told.values()))
        before = self._alerts.latest(alerts, {Deed.ANSWERED})
        return {finding: Known(alerts.get(alert), before.get(alert)) for finding, alert in told.items()}
