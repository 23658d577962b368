"""People: who may sign in, and as what."""

from typing import Annotated, Any

from litestar import delete, get, patch, post
from litestar.params import JSONBody, PathParameter, QueryParameter
from msgspec import UNSET, Struct, UnsetType, structs

from noroshi.api.given import Given
from noroshi.api.routes.tokens import TokenId
from noroshi.app import Application
from noroshi.organisations.model import Marking
from noroshi.people.audit import By
from noroshi.people.door import Door
from noroshi.people.invitations import Invited
from noroshi.people.rights import Right, Role
from noroshi.records.people import (
    InvitationRecord,
    PersonRecord,
    TokenRecord,
    invitation_record,
    person_record,
    token_record,
)

SEES = frozenset({Right.SEE_PEOPLE})
RULES = frozenset({Right.PEOPLE})


class PersonAsked(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody to be invited."""

    id: str
    """Short, and what they will sign in with: lower-case letters, digits and hyphens."""
    name: str
    """As others read it."""
    role: Role
    """viewer, officer, lead, administrator or member."""
    organisation: str = ""
    """For a member, the organisation's id."""
    clearance: Marking | None = None
    """The most restrictive label that they may see; null for what is usual."""


class PersonChanged(Struct, frozen=True, forbid_unknown_fields=True):
    """What changes about somebody; what is not given stays."""

    name: str | UnsetType = UNSET
    """As others read it."""
    role: Role | UnsetType = UNSET
    """viewer, officer, lead, administrator or member."""
    organisation: str | UnsetType = UNSET
    """For a member, the organisation's id; empty for others."""
    clearance: Marking | UnsetType = UNSET
    """The most restrictive label that they may see."""
    active: bool | UnsetType = UNSET
    """Whether they may sign in."""


class InvitationMade(Struct, frozen=True):
    """Somebody was invited."""

    person: PersonRecord
    """Who."""
    link: str
    """What they open; for them, and nobody else. It is never shown again."""
    expires: str
    """Until when, ISO 8601 in UTC."""


@get("/people", may=SEES, notes=None, sync_to_thread=True)
def list_people(door: Given[Door]) -> tuple[PersonRecord, ...]:
    """List people, by id."""
    return tuple(map(person_record, door.roll.all()))


@get("/people/invitations", may=RULES, notes=None, sync_to_thread=True)
def list_invitations(door: Given[Door]) -> tuple[InvitationRecord, ...]:
    """List invitations that nobody has accepted yet, the latest first."""
    return tuple(map(invitation_record, door.invitations.waiting()))


@post("/people/invitations", may=RULES, notes=None, fresh=True, sync_to_thread=True)
def invite(
    data: JSONBody[PersonAsked],
    door: Given[Door],
    by: Given[By],
    centre: Given[Application],
) -> InvitationMade:
    """Invite somebody new."""
    if data.organisation:
        centre.organisations.get(data.organisation)
    return _made(
        door.invitations.invite(
            data.id, data.name, data.role, by, organisation=data.organisation, clearance=data.clearance
        )
    )


@patch("/people/{person:str}", may=RULES, notes=None, fresh=True, sync_to_thread=True)
def change_person(
    person: Annotated[str, PathParameter(description="A person's id.")],
    data: JSONBody[PersonChanged],
    door: Given[Door],
    by: Given[By],
    centre: Given[Application],
) -> PersonRecord:
    """Change what somebody is, or whether they may sign in."""
    fields: dict[str, Any] = {
        name: value for name, value in structs.asdict(data).items() if value is not UNSET
    }
    if fields.get("organisation"):
        centre.organisations.get(fields["organisation"])
    return person_record(door.roll.change(person, by, **fields))


@post("/people/{person:str}/reset", may=RULES, notes=None, fresh=True, sync_to_thread=True)
def reset_person(
    person: Annotated[str, PathParameter(description="A person's id.")],
    door: Given[Door],
    by: Given[By],
) -> InvitationMade:
    """Invite somebody anew who has lost what they sign in with; whatever they had opens nothing any more."""
    return _made(door.invitations.reset(door.roll.get(person), by))


@get("/people/tokens", may=RULES, notes=None, sync_to_thread=True)
def list_everybodys_tokens(
    door: Given[Door],
    person: Annotated[str, QueryParameter(description="Of this person; empty for everybody.")] = "",
) -> tuple[TokenRecord, ...]:
    """List API tokens of everybody, the latest made first."""
    return tuple(map(token_record, door.tokens.of(door.roll.get(person).id if person else "")))


@delete("/people/tokens/{token:str}", may=RULES, notes=None, sync_to_thread=True)
def revoke_anybodys_token(token: TokenId, door: Given[Door], by: Given[By]) -> None:
    """End anybody's token now. Nobody makes one for somebody else."""
    door.tokens.revoke(token, by)


def _made(invited: Invited) -> InvitationMade:
    record = invitation_record(invited.invitation)
    return InvitationMade(person_record(invited.person), invited.link.reveal(), record.expires)


ROUTES = (
    list_people,
    list_invitations,
    list_everybodys_tokens,
    invite,
    change_person,
    reset_person,
    revoke_anybodys_token,
)
