"""People: who may sign in, and what their programs sign in with."""

from noroshi.client.resource import Resource
from noroshi.records.people import InvitationRecord, PersonRecord, TokenRecord


class People(Resource):
    """People. Only a person invites others and changes what they may do."""

    async def list(self) -> tuple[PersonRecord, ...]:
        """List people, by id."""
        return await self._line.get(tuple[PersonRecord, ...], "people")

    async def invitations(self) -> tuple[InvitationRecord, ...]:
        """List invitations that nobody has accepted yet, the latest first."""
        return await self._line.get(tuple[InvitationRecord, ...], "people", "invitations")

    async def tokens(self, person: str = "") -> tuple[TokenRecord, ...]:
        """List API tokens of somebody or of everybody, the latest made first."""
        return await self._line.get(tuple[TokenRecord, ...], "people", "tokens", query={"person": person})

    async def revoke_token(self, token: str) -> None:
        """End anybody's token now."""
        await self._line.ask("DELETE", "people", "tokens", token)
