"""Accepting an invitation: choose how to sign in, and get recovery codes."""

from typing import Annotated, TypeAlias

import segno
from litestar import Response, get, post
from litestar.params import JSONBody, PathParameter
from msgspec import Struct

from noroshi.api.gate import ANYBODY
from noroshi.api.given import Given
from noroshi.api.routes.session import PasskeyAnswer, cookies, session_record
from noroshi.clock import iso
from noroshi.people.credentials.passkeys import Question
from noroshi.people.door import Door
from noroshi.people.joining import Joined
from noroshi.people.rights import Role
from noroshi.people.sessions import Visit
from noroshi.records.people import SessionRecord

Link: TypeAlias = Annotated[str, PathParameter(description="The last part of the link.")]


class InvitationShown(Struct, frozen=True):
    """What an invitation says before it is accepted."""

    person: str
    """The id of who is invited: what they sign in with."""
    name: str
    """Their name."""
    role: Role
    """viewer, officer, lead, administrator or member."""
    organisation: str
    """For a member, the organisation's id; else empty."""
    centre: str
    """The centre's name."""
    expires: str
    """Until when it can be accepted, ISO 8601 in UTC."""


class PasswordChosen(Struct, frozen=True, forbid_unknown_fields=True):
    """A first password."""

    password: str
    """At least 15 characters, or so many words."""


class Authenticator(Struct, frozen=True):
    """What an authenticator is set up with."""

    secret: str
    """To be typed where no QR code is read."""
    uri: str
    """What the QR code says."""
    svg: str
    """The QR code as a picture."""


class Enrolment(Struct, frozen=True):
    """An authenticator that is to be set up; its first code accepts the invitation."""

    id: str
    """To be given with the code."""
    totp: Authenticator
    """What it is set up with."""


class FirstCode(Struct, frozen=True, forbid_unknown_fields=True):
    """The first code of an authenticator."""

    id: str
    """The id of the enrolment."""
    code: str
    """Six digits."""


class Welcome(SessionRecord, frozen=True):
    """Somebody has accepted, and is signed in."""

    recovery_codes: tuple[str, ...]
    """Each signs in once where all else is lost; they are never shown again."""


@get("/invitations/{link:str}", may=ANYBODY, notes=None, sync_to_thread=True)
def show_invitation(link: Link, door: Given[Door]) -> InvitationShown:
    """Say what an invitation is."""
    it = door.joining.welcome(link)
    return InvitationShown(it.person, it.name, it.role, it.organisation, it.centre, iso(it.expires))


@post(
    "/invitations/{link:str}/passkey/options", may=ANYBODY, notes=None, status_code=200, sync_to_thread=True
)
def ask_for_first_passkey(link: Link, door: Given[Door]) -> Question:
    """Begin to accept by a passkey: give what the browser is to be asked."""
    return door.joining.passkey_question(link)


@post("/invitations/{link:str}/passkey", may=ANYBODY, notes=None, status_code=200, sync_to_thread=True)
def join_with_passkey(
    link: Link,
    data: JSONBody[PasskeyAnswer],
    door: Given[Door],
    visit: Given[Visit],
) -> Response[Welcome]:
    """Accept by a passkey."""
    return _welcome(door, door.joining.with_passkey(link, data.id, data.credential, visit, data.name))


@post("/invitations/{link:str}/password", may=ANYBODY, notes=None, status_code=200, sync_to_thread=True)
def choose_password(link: Link, data: JSONBody[PasswordChosen], door: Given[Door]) -> Enrolment:
    """Choose a password, and get an authenticator to set up."""
    enrolment = door.joining.with_password(link, data.password)
    uri = enrolment.uri.reveal()
    picture = segno.make(uri, error="m").svg_inline(scale=4, border=2)
    return Enrolment(enrolment.id, Authenticator(enrolment.seed.reveal(), uri, picture))


@post("/invitations/{link:str}/totp", may=ANYBODY, notes=None, status_code=200, sync_to_thread=True)
def join_with_code(
    link: Link,
    data: JSONBody[FirstCode],
    door: Given[Door],
    visit: Given[Visit],
) -> Response[Welcome]:
    """Accept by the first code of the authenticator."""
    return _welcome(door, door.joining.with_code(link, data.id, data.code, visit))


def _welcome(door: Door, joined: Joined) -> Response[Welcome]:
    signed_in = session_record(door, joined.entered)
    codes = tuple(code.reveal() for code in joined.recovery_codes)
    told = Welcome(signed_in.person, signed_in.rights, signed_in.csrf, signed_in.expires, codes)
    return Response(told, cookies=cookies(door, joined.entered))


ROUTES = (show_invitation, ask_for_first_passkey, join_with_passkey, choose_password, join_with_code)
