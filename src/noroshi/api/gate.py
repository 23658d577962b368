"""Who asks, and whether they may: every route passes here, and none answers without having said who may use it."""

from asyncio import to_thread
from http import HTTPStatus
from secrets import compare_digest
from typing import Any, Final, NamedTuple, Protocol, TypeAlias
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.handlers import BaseRouteHandler

from noroshi.api.problems import Refusal
from noroshi.people.caller import Caller
from noroshi.people.rights import Right

Connection: TypeAlias = ASGIConnection[Any, Any, Any, Any]

COOKIE: Final = "noroshi_session"
"""Holds the session's secret; no script can read it, and no other site makes a browser send it."""

CSRF: Final = "X-Noroshi-CSRF"
"""The header that a page of ours sends with whatever changes something: only such a page can read what belongs in it."""

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing (RFC 9110, 9.2.1)."""

ANYBODY: Final[frozenset[Right]] = frozenset()
"""In place of rights: the route is for people who have not signed in."""

SOMEBODY: Final = frozenset(Right)
"""In place of rights: whoever has signed in."""

SEES: Final = frozenset({Right.SEE, Right.SEE_OWN})
"""Whoever sees alerts, be it only those of their own organisation."""


class Session(NamedTuple):
    """A session that is open."""

    caller: Caller
    csrf: str
    expires: int
    """ns UTC."""


class Doors(Protocol):
    """Knows people by what they show."""

    def session(self, secret: str) -> Session:
        """Give the session of a cookie.

        Raises
        ------
        SignInError
            If there is none.
        """
        ...

    def token(self, secret: str) -> Caller:
        """Give the caller of a token.

        Raises
        ------
        SignInError
            If there is none.
        """
        ...


class Gate:
    """Lets callers through who may, and tells the route who they are.

    A route says `may=RIGHTS`, and whoever has one of these rights passes.

    Parameters
    ----------
    doors
        Know people.
    origins
        Where our own pages come from; empty for the host that the request itself names.
    """

    def __init__(self, doors: Doors, origins: frozenset[str] = frozenset()) -> None:
        self._doors = doors
        self._origins = origins

    async def __call__(self, connection: Connection, route: BaseRouteHandler) -> None:
        """Refuse, or put the caller into the connection as its user."""
        rights: frozenset[Right] = route.opt["may"]
        if _is_unsafe(connection):
            self._check_origin(connection)
        if rights != ANYBODY:
            connection.scope["user"] = await to_thread(self._caller, connection, rights)

    def _caller(self, connection: Connection, rights: frozenset[Right]) -> Caller:
        caller = self._known(connection)
        if not caller.rights & rights:
            caller.require(min(rights - caller.rights))
        return caller

    def _known(self, connection: Connection) -> Caller:
        scheme, _, token = connection.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return self._doors.token(token.strip())
        session = self._doors.session(connection.cookies.get(COOKIE, ""))
        if _is_unsafe(connection) and connection.scope["type"] == ScopeType.HTTP:
            _check_csrf(connection, session.csrf)
        return session.caller

    def _check_origin(self, connection: Connection) -> None:
        """Refuse what another site's page sends; programs send no origin."""
        origin = connection.headers.get("Origin")
        if origin is None:
            return
        host = connection.headers.get("Host", "")
        is_ours = origin in self._origins if self._origins else urlsplit(origin).netloc == host
        if not is_ours:
            raise Refusal(
                HTTPStatus.FORBIDDEN, "foreign-origin", "the request comes from a page of another site"
            )


def _is_unsafe(connection: Connection) -> bool:
    """Say whether a request may change something, or, as a WebSocket, is not protected by the browser itself."""
    return connection.scope["type"] != ScopeType.HTTP or connection.scope["method"] not in SAFE


def _check_csrf(connection: Connection, expected: str) -> None:
    given = connection.headers.get(CSRF, "")
    if not compare_digest(given.encode(), expected.encode()):
        raise Refusal(
            HTTPStatus.FORBIDDEN,
            "csrf",
            f"the header {CSRF} is missing or wrong",
            hint="GET /api/v1/session gives its value.",
        )
