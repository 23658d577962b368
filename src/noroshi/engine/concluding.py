"""From what a run has found to what people are told: the archive, the logbook and the desk get it, in this order."""

from collections.abc import Sequence

import structlog

from noroshi import tracing
from noroshi.alerts.desk import Desk
from noroshi.alerts.episodes import Turn
from noroshi.alerts.history import Deed
from noroshi.alerts.model import Alert
from noroshi.detections.archive import DetectionArchive
from noroshi.detections.model import SENSOR, Detection, Phase
from noroshi.indications.logbook import Logbook

_log = structlog.get_logger(__name__)


class Concluding:
    """Hands on what was found.

    Parameters
    ----------
    desk
        Who is told.
    archive
        Where detections are kept as they were concluded.
    logbook
        Takes what concerns nobody in particular, which the desk then never sees; None where nothing does.
    """

    def __init__(self, desk: Desk, archive: DetectionArchive, logbook: Logbook | None = None) -> None:
        self.desk = desk
        self.archive = archive
        self.logbook = logbook

    def conclude(self, found: Sequence[Detection], judging: int) -> Sequence[Turn]:
        """Write down what was found; give what became of alerts.

        Parameters
        ----------
        judging
            ns UTC by this machine's clock, when judging began; for `tracing`.

        Raises
        ------
        StorageError
            If the database fails.
        """
        judged = tracing.now()
        _log_sensors(found)
        self.archive.keep(found)
        recording = tracing.now()
        turns = self.desk.conclude(self._to_be_told(found))
        recorded = tracing.now()
        if recorded:
            for alert, deed, _, _ in turns:
                if deed is not None:
                    _trace(alert, deed, judging, judged, recording, recorded)
        return turns

    def _to_be_told(self, found: Sequence[Detection]) -> Sequence[Detection]:
        """Write down what concerns nobody in particular, and give the rest."""
        if self.logbook is None:
            return found
        self.logbook.conclude(found)
        return [each for each in found if not self.logbook.takes(each)]


def _trace(alert: Alert, deed: Deed, judging: int, judged: int, recording: int, recorded: int) -> None:
    """Say how an alert was concluded: from the observation, by judging, until it was written down."""
    conclusion = f"{alert.id}/{alert.version}"
    at = alert.detection.at
    observed = at if deed is Deed.ENDED else alert.detection.evidence.last
    tracing.done(
        "conclude",
        min(observed, judging),
        recorded,
        alert=alert.id,
        key=conclusion,
        deed=deed.value,
        kind=alert.kind,
        severity=alert.severity.value,
        delay=tracing.delay(at, recorded),
    )
    tracing.done("judge", judging, judged, alert=alert.id, within=conclusion)
    tracing.done("record", recording, recorded, alert=alert.id, within=conclusion)


def _log_sensors(found: Sequence[Detection]) -> None:
    """Log what begins and what ends of sensors, for there may be no operator to tell."""
    for each in found:
        if each.subject.kind == SENSOR and each.phase is Phase.NEW:
            _log.warning("a sensor is not well", sensor=each.subject.value, kind=each.kind, why=each.why)
        elif each.subject.kind == SENSOR and each.phase is Phase.ENDED:
            _log.info("a sensor is well again", sensor=each.subject.value, kind=each.kind)
