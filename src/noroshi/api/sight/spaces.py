"""What an organisation answers for, laid out, and how soon it answers, as a caller sees them."""

from noroshi.api.sight.organisations import no_such
from noroshi.api.sight.reach import Reach
from noroshi.organisations.space import ipv6_held, laid, spans
from noroshi.people.audit import What
from noroshi.people.rights import Right
from noroshi.records.reports import PromptnessRecord
from noroshi.records.space import SpaceRecord, space_record
from noroshi.reporting.measuring import quarter


class SeenSpaces:
    """The space of organisations within a caller's reach.

    Parameters
    ----------
    reach
        How far the caller sees.
    """

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._centre = reach.centre

    def space(self, identity: str) -> SpaceRecord:
        """Lay out what an organisation answers for; without dark space for those who may not see where that lies.

        Raises
        ------
        NotFoundError
            If there is none that the caller sees.
        """
        self._check(identity)
        sees_dark = self._reach.may(Right.SEE_DARK)
        if sees_dark:
            self._reach.did(What.READ_DARK, identity)
        table = self._reach.register.responsibility(sees_dark=sees_dark).at(self._centre.clock.now())
        return space_record(
            identity, laid(spans(table, identity)), ipv6_held(table, identity), masked=not sees_dark
        )

    def promptness(self, identity: str) -> PromptnessRecord:
        """Say how soon an organisation's alerts were taken and cleaned in the last 90 days, and how many came back.

        Raises
        ------
        NotFoundError
            If there is none that the caller sees.
        """
        self._check(identity)
        now = self._centre.clock.now()
        return quarter(self._centre.alerts, identity, now, self._reach.sight.hidden)

    def _check(self, identity: str) -> None:
        known = {each.id for each in self._reach.register.organisations()}
        if identity not in known or not self._reach.covers(identity):
            raise no_such(identity)
