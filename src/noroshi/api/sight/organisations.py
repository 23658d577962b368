"""Organisations and addresses, as a caller sees them."""

from collections.abc import Sequence
from ipaddress import ip_address, ip_network

from msgspec.structs import replace

from noroshi.alerts.wanted import Wanted
from noroshi.api.sight.alerts import SeenAlerts
from noroshi.api.sight.reach import Reach
from noroshi.errors import NotFoundError, UsageError
from noroshi.organisations.model import Organisation, Use
from noroshi.people.rights import Right
from noroshi.records.addresses import AddressRecord
from noroshi.records.answers import answers
from noroshi.records.organisations import (
    OrganisationRecord,
    OrganisationShown,
    organisation_record,
    organisation_shown,
)
from noroshi.records.silences import silence_record

LISTED = 200
"""Alerts that are shown with an address, at most."""


class SeenOrganisations:
    """Organisations within a caller's reach; where dark space lies is for those who may know.

    Parameters
    ----------
    reach
        How far the caller sees.
    alerts
        What they see there.
    """

    def __init__(self, reach: Reach, alerts: SeenAlerts) -> None:
        self._reach = reach
        self._alerts = alerts
        self._centre = reach.centre

    def all(self) -> tuple[OrganisationRecord, ...]:
        """Give the organisations, by id."""
        now = self._centre.clock.now()
        return tuple(self._masked(organisation_record(each, now)) for each in self.known())

    def known(self) -> Sequence[Organisation]:
        """Give the organisations with all that they hold; not to be handed on as they are."""
        return [each for each in self._reach.register.organisations() if self._reach.covers(each.id)]

    def shown(self, identity: str) -> OrganisationShown:
        """Give all about an organisation.

        Raises
        ------
        NotFoundError
            If there is none that the caller sees.
        """
        if not self._reach.covers(identity):
            raise no_such(identity)
        try:
            found = self._centre.organisations.get(identity)
        except NotFoundError:
            raise no_such(identity) from None
        rows = [row for row in self._centre.organisations.rows() if row.organisation == found.id]
        shown = organisation_shown(found, rows, self._centre.clock.now())
        if self._reach.may(Right.SEE_DARK):
            return shown
        live = tuple(each for each in shown.holdings if each.use is Use.LIVE)
        return replace(shown, organisation=self._masked(shown.organisation), holdings=live)

    def address(self, text: str, at: int | None = None) -> AddressRecord:
        """Give all about an address or a prefix.

        Parameters
        ----------
        text
            The address or prefix.
        at
            ns UTC: who answered for it then; None for now.

        Raises
        ------
        UsageError
            If it is neither.
        """
        subject, now = canonical(text), self._centre.clock.now()
        alerts = self._alerts.page(Wanted(subject=subject), None, LISTED)
        is_address = "/" not in subject
        sees_dark = self._reach.may(Right.SEE_DARK)
        moment = now if at is None else at
        table = self._reach.register.responsibility(sees_dark=sees_dark).at(moment)
        answer = next(answers(table, [subject.partition("/")[0]], moment))
        return AddressRecord(
            subject=subject,
            at=answer.at,
            standing=answer.standing if sees_dark and is_address else None,
            holders=tuple(each for each in answer.holders if self._reach.covers(each.organisation)),
            alerts=alerts.items,
            total=alerts.total or 0,
            silences=() if self._reach.own else tuple(
                silence_record(each, now)
                for each in self._centre.alerts.silences(self._reach.sight.hidden)
                if each.scope.subject and each.scope.meets_subject(subject) and not each.released
            ),
        )  # fmt: skip

    def _masked(self, record: OrganisationRecord) -> OrganisationRecord:
        return record if self._reach.may(Right.SEE_DARK) else replace(record, dark_prefixes=0)


def no_such(identity: str) -> NotFoundError:
    """Say that there is no such organisation, or none that the caller sees."""
    return NotFoundError(f"no organisation has the id {identity!r}")


def canonical(text: str) -> str:
    """Write an address or a prefix as everybody does.

    Raises
    ------
    UsageError
        If it is neither.
    """
    try:
        return str(ip_network(text)) if "/" in text else str(ip_address(text))
    except ValueError:
        raise UsageError(
            f"{text!r} is neither an address nor a prefix", hint="Such as 192.0.2.7 or 192.0.2.0/24."
        ) from None
