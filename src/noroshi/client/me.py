"""One's own: who the token is of, its language, tokens, browsers and saved filters."""

from noroshi.client.resource import Resource
from noroshi.people.model import Language
from noroshi.records.people import (
    FilterRecord,
    Me,
    PasskeyRecord,
    PersonRecord,
    SessionRecord,
    TokenRecord,
)


class Myself(Resource):
    """The person whose token asks. What opens doors they do themselves, in a browser."""

    async def get(self) -> Me:
        """Give what there is about oneself."""
        return await self._line.get(Me, "me")

    async def session(self) -> SessionRecord:
        """Say who asks, and what the token may do."""
        return await self._line.get(SessionRecord, "session")

    async def change(self, language: Language) -> PersonRecord:
        """Change one's language."""
        return await self._line.do(PersonRecord, "PATCH", "me", body={"language": language})

    async def passkeys(self) -> tuple[PasskeyRecord, ...]:
        """List one's passkeys, oldest first."""
        return await self._line.get(tuple[PasskeyRecord, ...], "me", "passkeys")

    async def tokens(self) -> tuple[TokenRecord, ...]:
        """List one's tokens, the latest made first."""
        return await self._line.get(tuple[TokenRecord, ...], "me", "tokens")

    async def revoke_token(self, token: str) -> None:
        """End a token of one's own now."""
        await self._line.ask("DELETE", "me", "tokens", token)

    async def sign_out_everywhere(self) -> None:
        """Sign oneself out in all browsers."""
        await self._line.ask("DELETE", "me", "sessions")

    async def filters(self) -> tuple[FilterRecord, ...]:
        """List one's saved filters, by name."""
        return await self._line.get(tuple[FilterRecord, ...], "me", "filters")

    async def save_filter(self, name: str, address: str) -> FilterRecord:
        """Save a filter, in place of the one of the same name; the address is where the console shows it, such as /alerts?severity=high."""
        return await self._line.do(
            FilterRecord, "POST", "me", "filters", body={"name": name, "address": address}
        )

    async def forget_filter(self, name: str) -> None:
        """Forget a saved filter."""
        await self._line.ask("DELETE", "me", "filters", query={"name": name})
