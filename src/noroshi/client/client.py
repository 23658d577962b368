"""A centre, as another program asks it."""

from types import TracebackType
from typing import Self

from noroshi.client.addresses import Addresses
from noroshi.client.alerts import Alerts
from noroshi.client.audit import Audit
from noroshi.client.block_lists import BlockLists
from noroshi.client.campaigns import Campaigns
from noroshi.client.events import Events
from noroshi.client.guides import Guides
from noroshi.client.indications import Indications
from noroshi.client.line import Line
from noroshi.client.me import Myself
from noroshi.client.notices import Notices
from noroshi.client.organisations import Organisations
from noroshi.client.partners import Partners
from noroshi.client.people import People
from noroshi.client.releases import Releases
from noroshi.client.reports import Reports
from noroshi.client.roster import Roster
from noroshi.client.silences import Silences
from noroshi.client.watch import Watch
from noroshi.records.about import About
from noroshi.records.search import Found


class Client:
    """Asks a centre. Each noun of the API is an attribute, and each of its routes a method there.

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
            async for alert in centre.alerts.list(Filter(severity=Severity.HIGH)):
                print(alert.id, alert.subject)
    """

    def __init__(self, url: str, token: str) -> None:
        self._line = Line(url, token)
        self.addresses = Addresses(self._line)
        self.alerts = Alerts(self._line)
        self.audit = Audit(self._line)
        self.block_lists = BlockLists(self._line)
        self.campaigns = Campaigns(self._line)
        self.events = Events(self._line)
        self.guides = Guides(self._line)
        self.indications = Indications(self._line)
        self.me = Myself(self._line)
        self.notices = Notices(self._line)
        self.organisations = Organisations(self._line)
        self.partners = Partners(self._line)
        self.people = People(self._line)
        self.releases = Releases(self._line)
        self.reports = Reports(self._line)
        self.roster = Roster(self._line)
        self.silences = Silences(self._line)
        self.watch = Watch(self._line)

    async def __aenter__(self) -> Self:
        await self._line.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._line.__aexit__(kind, fault, trace)

    async def about(self) -> About:
        """Say what this centre is."""
        return await self._line.get(About, "about")

    async def search(self, q: str) -> tuple[Found, ...]:
        """Find alerts, indications, campaigns, organisations, partners, addresses, prefixes and ports by an id or a part of a name."""
        return await self._line.get(tuple[Found, ...], "search", query={"q": q})
