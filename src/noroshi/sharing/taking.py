"""What partners have told, taken: their objects are read, the desk gets what concerns members, and answers are heard.

Nothing is kept of how far it has come: a partner's objects of the last week are read again after a start, and what the
desk knows already changes nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from noroshi.alerts.book import AlertBook, pages
from noroshi.alerts.desk import Desk
from noroshi.alerts.model import Alert, AlertState, Outcome
from noroshi.alerts.moves import Asked, Move
from noroshi.alerts.moving import Seen
from noroshi.alerts.wanted import Wanted
from noroshi.clock import MICROSECOND, Clock
from noroshi.detections.model import Detection
from noroshi.organisations.responsibility import Responsibility
from noroshi.sharing.finding import Finding
from noroshi.sharing.hearing import Hearing
from noroshi.sharing.partners import Partner
from noroshi.sharing.receiving import LATE, Decline, received, with_its_beginning
from noroshi.sharing.signs.taking import SignTaker
from noroshi.sharing.stix.reading import read_objects
from noroshi.sharing.taxii.book import ObjectBook
from noroshi.sharing.taxii.collection import LONGEST_PAGE, from_one
from noroshi.sharing.taxii.filters import Filters
from noroshi.sharing.today import Today

MOST: Final = 20_000
"""Members' addresses of which one partner may speak in a day. An outbreak among all members of a country is less; a partner
that has gone mad could not fill the queue with more."""

FLOOD: Final = "flood"
"""Why what comes after these is declined."""

AT_A_TIME: Final = 1_000
"""Alerts that are looked through together when a partner's are withdrawn."""


class Taker:
    """Takes what partners tell.

    Parameters
    ----------
    alerts
        Where alerts are kept.
    desk
        Makes alerts of detections.
    objects
        Where collections are kept.
    responsibility
        Who holds what.
    hearing
        Hears what partners answer.
    signs
        Takes what they tell of first signs.
    ours
        Our own name among partners.
    kinds
        The kinds about which members are told.
    clock
        Tells the time.
    """

    def __init__(
        self,
        alerts: AlertBook,
        desk: Desk,
        objects: ObjectBook,
        responsibility: Responsibility,
        hearing: Hearing,
        signs: SignTaker,
        ours: str,
        kinds: frozenset[str],
        clock: Clock,
    ) -> None:
        self._alerts = alerts
        self._desk = desk
        self._objects = objects
        self._responsibility = responsibility
        self._hearing = hearing
        self._signs = signs
        self._ours = ours
        self._kinds = kinds
        self._clock = clock
        self._places: dict[str, int] = {}
        self._today = Today(clock)  # machines of which each has spoken
        self._counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.since = clock.now()
        """ns UTC, since when it takes and counts; it begins with what was told in the week before."""

    def take(self, partner: Partner) -> Counter[str]:
        """Take what a partner has told since the last time.

        Returns
        -------
        Counter
            What was taken, and what not, by reason.

        Raises
        ------
        StorageError
            If the database fails; what was not taken is taken the next time.
        """
        counts: Counter[str] = Counter()
        for page in self._news(partner):
            reading = read_objects(page)
            counts.update({f"unread: {skip}": number for skip, number in reading.skips.items()})
            detections = list(self._detections(partner, reading.findings, counts))
            self._desk.conclude(sorted(detections, key=lambda each: each.at))
            self._hearing.hear(partner, reading.answers, counts)
            self._signs.take(partner, reading.signs, counts)
        self._counted[partner.organisation] += counts
        return counts

    def counted(self, partner: Partner) -> Mapping[str, int]:
        """Give what became of all that a partner has told, by outcome, as far as this has taken it."""
        return dict(self._counted[partner.organisation])

    def stand_on(self, partner: Partner) -> int:
        """Count the alerts that stand on a partner's word alone and are not closed.

        Raises
        ------
        StorageError
            If the database fails.
        """
        return sum(len(self._standing_on(partner, alerts)) for alerts in self._all())

    def withdraw(self, partner: Partner) -> int:
        """Close, as false alarms, all alerts that stand on a partner's word alone; give how many those were.

        What it told of first signs is taken back.

        Raises
        ------
        StorageError
            If the database fails.
        """
        self._signs.withdraw(partner)
        note = "All that this partner told is withdrawn."
        return sum(self._close(partner, alerts, note) for alerts in self._all())

    def _all(self) -> Iterator[Sequence[Alert]]:
        return pages(self._alerts, Wanted(), self._clock.now(), AT_A_TIME)

    def _news(self, partner: Partner) -> Iterator[Sequence[bytes]]:
        """Give the objects that were added since the last time, a page at a time; a page is done with when the next is asked for."""
        collection, place = from_one(partner.organisation).id, self._places.get(partner.organisation)
        if place is None:
            place = (self._clock.now() - LATE) // MICROSECOND
        is_more = True
        while is_more:
            page = self._objects.page(collection, Filters(after=place, limit=LONGEST_PAGE))
            if page.items:
                yield page.items
                place = self._places[partner.organisation] = page.last
            is_more = page.more

    def _detections(
        self, partner: Partner, findings: Iterable[Finding], counts: Counter[str]
    ) -> Iterator[Detection]:
        now = self._clock.now()
        spoken = self._today.of(partner.organisation)
        for finding in findings:
            taken = received(finding, partner.name, self._ours, self._kinds, self._responsibility, now)
            if taken is Decline.WITHDRAWN:
                about = Wanted(kind=finding.kind, subject=finding.subject)
                alerts = self._alerts.page(about, now, AT_A_TIME).alerts if finding.subject else ()
                counts["withdrawn"] += self._close(partner, alerts, "The partner says that it was wrong.")
            elif isinstance(taken, Decline):
                counts[f"declined: {taken}"] += 1
            elif len(spoken) >= MOST and finding.subject not in spoken:
                counts[f"declined: {FLOOD}"] += 1
            else:
                spoken[finding.subject] += 1
                counts["taken"] += 1
                yield from with_its_beginning(taken)

    def _close(self, partner: Partner, alerts: Iterable[Alert], note: str) -> int:
        """Close those of some alerts that stand on a partner's word alone and are not closed; give how many."""
        theirs = [Seen(alert.id) for alert in self._standing_on(partner, alerts)]
        asked = Asked(Move.RESOLVE, partner.name, note, Outcome.FALSE_ALARM)
        return len(self._desk.move_all(theirs, asked).done) if theirs else 0

    def _standing_on(self, partner: Partner, alerts: Iterable[Alert]) -> list[Alert]:
        return [
            alert
            for alert in alerts
            if alert.detection.source == partner.name and alert.state is not AlertState.RESOLVED
        ]
