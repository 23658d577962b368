"""What partners are told: each gets the findings that it may have, in STIX, in a collection of its own.

There it is also answered how it stands with what it has told itself. What happened to an alert is told at once, as its history has it. But an embargo ends, and a release is approved or expires,
without a line of that; so everything of the last week is decided anew every now and then. What is there already
is not added again, so nothing is kept of how far it has come.
"""

from collections.abc import Iterable, Sequence
from itertools import chain
from time import monotonic_ns
from typing import Final

from noroshi.alerts.book import AlertBook, pages
from noroshi.alerts.model import Alert
from noroshi.alerts.wanted import Wanted
from noroshi.clock import DAY, MINUTE, Clock
from noroshi.organisations.model import Organisation
from noroshi.sharing.finding import Finding
from noroshi.sharing.outlet import Outlet
from noroshi.sharing.redaction import counted
from noroshi.sharing.stix.writing import Written, write, write_answers
from noroshi.sharing.taxii.book import ObjectBook
from noroshi.sharing.taxii.collection import for_one
from noroshi.sharing.taxii.objects import SharedObject
from noroshi.sharing.taxii.stamps import stamp_of

SPAN: Final = 7 * DAY
"""For how long after it was last seen an alert is told of; nobody takes on what is older."""

AT_A_TIME: Final = 1_000
"""Alerts that are decided together: 5 MB, and as many writes as one transaction takes in a tenth of a second."""

SHARE: Final = 20
"""Of so many parts of the time, deciding everything anew may take one; but it happens once a minute at the most."""


class Publisher:
    """Tells partners what they may know.

    Parameters
    ----------
    alerts
        Where alerts are kept.
    outlet
        Lets out what a partner may know.
    objects
        Where collections are kept.
    clock
        Tells the time.
    """

    def __init__(self, alerts: AlertBook, outlet: Outlet, objects: ObjectBook, clock: Clock) -> None:
        self._alerts = alerts
        self._outlet = outlet
        self._objects = objects
        self._clock = clock
        self._followed = 0
        self._due = 0  # on a clock that nobody sets

    def publish(self, partners: Sequence[Organisation]) -> int:
        """Tell partners what is new; give how many objects were added.

        Raises
        ------
        StorageError
            If the database fails; what was not told is told the next time.
        """
        began = monotonic_ns()
        if began >= self._due:
            latest = self._alerts.latest_entry()
            added = sum(self._tell_all(partner) for partner in partners)
            ended = monotonic_ns()
            self._followed, self._due = latest, ended + max(MINUTE, SHARE * (ended - began))
            return added
        added = 0
        while lines := self._alerts.since(self._followed, AT_A_TIME):
            alerts = list(self._alerts.of_ids({entry.alert for _, entry in lines}).values())
            added += sum(self._tell(partner, alerts) for partner in partners)
            self._followed = lines[-1][0]
        return added

    def _tell_all(self, partner: Organisation) -> int:
        """Decide anew about all that a partner may be told of, and count what may only be counted."""
        collection = for_one(partner.id, partner.clearance)
        self._objects.open(collection)
        added = 0
        counts: list[Finding] = []
        now = self._clock.now()
        for alerts in pages(self._alerts, Wanted(since=now - SPAN), now, AT_A_TIME):
            added += self._tell(partner, alerts)
            counts = counted([*counts, *self._outlet.counts(partner, alerts)])
        first_whole_day = now - SPAN + DAY
        whole = [each for each in counts if each.first >= first_whole_day]
        return added + self._add(partner, write(whole))

    def _tell(self, partner: Organisation, alerts: Sequence[Alert]) -> int:
        """Tell a partner what it may know of some alerts, and answer what it has told itself."""
        findings, answers = self._outlet.let_out(partner, alerts), self._outlet.answers(partner, alerts)
        return self._add(partner, chain(write(findings), write_answers(answers)))

    def _add(self, partner: Organisation, written: Iterable[Written]) -> int:
        objects = kept(written)
        if not objects:
            return 0
        return self._objects.publish(for_one(partner.id, partner.clearance).id, objects, self._clock.now())


def kept(written: Iterable[Written]) -> list[SharedObject]:
    """Give what was written as a collection keeps it."""
    return [
        SharedObject(each.id, each.type, stamp_of(each.version) if each.version else None, each.json)
        for each in written
    ]
