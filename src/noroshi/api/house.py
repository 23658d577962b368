"""What routes ask for, each by its name: everything about one caller follows from the request."""

from collections.abc import Callable, Mapping
from typing import Any

from litestar import Request, Response
from litestar.connection import ASGIConnection
from litestar.di import Provide

from noroshi.api.conflicts import conflict
from noroshi.api.crowd import Crowd
from noroshi.api.events.journal import Journal
from noroshi.api.filters import wanted_by_query
from noroshi.api.gate import Gate, address_of
from noroshi.api.given import Given
from noroshi.api.live import Live
from noroshi.api.pushing import Pushing
from noroshi.api.refusing import Refusing
from noroshi.api.register import Register
from noroshi.api.routes.session import visit_of
from noroshi.api.sight.activity import SeenActivity
from noroshi.api.sight.alerts import SeenAlerts
from noroshi.api.sight.block_lists import SeenBlockLists
from noroshi.api.sight.campaigns import SeenCampaigns
from noroshi.api.sight.exporting import Exporting
from noroshi.api.sight.indications import SeenIndications
from noroshi.api.sight.moves import Moves
from noroshi.api.sight.notices import SeenNotices
from noroshi.api.sight.organisations import SeenOrganisations
from noroshi.api.sight.reach import Reach
from noroshi.api.sight.reports import SeenReports
from noroshi.api.sight.silences import SeenSilences
from noroshi.api.sight.spaces import SeenSpaces
from noroshi.api.still import Still
from noroshi.app import Application
from noroshi.app.abuse_reporting import AbuseReporting
from noroshi.app.blocking import BlockLists
from noroshi.app.partnering import Partnering
from noroshi.errors import VersionConflictError
from noroshi.people.audit import By
from noroshi.people.caller import Caller
from noroshi.people.door import Door
from noroshi.sharing.blocklists.blocking import Blocking
from noroshi.sharing.releasing import Releasing


class House:
    """One for an application: what all requests share, and what is made for each.

    Parameters
    ----------
    centre
        Whose books these are.
    live
        The watch in this process, if one runs.
    crowd
        Counts those who follow and look on; None for one of its own.
    """

    def __init__(self, centre: Application, live: Live | None, crowd: Crowd | None = None) -> None:
        self.door = centre.door
        self.gate = Gate(self.door)
        self.refusing = Refusing(self.door.refusals)
        self.journal = Journal(centre, Register(centre), live)
        self.crowd = crowd or Crowd()
        self._centre = centre
        self._lists = BlockLists(centre)
        self._pushing = Pushing(centre)
        self._live = live

    def close(self) -> None:
        """Let go of everybody who follows; any thread may ask."""
        self.journal.close()

    def dependencies(self) -> Mapping[str, Provide]:
        """Give what makes each thing that a route asks for."""
        shared: dict[str, Callable[..., Any]] = {
            "centre": lambda: self._centre,
            "door": lambda: self.door,
            "crowd": lambda: self.crowd,
            "journal": lambda: self.journal,
            "lists": lambda: self._lists,
            "live": lambda: self._live,
            "pushing": lambda: self._pushing,
            "register": lambda: self.journal.register,
        }
        each: dict[str, Callable[..., Any]] = {
            "abuse": self._abuse,
            "block_lists": self._block_lists,
            "blocking": self._blocking,
            "by": _by,
            "caller": _caller,
            "reach": self._reach,
            "still": self._still,
            "visit": visit_of,
            "wanted": wanted_by_query,
            "activity": _activity,
            "alerts": _alerts,
            "campaigns": _campaigns,
            "exporting": _exporting,
            "indications": _indications,
            "moves": _moves,
            "notices": _notices,
            "organisations": _organisations,
            "partnering": _partnering,
            "releasing": _releasing,
            "reports": _reports,
            "silences": _silences,
            "spaces": _spaces,
        }
        return {name: Provide(make, sync_to_thread=False) for name, make in (shared | each).items()}

    def _abuse(self, by: Given[By]) -> AbuseReporting:
        return AbuseReporting(self._centre, self._lists, by)

    def _block_lists(self, reach: Given[Reach]) -> SeenBlockLists:
        return SeenBlockLists(reach, self._lists)

    def _blocking(self, by: Given[By]) -> Blocking:
        return self._lists.by(self.door.audit, by)

    def conflicted(self, request: Request[Caller, Any, Any], fault: VersionConflictError) -> Response[Any]:
        """Answer a caller who changes what they have not seen."""
        return conflict(fault, SeenAlerts(self._reach(request)))

    def _reach(self, request: ASGIConnection[Any, Caller, Any, Any]) -> Reach:
        return Reach(self._centre, self.journal.register, self.door, request.user, address_of(request))

    def _still(self, request: ASGIConnection[Any, Caller, Any, Any]) -> Still:
        return Still(self._reach(request), lambda: self.gate.again(request))


def _by(caller: Given[Caller], request: Request[Any, Any, Any]) -> By:
    return By.caller(caller, address_of(request))


def _caller(request: Request[Caller, Any, Any]) -> Caller:
    return request.user


def _activity(reach: Given[Reach]) -> SeenActivity:
    return SeenActivity(reach)


def _alerts(reach: Given[Reach]) -> SeenAlerts:
    return SeenAlerts(reach)


def _campaigns(reach: Given[Reach]) -> SeenCampaigns:
    return SeenCampaigns(reach)


def _exporting(reach: Given[Reach], alerts: Given[SeenAlerts]) -> Exporting:
    return Exporting(reach, alerts)


def _indications(reach: Given[Reach]) -> SeenIndications:
    return SeenIndications(reach)


def _moves(reach: Given[Reach], alerts: Given[SeenAlerts]) -> Moves:
    return Moves(reach, alerts)


def _notices(reach: Given[Reach]) -> SeenNotices:
    return SeenNotices(reach)


def _organisations(reach: Given[Reach], alerts: Given[SeenAlerts]) -> SeenOrganisations:
    return SeenOrganisations(reach, alerts)


def _partnering(centre: Given[Application], by: Given[By]) -> Partnering:
    return Partnering(centre, by)


def _releasing(centre: Given[Application], door: Given[Door], by: Given[By]) -> Releasing:
    return Releasing(
        centre.sharing, centre.alerts, centre.indications, centre.organisations, door.audit, by, centre.clock
    )


def _reports(
    reach: Given[Reach],
    alerts: Given[SeenAlerts],
    silences: Given[SeenSilences],
) -> SeenReports:
    return SeenReports(reach, alerts, silences)


def _silences(reach: Given[Reach]) -> SeenSilences:
    return SeenSilences(reach)


def _spaces(reach: Given[Reach]) -> SeenSpaces:
    return SeenSpaces(reach)
