"""What people do with alerts."""

from collections.abc import Collection

from noroshi.alerts.model import Outcome
from noroshi.alerts.moves import Move
from noroshi.client.resource import Resource
from noroshi.records.alerts import ListedAlert
from noroshi.records.filters import Filter
from noroshi.records.moves import BulkDone


class Moves(Resource):
    """What people do with alerts, one or many.

    `version` is the version of the alert that one has seen; None if one does not mind what it has become. If somebody else was
    faster, `ProblemError` is of the kind version-conflict, and its body has the alert as it is now. A note stands in the history.
    """

    async def acknowledge(self, alert: str, version: int | None, *, note: str = "") -> ListedAlert:
        """Say that one works on it: it becomes one's own."""
        return await self._move(alert, Move.ACKNOWLEDGE, version, note=note)

    async def resolve(
        self, alert: str, version: int | None, outcome: Outcome, *, note: str = ""
    ) -> ListedAlert:
        """Close it, with what it turned out to be; a closed one gets a better outcome."""
        return await self._move(alert, Move.RESOLVE, version, outcome=outcome, note=note)

    async def reopen(self, alert: str, version: int | None, *, note: str = "") -> ListedAlert:
        """Put it back, so that somebody takes it: it is nobody's."""
        return await self._move(alert, Move.REOPEN, version, note=note)

    async def assign(self, alert: str, version: int | None, to: str, *, note: str = "") -> ListedAlert:
        """Say whose it is to deal with, by their id; "me", or empty for nobody's."""
        return await self._move(alert, Move.ASSIGN, version, to=to, note=note)

    async def snooze(self, alert: str, version: int | None, until: str, *, note: str = "") -> ListedAlert:
        """Put it out of officers' sight until a moment, or until it comes back or gets worse."""
        return await self._move(alert, Move.SNOOZE, version, until=until, note=note)

    async def wake(self, alert: str, version: int | None, *, note: str = "") -> ListedAlert:
        """Put it back in sight."""
        return await self._move(alert, Move.WAKE, version, note=note)

    async def note(self, alert: str, version: int | None, note: str) -> ListedAlert:
        """Write something into its history."""
        return await self._move(alert, Move.NOTE, version, note=note)

    async def merge(self, alert: str, version: int | None, into: str, *, note: str = "") -> ListedAlert:
        """Deal with it together with another alert of its organisation, until it is seen again."""
        return await self._move(alert, Move.MERGE, version, into=into, note=note)

    async def unmerge(self, alert: str, version: int | None, *, note: str = "") -> ListedAlert:
        """Let it stand alone again."""
        return await self._move(alert, Move.UNMERGE, version, note=note)

    async def undo(self, alert: str, version: int | None, *, note: str = "") -> ListedAlert:
        """Take back what was done last with it, if a person did it or the centre closed it."""
        return await self._move(alert, Move.UNDO, version, note=note)

    async def bulk(
        self,
        move: Move,
        alerts: Filter | Collection[tuple[str, int | None]],
        *,
        note: str = "",
        outcome: Outcome | None = None,
        to: str = "",
        until: str = "",
        into: str = "",
    ) -> BulkDone:
        """Do the same with many alerts; each is done or refused by itself.

        Parameters
        ----------
        alerts
            All that a filter means, or some by id, each with the version that one has seen.
        """
        by_filter = isinstance(alerts, Filter)
        body = {
            "move": move,
            "filter": alerts if by_filter else None,
            "ids": None if by_filter else alerts,
            "note": note,
            "outcome": outcome,
            "to": to,
            "until": until,
            "into": into,
        }
        return await self._line.do(BulkDone, "POST", "alerts", "bulk", body=body)

    async def _move(self, alert: str, move: Move, version: int | None, **asked: str) -> ListedAlert:
        seen = {"If-Match": "*" if version is None else f'"{version}"'}
        return await self._line.do(ListedAlert, "POST", "alerts", alert, move, body=asked, headers=seen)
