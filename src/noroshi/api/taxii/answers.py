"""Bytes as answers, and every error in TAXII's own form (TAXII 2.1, 3.6.1): its clients read that, and no problem+json."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException

from noroshi.api.problems import AGAIN, STATUSES, Refusal
from noroshi.errors import NoroshiError, SignInError
from noroshi.sharing.taxii.media import TAXII
from noroshi.sharing.taxii.refusals import Refused, error

WAYS_IN = 'Basic realm="TAXII", Bearer'
"""What somebody can come with; certificates need no saying."""

_log = structlog.get_logger("noroshi.taxii")


def answer(
    content: bytes, status: HTTPStatus = HTTPStatus.OK, headers: Mapping[str, str] | None = None
) -> Response[bytes]:
    """Send bytes."""
    return Response(content, status_code=status, media_type=TAXII, headers=dict(headers or {}))


def resource(**properties: Any) -> bytes:
    """Write a resource; what is empty is left out."""
    return msgspec.json.encode({name: value for name, value in properties.items() if value != ""})


def reason_of(fault: Exception) -> str:
    """Say why a request is not done, in words of which there are few, so that they can be counted."""
    match fault:
        case Refused():
            return fault.reason
        case Refusal():
            return fault.detail
        case SignInError():
            return fault.message
        case HTTPException():
            return HTTPStatus(fault.status_code).phrase
        case NoroshiError():
            return _status(fault).phrase
        case _:
            return HTTPStatus.INTERNAL_SERVER_ERROR.phrase


def refused(_: Request[Any, Any, Any], fault: Refused) -> Response[bytes]:
    """Answer what TAXII refuses."""
    return _refusal(fault.status, fault.reason)


def refused_by_house(_: Request[Any, Any, Any], fault: Refusal) -> Response[bytes]:
    """Answer what the API refuses to anybody: who asks too fast."""
    return _refusal(fault.status, fault.detail, fault.headers)


def failed(_: Request[Any, Any, Any], fault: NoroshiError) -> Response[bytes]:
    """Answer what the house refuses; hints name commands, which are not for partners."""
    status = _status(fault)
    if status is HTTPStatus.INTERNAL_SERVER_ERROR:
        return unforeseen(_, fault)
    is_busy = status is HTTPStatus.SERVICE_UNAVAILABLE
    return _refusal(
        status,
        "the centre cannot answer right now" if is_busy else fault.message,
        {"Retry-After": str(AGAIN)} if is_busy else {},
    )


def _status(fault: NoroshiError) -> HTTPStatus:
    return next(STATUSES[kind] for kind in type(fault).__mro__ if kind in STATUSES)


def asked_wrongly(_: Request[Any, Any, Any], fault: HTTPException) -> Response[bytes]:
    """Answer what the framework refuses: an unknown address, a method, a body that is too large."""
    status = HTTPStatus(fault.status_code)
    if status is HTTPStatus.INTERNAL_SERVER_ERROR:
        return unforeseen(_, fault)
    return _refusal(status, "", fault.headers)


def unforeseen(_: Request[Any, Any, Any], fault: Exception) -> Response[bytes]:
    """Answer an error that nobody foresaw, without what is inside; the log has it."""
    _log.error("an error that nobody foresaw", exc_info=fault)
    return _refusal(HTTPStatus.INTERNAL_SERVER_ERROR, "something went wrong in here")


def _refusal(status: HTTPStatus, reason: str, headers: Mapping[str, str] | None = None) -> Response[bytes]:
    given = dict(headers or {})
    if status is HTTPStatus.UNAUTHORIZED:
        given["WWW-Authenticate"] = WAYS_IN
    return answer(error(status, reason), status, given)
