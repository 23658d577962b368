"""What partners have told: what takes it, and how all that one has told is taken away again."""

from typing import NamedTuple

from noroshi.app.centre import Application
from noroshi.detections.taxonomy import classifications
from noroshi.domains import indications
from noroshi.indications.logbook import Logbook
from noroshi.people.audit import AuditEntry
from noroshi.sharing.hearing import Hearing
from noroshi.sharing.signs.taking import SignTaker
from noroshi.sharing.taking import Taker
from noroshi.sharing.taxii.collection import from_one


class Withdrawn(NamedTuple):
    """What was taken away of a partner's."""

    objects: int
    """Versions of objects."""
    alerts: int
    """Alerts that stood on its word alone, and are closed as false alarms."""


def withdrawable(centre: Application, organisation: str) -> Withdrawn:
    """Say what withdrawing a partner would take away.

    Raises
    ------
    NotFoundError
        If that organisation is no partner.
    StorageError
        If the database fails.
    """
    partner = centre.sharing.partners.get(organisation)
    return Withdrawn(centre.sharing.objects.count(from_one(organisation).id), taker(centre).stand_on(partner))


def withdrawn(centre: Application, organisation: str, entry: AuditEntry) -> Withdrawn:
    """Take away all that a partner has told, and take nothing more from it.

    Raises
    ------
    NotFoundError
        If that organisation is no partner.
    StorageError
        If the database fails.
    """
    partner = centre.sharing.partners.get(organisation)
    centre.sharing.partners.withdraw(organisation, entry)  # first, so that nothing more comes
    objects = centre.sharing.objects.empty(from_one(organisation).id)
    return Withdrawn(objects, taker(centre).withdraw(partner))


def taker(centre: Application) -> Taker:
    """Make what takes what partners tell, over the register as it stands now.

    Raises
    ------
    SettingsError, UsageError, RosterError
        If the register cannot be compiled.
    """
    responsibility, ours = centre.responsibility(), centre.config.centre.name
    desk, kinds = centre.desk(responsibility), indications()
    return Taker(
        centre.alerts,
        desk,
        centre.sharing.objects,
        responsibility,
        Hearing(centre.alerts, desk, centre.sharing.ledger, ours, centre.clock),
        SignTaker(centre.indications, Logbook(centre.indications, kinds), ours, kinds, centre.clock),
        ours,
        frozenset(classifications()),
        centre.clock,
    )
