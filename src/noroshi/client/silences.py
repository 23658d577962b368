"""Silences: reasons not to tell."""

from noroshi.client.resource import Resource
from noroshi.records.silences import Lifted, SilencePreview, SilenceRecord


class Silences(Resource):
    """Silences. Each is about alerts that meet every condition given: of an organisation, of a kind, about a subject, or one alert."""

    async def list(self, *, over: bool = False) -> tuple[SilenceRecord, ...]:
        """List silences that hold, the latest first, or also those that are over."""
        return await self._line.get(tuple[SilenceRecord, ...], "silences", query={"all": over})

    async def add(
        self,
        reason: str,
        until: str,
        *,
        organisation: str = "",
        kind: str = "",
        subject: str = "",
        alert: str = "",
    ) -> SilenceRecord:
        """Hold notices back, for a reason and until a moment."""
        scope = {"organisation": organisation, "kind": kind, "subject": subject, "alert": alert}
        return await self._line.do(
            SilenceRecord, "POST", "silences", body={"reason": reason, "until": until, **scope}
        )

    async def preview(
        self, *, organisation: str = "", kind: str = "", subject: str = "", alert: str = ""
    ) -> SilencePreview:
        """Say what a silence would have held back in the last 30 days."""
        scope = {"organisation": organisation, "kind": kind, "subject": subject, "alert": alert}
        return await self._line.do(SilencePreview, "POST", "silences", "preview", body=scope)

    async def lift(self, silence: str) -> Lifted:
        """End a silence now, and let go what it held back."""
        return await self._line.do(Lifted, "DELETE", "silences", silence)
