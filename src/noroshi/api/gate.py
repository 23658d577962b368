"""Who asks, and whether they may: every route passes here, and none answers without having said who may use it."""

from asyncio import to_thread
from http import HTTPStatus
from typing import Any, Final, TypeAlias

from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.handlers import BaseRouteHandler

from noroshi.api.pace import Pace
from noroshi.api.problems import Refusal, by_hand
from noroshi.people.audit import What
from noroshi.people.caller import Caller
from noroshi.people.door import Door
from noroshi.people.rights import Right
from noroshi.people.sessions import SignedIn

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

HANDLES: Final = frozenset({Right.WORK, Right.ANSWER})
"""Whoever does something with alerts, be it only to answer."""


class Gate:
    """Lets callers through who may, and tells the route who they are.

    A route says `may=RIGHTS`, and whoever has one of these rights passes; and `notes=WHAT`, under which the audit has
    that somebody read it, before they do. One that opens doors says `fresh=True`: it is for people, who have proved
    within minutes who they are, and for no program.

    Parameters
    ----------
    door
        Knows people.
    """

    def __init__(self, door: Door) -> None:
        self._door = door
        self._pace = Pace()

    async def __call__(self, connection: Connection, route: BaseRouteHandler) -> None:
        """Refuse, or put the caller into the connection as its user, and the session as what proves that."""
        rights: frozenset[Right] | None = route.opt.get("may")
        if rights is None:
            raise Refusal(HTTPStatus.NOT_FOUND, "not-found", "")  # nobody has said who may use it
        if _is_unsafe(connection):
            self._check_origin(connection)
            _check_kind(connection)
        if rights == ANYBODY:
            if not route.opt.get("unpaced"):  # the console's files: many officers may share an address
                self._pace.check(address_of(connection))
            return
        await to_thread(self._let_in, connection, route, rights)

    def again(self, connection: Connection) -> Caller:
        """Say once more who it is that looks on; it does not keep a session alive.

        Raises
        ------
        SignInError
            If it is nobody any more.
        """
        return self._known(connection, by_itself=True)[0]

    def _let_in(self, connection: Connection, route: BaseRouteHandler, rights: frozenset[Right]) -> None:
        caller, session = self._known(connection, by_itself=bool(route.opt.get("by_itself")))
        # Before anything is refused, so that the audit can say to whom.
        connection.scope["user"], connection.scope["auth"] = caller, session
        self._pace.check(caller.credential)
        if session and _is_unsafe(connection) and connection.scope["type"] == ScopeType.HTTP:
            self._door.sessions.check_csrf(session, connection.headers.get(CSRF, ""))
        if not caller.rights & rights:
            caller.require(min(rights - caller.rights))
        if route.opt.get("fresh"):
            by_hand(caller)
            self._door.sessions.check_proved(session)
        what: What | None = route.opt["notes"]
        if what is not None:
            query = connection.scope["query_string"].decode("ascii", "replace")
            about = connection.url.path + (f"?{query}" if query else "")
            self._door.reads.note(caller, about, address_of(connection), what)

    def _known(self, connection: Connection, *, by_itself: bool) -> tuple[Caller, SignedIn | None]:
        scheme, _, token = connection.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return self._door.tokens.caller(token.strip()), None
        session = self._door.sessions.caller(connection.cookies.get(COOKIE, ""), active=not by_itself)
        return session.caller, session

    def _check_origin(self, connection: Connection) -> None:
        """Refuse what another site's page sends; programs send no origin."""
        origin = connection.headers.get("Origin")
        scheme = "https" if connection.scope["scheme"] in {"https", "wss"} else "http"
        ours = {self._door.settings.origin, f"{scheme}://{connection.headers.get('Host', '')}"}
        if origin is not None and origin.lower() not in ours:
            raise Refusal(
                HTTPStatus.FORBIDDEN, "foreign-origin", "the request comes from a page of another site"
            )


def address_of(connection: Connection) -> str:
    """Give the network address that a request comes from."""
    return connection.client.host if connection.client else ""


def _check_kind(connection: Connection) -> None:
    """Refuse a body that is no JSON: a form, which another site's page may send without asking, is none."""
    headers = connection.headers
    has_body = headers.get("Content-Length", "0") != "0" or "Transfer-Encoding" in headers
    kind = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if has_body and kind != "application/json":
        raise Refusal(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", "the body is not application/json"
        )


def _is_unsafe(connection: Connection) -> bool:
    """Say whether a request may change something, or, as a WebSocket, is not protected by the browser itself."""
    return connection.scope["type"] != ScopeType.HTTP or connection.scope["method"] not in SAFE
