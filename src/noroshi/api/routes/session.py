"""Signing in and out."""

from typing import Any, Final

from litestar import Request, Response, delete, get, post
from litestar.datastructures import Cookie
from litestar.params import JSONBody
from msgspec import Struct

from noroshi.api.gate import ANYBODY, COOKIE, SOMEBODY, address_of
from noroshi.api.given import Given
from noroshi.clock import SECOND, iso
from noroshi.people.caller import Caller
from noroshi.people.credentials.passkeys import Question
from noroshi.people.door import Door
from noroshi.people.rights import Right
from noroshi.people.sessions import DEVICE, Entered, SignedIn, Visit
from noroshi.records.people import SessionRecord, person_record

DEVICE_COOKIE: Final = "noroshi_device"
"""Tells a device that somebody has signed in on before, so that others' guesses do not lock them out."""


class PasskeyAnswer(Struct, frozen=True, forbid_unknown_fields=True):
    """What a browser answers that was asked for a passkey."""

    id: str
    """The id of what it was asked."""
    credential: dict[str, Any]
    """WebAuthn's RegistrationResponseJSON or AuthenticationResponseJSON."""
    name: str = ""
    """What its owner calls a new passkey."""


class PasswordGiven(Struct, frozen=True, forbid_unknown_fields=True):
    """A name, and what goes with it."""

    name: str
    """The person's id."""
    password: str
    """Empty for somebody who has lost their passkeys, and has a recovery code."""
    code: str = ""
    """An authenticator's six digits, or a recovery code."""


@get("/session", may=SOMEBODY, notes=None, by_itself=True, sync_to_thread=False, uncompressed=True)
def show_session(caller: Given[Caller], request: Request[Caller, SignedIn | None, Any]) -> SessionRecord:
    """Say who has signed in."""
    session = request.auth
    return _record(caller, session.csrf if session else "", session.expires if session else None)


@post("/session/passkey/options", may=ANYBODY, notes=None, status_code=200, sync_to_thread=True)
def ask_for_passkey(door: Given[Door]) -> Question:
    """Begin to sign in with a passkey: give what the browser is to be asked."""
    return door.sign_in.passkey_question()


@post("/session/passkey", may=ANYBODY, notes=None, status_code=200, sync_to_thread=True)
def sign_in_with_passkey(
    data: JSONBody[PasskeyAnswer], door: Given[Door], visit: Given[Visit]
) -> Response[SessionRecord]:
    """Sign in with a passkey."""
    return entered(door, door.sign_in.with_passkey(data.id, data.credential, visit))


@post("/session/password", may=ANYBODY, notes=None, status_code=200, sync_to_thread=True)
def sign_in_with_password(
    data: JSONBody[PasswordGiven], door: Given[Door], visit: Given[Visit]
) -> Response[SessionRecord]:
    """Sign in with a password and a code; a recovery code will do in place of the authenticator's."""
    return entered(door, door.sign_in.with_password(data.name, data.password, data.code, visit))


@delete(
    "/session",
    may=SOMEBODY,
    notes=None,
    response_cookies=[Cookie(COOKIE, path="/", value="", max_age=0)],
    sync_to_thread=True,
)
def sign_out(
    caller: Given[Caller],
    door: Given[Door],
    request: Request[Caller, SignedIn | None, Any],
) -> None:
    """Sign out."""
    if request.auth is not None:
        door.sessions.close(caller, address_of(request))


def entered(door: Door, somebody: Entered) -> Response[SessionRecord]:
    """Answer somebody who has just signed in."""
    return Response(session_record(door, somebody), cookies=cookies(door, somebody))


def session_record(door: Door, somebody: Entered) -> SessionRecord:
    """Say who has just signed in."""
    signed_in = door.sessions.caller(somebody.cookie.reveal())
    return _record(signed_in.caller, signed_in.csrf, signed_in.expires)


def cookies(door: Door, somebody: Entered) -> list[Cookie]:
    """Give the cookies of somebody who has just signed in."""
    is_secure = door.settings.public.startswith("https://")
    kept: dict[str, Any] = {"httponly": True, "samesite": "strict", "secure": is_secure}
    return [
        Cookie(COOKIE, path="/", value=somebody.cookie.reveal(), **kept),
        Cookie(
            DEVICE_COOKIE,
            path="/api/v1",
            value=somebody.device.reveal(),
            max_age=DEVICE // SECOND,
            **kept,
        ),
    ]


def visit_of(request: Request[Any, Any, Any]) -> Visit:
    """Say where somebody comes from who wants to sign in."""
    return Visit(
        address_of(request), request.headers.get("User-Agent", ""), request.cookies.get(DEVICE_COOKIE, "")
    )


def _record(caller: Caller, csrf: str, expires: int | None) -> SessionRecord:
    rights = tuple(right for right in Right if right in caller.rights)
    return SessionRecord(
        person_record(caller.person), rights, csrf, None if expires is None else iso(expires)
    )


ROUTES = (show_session, ask_for_passkey, sign_in_with_passkey, sign_in_with_password, sign_out)
