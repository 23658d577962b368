"""A centre, as another program asks it."""

from collections.abc import AsyncIterator, Collection
from types import TracebackType
from typing import Any, Self

import msgspec
from msgspec import Struct

from noroshi.alerts.history import Deed
from noroshi.alerts.model import Outcome
from noroshi.alerts.moves import Move
from noroshi.client.line import Line, Parameters
from noroshi.records.addresses import AddressRecord
from noroshi.records.alerts import AlertPage, ListedAlert
from noroshi.records.notices import MessageRecord, NoticeRecord, NoticeShown
from noroshi.records.organisations import OrganisationRecord, OrganisationShown
from noroshi.records.pages import Page
from noroshi.records.partners import (
    FindingsShared,
    PartnerPulled,
    PartnerPushed,
    PartnerRecord,
    PartnerShown,
    PartnerTaken,
)
from noroshi.records.releases import (
    DecisionRecord,
    MarkRecord,
    ReleaseRecord,
    SignDecisionRecord,
    TallyRecord,
)
from noroshi.records.silences import SilenceRecord
from noroshi.records.watches import WatchRecord


class Happening(Struct, frozen=True):
    """Something that happened to an alert."""

    deed: Deed
    """What happened."""
    who: str
    """A person, or noroshi for what was seen."""
    alert: ListedAlert
    """The alert, as it is now."""
    id: str = ""
    """Where to go on after it."""


class Client:
    """Asks a centre.

    Parameters
    ----------
    url
        The centre's address, such as https://watch.example.org.
    token
        An API token.

    Examples
    --------
    ::

        async with Client("https://watch.example.org", token) as centre:
            async for alert in centre.alerts(state=["open"], severity="high"):
                print(alert.id, alert.subject)
    """

    def __init__(self, url: str, token: str) -> None:
        self._line = Line(url, token)

    async def __aenter__(self) -> Self:
        await self._line.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._line.__aexit__(kind, fault, trace)

    def alerts(self, **wanted: str | list[str]) -> AsyncIterator[ListedAlert]:
        """Give all alerts that a filter means, page after page; the API's description has the names."""
        return self._pages("/alerts", Page[ListedAlert], wanted)

    async def alert(self, alert: str) -> AlertPage:
        """Give all about an alert."""
        return await self._line.ask("GET", f"/alerts/{alert}", AlertPage)

    async def move(
        self,
        alert: str,
        move: Move,
        version: int | None,
        *,
        note: str = "",
        outcome: Outcome | None = None,
        to: str = "",
        until: str = "",
        into: str = "",
    ) -> ListedAlert:
        """Do something with an alert.

        Parameters
        ----------
        version
            The version that one has seen; None if one does not mind what it has become.

        Raises
        ------
        ProblemError
            Of the kind version-conflict if somebody else was faster.
        """
        body = {"note": note, "outcome": outcome, "to": to, "until": until, "into": into}
        seen = {"If-Match": "*" if version is None else f'"{version}"'}
        return await self._line.ask("POST", f"/alerts/{alert}/{move}", ListedAlert, body=body, headers=seen)

    def notices(self, **wanted: str | list[str]) -> AsyncIterator[NoticeRecord]:
        """Give all notices that are meant, page after page, the latest first."""
        return self._pages("/notices", Page[NoticeRecord], wanted)

    async def notice(self, notice: str) -> NoticeShown:
        """Give a notice, with the message that it is in."""
        return await self._line.ask("GET", f"/notices/{notice}", NoticeShown)

    async def retry(self, notice: str) -> MessageRecord:
        """Have the message that a notice is in tried again."""
        return await self._line.ask("POST", f"/notices/{notice}/retry", MessageRecord)

    async def organisations(self) -> Collection[OrganisationRecord]:
        """Give the organisations, by id."""
        return await self._line.ask("GET", "/organisations", tuple[OrganisationRecord, ...])

    async def organisation(self, organisation: str) -> OrganisationShown:
        """Give all about an organisation."""
        return await self._line.ask("GET", f"/organisations/{organisation}", OrganisationShown)

    async def address(self, subject: str, at: str = "") -> AddressRecord:
        """Give all about an address or a prefix, and who answered for it at a moment (ISO 8601), or answers now."""
        wanted = {"at": at} if at else {}
        return await self._line.ask("GET", f"/addresses/{subject}", AddressRecord, query=wanted)

    async def silences(self) -> Collection[SilenceRecord]:
        """Give the silences that hold."""
        return await self._line.ask("GET", "/silences", tuple[SilenceRecord, ...])

    async def silence(self, reason: str, until: str, **scope: str) -> SilenceRecord:
        """Hold notices back until a moment (ISO 8601), about an organisation, a kind, a subject or an alert."""
        body = {"reason": reason, "until": until, **scope}
        return await self._line.ask("POST", "/silences", SilenceRecord, body=body)

    async def sensors(self) -> WatchRecord:
        """Say how the watch and its sensors do."""
        return await self._line.ask("GET", "/sensors", WatchRecord)

    async def partners(self) -> Collection[PartnerRecord]:
        """Give the partners, and how the exchange with each goes."""
        return await self._line.ask("GET", "/partners", tuple[PartnerRecord, ...])

    async def partner(self, organisation: str) -> PartnerShown:
        """Give all about a partner."""
        return await self._line.ask("GET", f"/partners/{organisation}", PartnerShown)

    async def pull(self, organisation: str) -> PartnerPulled:
        """Take over what is new at a partner."""
        return await self._line.ask("POST", f"/partners/{organisation}/pull", PartnerPulled)

    async def share(self, organisation: str, format_: str, since: str = "") -> FindingsShared:
        """Have written what a partner may know, in a format; of alerts since a moment (ISO 8601), else of a week."""
        body = {"format": format_, "since": since}
        return await self._line.ask("POST", f"/partners/{organisation}/share", FindingsShared, body=body)

    async def push(self, organisation: str) -> PartnerPushed:
        """Push to a partner's MISP what the partner may know."""
        return await self._line.ask("POST", f"/partners/{organisation}/push", PartnerPushed)

    async def take(self, organisation: str, format_: str, source: str, content: str) -> PartnerTaken:
        """Take what a partner hands over, as its word.

        Parameters
        ----------
        source
            What it is called, as a file's name without folders.
        content
            All of its text.
        """
        body = {"format": format_, "source": source, "content": content}
        return await self._line.ask("POST", f"/partners/{organisation}/take", PartnerTaken, body=body)

    async def mark(self, alert: str) -> MarkRecord:
        """Give what an alert is marked with; only a person marks one."""
        return await self._line.ask("GET", f"/alerts/{alert}/mark", MarkRecord)

    async def decisions(self, alert: str, to: str = "") -> Collection[DecisionRecord]:
        """Say what of an alert an organisation may know, or every partner, and what exactly they are told."""
        query: Parameters = {"to": to} if to else {}
        return await self._line.ask(
            "GET", f"/alerts/{alert}/decisions", tuple[DecisionRecord, ...], query=query
        )

    async def sign_decisions(self, indication: str, to: str = "") -> Collection[SignDecisionRecord]:
        """Say whether an organisation may know of an indication, or every partner, and what exactly they are told."""
        query: Parameters = {"to": to} if to else {}
        return await self._line.ask(
            "GET", f"/indications/{indication}/decisions", tuple[SignDecisionRecord, ...], query=query
        )

    async def releases(self, *, over: bool = False) -> Collection[ReleaseRecord]:
        """Give the releases that stand, or all of them; only a person asks for one, and another approves it."""
        query: Parameters = {"all": "true"} if over else {}
        return await self._line.ask("GET", "/releases", tuple[ReleaseRecord, ...], query=query)

    async def refuse_release(self, release: str) -> ReleaseRecord:
        """Say no to a release."""
        return await self._line.ask("POST", f"/releases/{release}/refuse", ReleaseRecord)

    async def withdraw_release(self, release: str) -> ReleaseRecord:
        """End a release early."""
        return await self._line.ask("POST", f"/releases/{release}/withdraw", ReleaseRecord)

    async def tallies(self) -> Collection[TallyRecord]:
        """Count alerts and indications by partner, by what they may know, and by the rule."""
        return await self._line.ask("GET", "/releases/tallies", tuple[TallyRecord, ...])

    async def happenings(self, since: str | None = None) -> AsyncIterator[Happening]:
        """Follow what happens to alerts, for ever; from a happening on, by its id, or from now on."""
        async for event in self._line.follow(since):
            if event.name == "alert":
                told = msgspec.json.decode(event.data, type=Happening)
                yield msgspec.structs.replace(told, id=event.id or "")

    async def _pages(self, path: str, kind: Any, wanted: Parameters) -> AsyncIterator[Any]:
        after: str | None = None
        while True:
            query: dict[str, Any] = {**wanted, **({"after": after} if after else {})}
            page: Page[Any] = await self._line.ask("GET", path, kind, query=query)
            for item in page.items:
                yield item
            after = page.next
            if after is None:
                return
