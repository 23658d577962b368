"""The same move for many alerts at once: named ones, or all that a filter means."""

from http import HTTPStatus

from litestar import post
from litestar.params import JSONBody

from noroshi.alerts.moves import Move
from noroshi.alerts.moving import Seen
from noroshi.api.filters import wanted_by
from noroshi.api.gate import HANDLES
from noroshi.api.given import Given
from noroshi.api.problems import Refusal
from noroshi.api.routes.moves import MoveAsked
from noroshi.api.sight.moves import Moves
from noroshi.people.caller import Caller
from noroshi.records.filters import Filter
from noroshi.records.moves import BulkDone, RefusedMove


class BulkAsked(MoveAsked, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A move, and which alerts it is for: some by id, or all that a filter means."""

    move: Move
    """What to do with them."""
    ids: tuple[tuple[str, int | None], ...] | None = None
    """Each alert's id, and the version that the caller saw; null if they do not mind what it has become."""
    filter: Filter | None = None
    """Which alerts, however many."""


@post("/alerts/bulk", may=HANDLES, notes=None, status_code=200, sync_to_thread=True)
def move_alerts(data: JSONBody[BulkAsked], caller: Given[Caller], moves: Given[Moves]) -> BulkDone:
    """Do the same with many alerts; each is done or refused by itself."""
    asked = data.asked(data.move, caller)
    if data.ids is not None and data.filter is None:
        moved = moves.named([Seen(*each) for each in data.ids], asked)
    elif data.filter is not None and data.ids is None:
        moved = moves.all(wanted_by(data.filter, caller), asked)
    else:
        raise Refusal(
            HTTPStatus.BAD_REQUEST, "bad-request", "either ids or filter says which alerts are meant"
        )
    return BulkDone(
        tuple((alert.id, alert.version) for alert in moved.done),
        tuple(RefusedMove(each.alert, each.error.message, each.error.hint) for each in moved.refused),
    )


ROUTES = (move_alerts,)
