"""What a caller sees of the books, and what they may do with it.

The one place that knows that a member sees nothing but their own: what belongs to others is not there, in the same words
as what does not exist.
"""

from typing import Final

from noroshi.alerts.model import Alert
from noroshi.alerts.wanted import Wanted
from noroshi.app import Application
from noroshi.config.delivering import composing_settings
from noroshi.delivery.waiting import Waiting, unsent
from noroshi.errors import NotFoundError
from noroshi.organisations.model import Marking
from noroshi.people.caller import Caller
from noroshi.records.alerts import AlertRecord, AlertShown, alert_record, alert_shown

MARKING: Final = Marking.AMBER
"""What is said of an organisation's machines is for that organisation, as TLP 2.0 has it."""

NOTICES: Final = 1_000
"""Notices shown with an alert, at most."""


class Sight:
    """The books as one caller sees them.

    Parameters
    ----------
    centre
        Whose books they are.
    caller
        Who looks.
    """

    def __init__(self, centre: Application, caller: Caller) -> None:
        self.caller = caller
        self._centre = centre

    def alerts(self, wanted: Wanted, limit: int) -> list[AlertRecord]:
        """Give alerts, the most severe first."""
        narrowed = self._narrowed(wanted)
        if narrowed is None:
            return []
        page = self._centre.alerts.page(narrowed, self._centre.clock.now(), limit)
        return [alert_record(each) for each in page.alerts]

    def alert(self, identity: str) -> Alert:
        """Give an alert.

        Raises
        ------
        NotFoundError
            If there is none that the caller may see.
        """
        alert = self._centre.alerts.get(identity)
        if not self.sees(alert.organisation):
            raise NotFoundError(f"no alert has the id {identity!r}")
        return alert

    def shown(self, identity: str) -> tuple[AlertShown, int]:
        """Give all about an alert, and its version."""
        books = self._centre
        alert = self.alert(identity)
        history = books.alerts.history(alert.id)
        notices = books.alerts.notices((), alert.id, NOTICES)
        dispatches = unsent(books.messages) if notices else {}
        waiting = Waiting(books.messages, books.organisations, composing_settings(books.config))
        waits = waiting.waits(dispatches, books.clock.now()) if notices else {}
        return alert_shown(alert, history, notices, dispatches, waits), alert.version

    def sees(self, organisation: str) -> bool:
        """Say whether the caller may see what belongs to an organisation."""
        if not self.caller.is_member:
            return True
        return organisation == self.caller.person.organisation

    def _narrowed(self, wanted: Wanted) -> Wanted | None:
        """Narrow a list to what the caller may see; None if that is nothing."""
        if not self.caller.is_member:
            return wanted
        own = self.caller.person.organisation
        return wanted._replace(organisation=own) if wanted.organisation in {"", own} else None
