"""The books of a centre, with short ways to fill them and to look into them."""

from collections.abc import Sequence

from msgspec.structs import replace

from noroshi.alerts.book import Changed, Revision
from noroshi.alerts.model import Alert
from noroshi.alerts.notices import Notice, NoticeState
from noroshi.organisations.model import Contact, Origin
from noroshi.organisations.reconcile import Changes
from noroshi.organisations.register import Provenance, rows_of
from noroshi.storage.books import Books
from tests.delivery.stories import alert, organisation


class OpenBooks(Books):
    """Register, alerts and outbox in a real database."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url

    def register(self, *contacts: Contact) -> None:
        """Register the organisation that the alerts are for."""
        rows = rows_of(organisation(*contacts), Provenance(Origin.PERSON, at=0))
        self.organisations.apply(Changes(added=tuple(rows)))

    def owe(self, notice: Notice, state: NoticeState = NoticeState.OWED) -> None:
        """Owe a notice, about an alert that is opened for it if need be."""
        is_known = self.alerts.taken([notice.alert])
        new = [] if is_known else [Revision(alert(notice.kind, int(notice.alert[2:])), 0)]
        self.alerts.record(Changed(new, notices=[replace(notice, state=state)]))

    def record(self, changed: Alert) -> None:
        """Put another alert in the place of one."""
        before = self.alerts.get(changed.id).version
        self.alerts.record(Changed([Revision(replace(changed, version=before + 1), before)]))

    def notices(self) -> Sequence[Notice]:
        """Give all notices, the latest first."""
        return self.alerts.notices([], "", 1_000)

    def states(self) -> list[NoticeState]:
        """Say how each notice stands."""
        return [notice.state for notice in self.notices()]

    def becauses(self) -> list[str]:
        """Say why each notice stands so."""
        return [notice.because for notice in self.notices()]
