"""Signing in by the OpenID Connect provider that a centre trusts."""

from typing import Annotated, Any, Final

from litestar import Request, Response, get
from litestar.datastructures import Cookie
from litestar.params import QueryParameter

from noroshi.api.gate import ANYBODY
from noroshi.api.given import Given
from noroshi.api.routes.session import cookies
from noroshi.errors import NotFoundError
from noroshi.people.door import Door
from noroshi.people.joining import Joined
from noroshi.people.sessions import Visit

COOKIE: Final = "noroshi_oidc"
"""Says in which browser somebody went to the provider."""

PATH: Final = "/api/v1/session/oidc"

AWAY: Final = 600
"""Seconds that somebody may be away, at most."""


@get("/session/oidc", may=ANYBODY, notes=None, status_code=302, sync_to_thread=True)
def go_to_provider(
    door: Given[Door],
    invitation: Annotated[
        str, QueryParameter(description="The last part of an invitation's link, to accept it so; else empty.")
    ] = "",
) -> Response[None]:
    """Go to the provider, who sends the browser back."""
    departure = _entrance(door).depart(invitation)
    # Lax, for it is another site that sends the browser back.
    cookie = Cookie(
        COOKIE,
        path=PATH,
        value=departure.cookie.reveal(),
        max_age=AWAY,
        httponly=True,
        secure=door.settings.public.startswith("https://"),
        samesite="lax",
    )
    return Response(None, headers={"Location": departure.url}, cookies=[cookie])


@get("/session/oidc/callback", may=ANYBODY, notes=None, status_code=302, sync_to_thread=True)
def come_back(
    door: Given[Door],
    visit: Given[Visit],
    request: Request[Any, Any, Any],
    began: Annotated[str, QueryParameter(name="state", description="As the provider was given it.")] = "",
    code: Annotated[str, QueryParameter(description="What the provider knows the person by.")] = "",
) -> Response[None]:
    """Come back from the provider, and be signed in."""
    arrived = _entrance(door).arrive(began, request.cookies.get(COOKIE, ""), code, visit)
    somebody = arrived.entered if isinstance(arrived, Joined) else arrived
    gone = Cookie(COOKIE, path=PATH, value="", max_age=0)
    return Response(None, headers={"Location": "/"}, cookies=[*cookies(door, somebody), gone])


def _entrance(door: Door) -> Any:
    if door.oidc is None:
        raise NotFoundError("this centre trusts no provider")
    return door.oidc


ROUTES = (go_to_provider, come_back)
