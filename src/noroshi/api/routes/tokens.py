"""API tokens: what one's own programs sign in with."""

from typing import Annotated, Final

from litestar import delete, get, post
from litestar.params import JSONBody, PathParameter
from msgspec import Meta, Struct

from noroshi.api.gate import SOMEBODY
from noroshi.api.given import Given
from noroshi.clock import DAY
from noroshi.people.audit import By
from noroshi.people.caller import Caller
from noroshi.people.door import Door
from noroshi.people.rights import Right
from noroshi.records.people import TokenRecord, token_record

TokenId = Annotated[str, PathParameter(description="A token's id.")]

USUAL: Final = 90
"""Days for which a token is valid unless its maker says otherwise."""


class TokenAsked(Struct, frozen=True, forbid_unknown_fields=True):
    """A token to be made."""

    name: str
    """What it is for."""
    scopes: tuple[Right, ...]
    """What it may do: rights that one has."""
    days: Annotated[int, Meta(ge=1, le=366)] = USUAL
    """For how long it is valid."""


class TokenMade(Struct, frozen=True):
    """A new token."""

    token: TokenRecord
    """The token."""
    secret: str
    """What a program sends as `Authorization: Bearer`; it is never shown again."""


@get("/me/tokens", may=SOMEBODY, notes=None, sync_to_thread=True)
def list_tokens(caller: Given[Caller], door: Given[Door]) -> tuple[TokenRecord, ...]:
    """List one's tokens, the latest made first."""
    return tuple(map(token_record, door.tokens.of(caller.person.id)))


@post("/me/tokens", may=SOMEBODY, notes=None, fresh=True, sync_to_thread=True)
def add_token(
    data: JSONBody[TokenAsked],
    caller: Given[Caller],
    door: Given[Door],
    by: Given[By],
) -> TokenMade:
    """Make a token."""
    token, secret = door.tokens.add(caller.person, data.name, data.scopes, data.days * DAY, by)
    return TokenMade(token_record(token), secret.reveal())


@delete("/me/tokens/{token:str}", may=SOMEBODY, notes=None, sync_to_thread=True)
def revoke_token(
    token: TokenId,
    caller: Given[Caller],
    door: Given[Door],
    by: Given[By],
) -> None:
    """End a token now."""
    door.tokens.revoke(token, by, caller.person.id)


ROUTES = (list_tokens, add_token, revoke_token)
