"""Moves: what people do with one alert."""

from typing import Annotated

from litestar import Response, post
from litestar.params import HeaderParameter, JSONBody, PathParameter
from msgspec import Struct

from noroshi.alerts.model import Outcome
from noroshi.alerts.moves import Asked, Move
from noroshi.api.conditions import expected_version
from noroshi.api.gate import HANDLES
from noroshi.api.given import Given
from noroshi.api.moments import moment_of
from noroshi.api.routes.alerts import AlertId
from noroshi.api.sight.alerts import SeenAlerts
from noroshi.api.sight.moves import Moves
from noroshi.people.caller import Caller
from noroshi.records.alerts import ListedAlert


class MoveAsked(Struct, frozen=True, forbid_unknown_fields=True):
    """What a move takes."""

    note: str = ""
    """What there is to say about it; it stands in the history. The move `note` needs it."""
    outcome: Outcome | None = None
    """For `resolve`, and only then: what it turned out to be."""
    to: str = ""
    """For `assign`: the id of the person whose it becomes; empty for nobody's."""
    until: str = ""
    """For `snooze`, and only then: until when, in ISO 8601."""
    into: str = ""
    """For `merge`, and only then: the other alert's id."""

    def asked(self, move: Move, caller: Caller) -> Asked:
        """Say what a caller asks for.

        Raises
        ------
        Refusal
            If the moment is none.
        """
        return Asked(
            move,
            caller.person.id,
            " ".join(self.note.split()),
            self.outcome,
            caller.person.id if self.to == "me" else self.to,
            moment_of(self.until, "until") if self.until else None,
            self.into,
        )


@post("/alerts/{alert:str}/{move:str}", may=HANDLES, notes=None, status_code=200, sync_to_thread=True)
def move_alert(
    alert: AlertId,
    move: Annotated[Move, PathParameter(description="What to do with it.")],
    data: JSONBody[MoveAsked],
    caller: Given[Caller],
    alerts: Given[SeenAlerts],
    moves: Given[Moves],
    if_match: Annotated[
        str | None,
        HeaderParameter(
            name="If-Match", description="The ETag of the alert as the caller saw it; * for any."
        ),
    ] = None,
) -> Response[ListedAlert]:
    """Do something with an alert that the caller has seen as it is now.

    If somebody else was faster, the answer is 412, with the alert as it is and what was done last.
    """
    moved = moves.one(alert, data.asked(move, caller), expected_version(if_match))
    return Response(alerts.listed([moved])[0], headers={"ETag": f'"{moved.version}"'})


ROUTES = (move_alert,)
