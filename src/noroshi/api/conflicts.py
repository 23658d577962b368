"""Two at one alert: the slower one is told what the faster one did, and how the alert is now."""

from http import HTTPStatus
from typing import Any

from litestar import Response

from noroshi.api.problems import Problem, answer, problem
from noroshi.api.sight.alerts import SeenAlerts
from noroshi.clock import iso
from noroshi.errors import VersionConflictError
from noroshi.records.alerts import ListedAlert


class Conflict(Problem, frozen=True, kw_only=True):
    """Somebody else was faster."""

    alert: ListedAlert
    """The alert, as it is now."""
    who: str
    """Who did something with it last: a person, or noroshi for what was seen."""
    at: str
    """When, ISO 8601 in UTC."""
    deed: str
    """What that was, such as acknowledged."""


def conflict(fault: VersionConflictError, alerts: SeenAlerts) -> Response[Any]:
    """Answer a caller who changes what they have not seen."""
    status = HTTPStatus.PRECONDITION_FAILED
    told = problem(status, "version-conflict", fault.message, fault.hint)
    now = alerts.listed([alerts.get(fault.alert)])[0]
    return answer(
        Conflict(
            told.type,
            told.title,
            told.status,
            told.detail,
            told.hint,
            alert=now,
            who=fault.who,
            at=iso(fault.at),
            deed=fault.deed,
        ),
        status,
        {"ETag": f'"{now.version}"'},
    )
