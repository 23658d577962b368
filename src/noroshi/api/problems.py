"""Every error as `application/problem+json` (RFC 9457), with a hint of what to do next."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from msgspec import Struct

from noroshi.errors import (
    AccessError,
    CodeNeededError,
    DeliveryError,
    ExchangeError,
    ForbiddenError,
    MoveRefusedError,
    NoroshiError,
    NotFoundError,
    OvertakenError,
    RenewalNeededError,
    RosterError,
    SettingsError,
    SignInError,
    StorageError,
    TooOftenError,
    UsageError,
    VersionConflictError,
)
from noroshi.people.caller import Caller, Via

MEDIA: Final = "application/problem+json"

AGAIN: Final = 1
"""Seconds until a caller may try again what failed because somebody else was faster, or the database busy."""

STATUSES: Final[Mapping[type[NoroshiError], HTTPStatus]] = {
    UsageError: HTTPStatus.UNPROCESSABLE_ENTITY,
    SettingsError: HTTPStatus.INTERNAL_SERVER_ERROR,
    RosterError: HTTPStatus.UNPROCESSABLE_ENTITY,
    VersionConflictError: HTTPStatus.PRECONDITION_FAILED,
    NotFoundError: HTTPStatus.NOT_FOUND,
    MoveRefusedError: HTTPStatus.CONFLICT,
    OvertakenError: HTTPStatus.SERVICE_UNAVAILABLE,
    StorageError: HTTPStatus.SERVICE_UNAVAILABLE,
    DeliveryError: HTTPStatus.BAD_GATEWAY,
    ExchangeError: HTTPStatus.BAD_GATEWAY,
    AccessError: HTTPStatus.FORBIDDEN,
    SignInError: HTTPStatus.UNAUTHORIZED,
    CodeNeededError: HTTPStatus.UNAUTHORIZED,
    TooOftenError: HTTPStatus.TOO_MANY_REQUESTS,
    ForbiddenError: HTTPStatus.FORBIDDEN,
    RenewalNeededError: HTTPStatus.FORBIDDEN,
}
"""What an error is to HTTP; the nearest of its kinds decides."""

_log = structlog.get_logger("noroshi.api")


class Problem(Struct, frozen=True):
    """Why a request was not done."""

    type: str
    """What sort of problem it is: a relative URI such as /problems/not-found, always the same for the same sort."""
    title: str
    """The sort of problem, in a few words."""
    status: int
    """The HTTP status."""
    detail: str = ""
    """What happened this time, in one sentence."""
    hint: str = ""
    """What to do next; may be empty."""


class Faulty(Problem, frozen=True, kw_only=True):
    """A roster is not taken."""

    faults: tuple[str, ...] = ()
    """Each as "row, field: reason"; none if it is the request that is wrong."""


class Refusal(Exception):  # noqa: N818  # it is not always an error: a page that has not changed is one
    """A request that the API itself refuses.

    Parameters
    ----------
    status
        The HTTP status.
    kind
        The last part of the problem's type.
    """

    def __init__(
        self,
        status: HTTPStatus,
        kind: str,
        detail: str,
        *,
        hint: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.kind = kind
        self.detail = detail
        self.hint = hint
        self.headers = dict(headers or {})


def problem(status: HTTPStatus, kind: str, detail: str = "", hint: str = "") -> Problem:
    """Make a problem; its title follows from its kind."""
    return Problem(f"/problems/{kind}", kind.replace("-", " ").capitalize(), status, detail, hint)


def answer(told: Struct, status: HTTPStatus, headers: Mapping[str, str] | None = None) -> Response[Any]:
    """Send a problem."""
    return Response(told, status_code=status, media_type=MEDIA, headers=dict(headers or {}))


def refused(_: Request[Any, Any, Any], fault: Refusal) -> Response[Any]:
    """Answer what the API itself refuses."""
    return answer(problem(fault.status, fault.kind, fault.detail, fault.hint), fault.status, fault.headers)


def status_of(fault: NoroshiError) -> HTTPStatus:
    """Say what an error is to HTTP."""
    return next(STATUSES[kind] for kind in type(fault).__mro__ if kind in STATUSES)


def failed(_: Request[Any, Any, Any], fault: NoroshiError) -> Response[Any]:
    """Answer what the house refuses."""
    status = status_of(fault)
    if status is HTTPStatus.INTERNAL_SERVER_ERROR:
        return unforeseen(_, fault)
    headers = {}
    if isinstance(fault, TooOftenError):
        headers["Retry-After"] = str(fault.wait)
    elif status is HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = str(AGAIN)
    elif status is HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    hint = "" if status is HTTPStatus.NOT_FOUND else fault.hint  # that names a command
    told = problem(status, _kind(type(fault)), fault.message, hint)
    if isinstance(fault, RosterError):
        told = Faulty(told.type, told.title, told.status, told.detail, told.hint, faults=fault.faults)
    return answer(told, status, headers)


def asked_wrongly(_: Request[Any, Any, Any], fault: HTTPException) -> Response[Any]:
    """Answer what the framework refuses: an unknown address, a method, a value that is none."""
    status = HTTPStatus(fault.status_code)
    if status is HTTPStatus.INTERNAL_SERVER_ERROR:
        return unforeseen(_, fault)
    detail = "" if status in {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED} else _explained(fault)
    kind = status.phrase.lower().replace(" ", "-")
    return answer(problem(status, kind, detail), status, fault.headers)


def unforeseen(_: Request[Any, Any, Any], fault: Exception) -> Response[Any]:
    """Answer an error that nobody foresaw, without what is inside; the log has it."""
    _log.error("an error that nobody foresaw", exc_info=fault)
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    told = problem(
        status, "unforeseen", "Something went wrong in here.", "The centre's log says what; please report it."
    )
    return answer(told, status)


def _kind(fault: type[NoroshiError]) -> str:
    """Name a kind of error as a problem: NotFoundError is not-found."""
    words = "".join(
        f"-{each.lower()}" if each.isupper() else each for each in fault.__name__.removesuffix("Error")
    )
    return words.lstrip("-")


def _explained(fault: HTTPException) -> str:
    """Say what of a request is wrong, without the framework's own sentences about itself."""
    if isinstance(fault, ValidationException) and isinstance(fault.extra, list):
        return "; ".join(f"{each.get('key', 'body')}: {each.get('message', '')}" for each in fault.extra)
    return fault.detail


def by_hand(caller: Caller) -> None:
    """Refuse a program: a token that leaks shall not make others, nor let anybody sign in.

    Raises
    ------
    Refusal
        If the caller has not signed in with a browser.
    """
    if caller.via is not Via.SESSION:
        raise Refusal(
            HTTPStatus.FORBIDDEN, "by-hand", "only somebody who has signed in with a browser may do that"
        )
