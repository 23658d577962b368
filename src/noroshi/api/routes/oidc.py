"""Signing in by the OpenID Connect provider that a centre trusts."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

from litestar import Request, Response, get
from litestar.datastructures import Cookie
from litestar.params import QueryParameter

from noroshi.api.gate import ANYBODY
from noroshi.api.given import Given
from noroshi.api.routes.session import cookies
from noroshi.errors import NoroshiError, NotFoundError, OvertakenError, SignInError, StrangerError
from noroshi.people.door import Door
from noroshi.people.joining import Joined
from noroshi.people.sessions import Visit

COOKIE: Final = "noroshi_oidc"
"""Says in which browser somebody went to the provider."""

PATH: Final = "/api/v1/session/oidc"

AWAY: Final = 600
"""Seconds that somebody may be away, at most."""

PAGE: Final = "/sign-in/refused"
"""The console's page that says why."""

GONE: Final = Cookie(COOKIE, path=PATH, value="", max_age=0)
"""The tie is worth nothing once somebody is back."""


REASONS: Final[Mapping[type[NoroshiError], str]] = {
    StrangerError: "stranger",
    SignInError: "provider",
    NotFoundError: "invitation",
    OvertakenError: "taken",
    NoroshiError: "trouble",
}
"""Why somebody is not let in, as the console's page has it; the nearest of an error's kinds decides."""

DECLINED: Final = "access_denied"
"""What a provider says of somebody who said no there: RFC 6749, 4.1.2.1."""


@get("/session/oidc", may=ANYBODY, notes=None, status_code=302, sync_to_thread=True)
def go_to_provider(
    door: Given[Door],
    invitation: Annotated[
        str, QueryParameter(description="The last part of an invitation's link, to accept it so; else empty.")
    ] = "",
    renewing: Annotated[
        bool | None, QueryParameter(name="renew", description="Have the provider ask anew who it is.")
    ] = None,
) -> Response[None]:
    """Go to the provider, who sends the browser back."""
    entrance = _entrance(door)
    try:
        departure = entrance.depart(invitation, renewing=bool(renewing))
    except NoroshiError as fault:
        return _not_let_in(fault)
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
    error: Annotated[str, QueryParameter(description="Why the provider did not let them in.")] = "",
) -> Response[None]:
    """Come back from the provider, and be signed in; or see, on a page of the console, why not."""
    entrance = _entrance(door)
    if error == DECLINED:
        return _to_page("declined")
    try:
        arrived = entrance.arrive(began, request.cookies.get(COOKIE, ""), code, visit)
    except NoroshiError as fault:
        return _not_let_in(fault)
    somebody = arrived.entered if isinstance(arrived, Joined) else arrived
    return Response(None, headers={"Location": "/"}, cookies=[*cookies(door, somebody), GONE])


def _not_let_in(fault: NoroshiError) -> Response[None]:
    """Show a person why they are not let in: they came with their browser, which would show them JSON."""
    return _to_page(next(REASONS[kind] for kind in type(fault).__mro__ if kind in REASONS))


def _to_page(why: str) -> Response[None]:
    return Response(None, headers={"Location": f"{PAGE}?why={why}"}, cookies=[GONE])


def _entrance(door: Door) -> Any:
    if door.oidc is None:
        raise NotFoundError("this centre trusts no provider")
    return door.oidc


ROUTES = (go_to_provider, come_back)
