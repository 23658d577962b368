"""Alerts, as a caller sees them."""

from collections.abc import Collection, Sequence
from typing import Final

from msgspec.structs import asdict, replace

from noroshi.alerts.history import WATCH
from noroshi.alerts.model import Alert, AlertState
from noroshi.alerts.silences import holding
from noroshi.alerts.wanted import Cursor, Wanted
from noroshi.api.paging import cursor
from noroshi.api.sight.reach import Reach
from noroshi.app.samples import capture_of
from noroshi.config.delivering import composing_settings
from noroshi.delivery.waiting import Waiting, unsent
from noroshi.detections.masking import masked
from noroshi.detections.model import Detection
from noroshi.errors import NotFoundError
from noroshi.people.rights import Right
from noroshi.records.alerts import (
    AlertPage,
    AskingAlerts,
    ListedAlert,
    SimilarAlerts,
    alert_shown,
    listed_alert,
)
from noroshi.records.pages import Page

NOTICES: Final = 1_000
"""Notices shown with an alert, at most."""

COMPARED: Final = 1_000
"""Alerts that one is compared with, the most severe first, at most."""

SIMILAR: Final = 50
"""Similar alerts that are listed; the others are counted."""

ASKING: Final = 200
"""Alerts of a port that are listed; the others are counted."""

AT_WORK: Final = (AlertState.OPEN, AlertState.ACKNOWLEDGED)
"""States of alerts that somebody has to do something about."""


class SeenAlerts:
    """Alerts within a caller's reach.

    Parameters
    ----------
    reach
        How far the caller sees.
    """

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._book = reach.centre.alerts

    def page(self, wanted: Wanted, after: Cursor | None, limit: int) -> Page[ListedAlert]:
        """Give a page of a list, and on the first one how many there are."""
        now, narrowed = self._reach.centre.clock.now(), self._reach.narrowed(wanted)
        found = self._book.page(narrowed, now, limit, after)
        total = self._book.count(narrowed, now) if after is None else None
        return Page(self.listed(found.alerts), cursor(found.next) if found.next else None, total)

    def get(self, identity: str) -> Alert:
        """Give an alert by its id.

        Raises
        ------
        NotFoundError
            If there is none that the caller sees.
        """
        found = self._book.of_ids([identity.upper()]).get(identity.upper())
        if found is None or not self._reach.sight.covers(found):
            raise no_such(identity)
        return found

    def shown(self, identity: str) -> tuple[AlertPage, int]:
        """Give all about an alert, and its version.

        What officers write about it is theirs; what notices of a member's were held back for, too.
        """
        centre, alert = self._reach.centre, self.get(identity)
        seen = replace(alert, detection=self._as_seen(alert.detection))
        history = self._book.history(alert.id)
        notices = self._book.notices((), alert.id, NOTICES)
        if self._reach.own:
            mine = {WATCH, self._reach.caller.person.id}
            history = [each if each.who in mine else replace(each, note="") for each in history]
            notices = [replace(each, because="", silence="") for each in notices]
        dispatches = unsent(centre.messages) if notices else {}
        waiting = Waiting(centre.messages, centre.organisations, composing_settings(centre.config))
        waits = waiting.waits(dispatches, centre.clock.now()) if notices else {}
        shown = alert_shown(seen, history, notices, dispatches, waits)
        return AlertPage(**{**asdict(shown), "alert": self.listed([alert])[0]}), alert.version

    def capture(self, identity: str) -> bytes:
        """Write an alert's sample packets as a file.

        Bytes tell where a packet went, so whoever reads them may know where dark space lies.

        Raises
        ------
        NotFoundError
            If there is no alert that the caller sees, or if no bytes were kept of it.
        ForbiddenError
            If the caller may not read them.
        """
        alert = self.get(identity)
        self._reach.caller.require(Right.SEE_DARK)
        return capture_of(alert)

    def similar(self, identity: str) -> SimilarAlerts:
        """Give alerts that somebody works on, of the same kind, with the same labels or the same port."""
        alert = self.get(identity)
        wanted = self._reach.narrowed(Wanted(AT_WORK, kind=alert.kind))
        page = self._book.page(wanted, self._reach.centre.clock.now(), COMPARED)
        labels, port = _labels(alert), _port(alert)
        alike = [
            each
            for each in page.alerts
            if each.id != alert.id and (_labels(each) == labels if labels else _port(each) == port)
        ]
        return SimilarAlerts(self.listed(alike[:SIMILAR]), len(alike), page.next is None)

    def asking(self, port: str, since: int, until: int) -> AskingAlerts:
        """Give alerts about sources that asked for a port, begun by `until` and seen at `since` or later (ns UTC)."""
        wanted = self._reach.narrowed(Wanted(since=since))
        page = self._book.page(wanted, self._reach.centre.clock.now(), COMPARED)
        asking = [each for each in page.alerts if each.started <= until and port in _asked(each)]
        return AskingAlerts(self.listed(asking[:ASKING]), len(asking), page.next is None)

    def listed(self, alerts: Sequence[Alert]) -> tuple[ListedAlert, ...]:
        """Put alerts into the form of a list."""
        now, register = self._reach.centre.clock.now(), self._reach.register
        silences = () if self._reach.own or not alerts else self._book.silences()
        held = [holding(silences, each, now) for each in alerts]
        return tuple(
            listed_alert(each, register.name(each.organisation), silence.id if silence else "")
            for each, silence in zip(alerts, held, strict=True)
        )

    def _as_seen(self, detection: Detection) -> Detection:
        """Leave out of a detection what the caller may not see of its samples."""
        if not self._reach.own and not self._reach.may(Right.SAMPLES):
            return replace(detection, evidence=replace(detection.evidence, samples=()))
        return detection if self._reach.may(Right.SEE_DARK) else masked(detection)

    def covered(self, ids: Collection[str]) -> Collection[str]:
        """Give those of some ids, in capitals, whose alerts the caller sees."""
        found, sight = self._book.of_ids(ids), self._reach.sight
        return {identity for identity, alert in found.items() if sight.covers(alert)}


def no_such(identity: str) -> NotFoundError:
    """Say that there is no such alert, or none that the caller sees."""
    return NotFoundError(f"no alert has the id {identity!r}")


def _labels(alert: Alert) -> frozenset[str]:
    return frozenset(label.name for label in alert.detection.evidence.labels)


def _port(alert: Alert) -> str:
    """Give the port that most of what was seen went to, or came from."""
    tallies = alert.detection.evidence.tallies
    return tallies[0].counts[0][0] if tallies and tallies[0].counts else ""


def _asked(alert: Alert) -> Collection[str]:
    """Give the ports that a source asked for, as far as they are listed."""
    tallies = alert.detection.evidence.tallies
    return {port for tally in tallies if tally.name == "destination ports" for port, _ in tally.counts}
