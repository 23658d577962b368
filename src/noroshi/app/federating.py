"""Exchanging with partners, turn after turn: tell them what they may know, and take what they tell and was pulled."""

import threading
from typing import Final

import structlog

from noroshi.app.centre import Application
from noroshi.app.taking import taker
from noroshi.organisations.model import is_valid
from noroshi.sharing.partners import PartnerState
from noroshi.sharing.publishing import Publisher
from noroshi.sharing.signs.publishing import SignPublisher

TURN: Final = 0.5
"""Seconds between two turns. One tells and another takes, so what a partner is told waits for two of them, and for a pull between."""

_log = structlog.get_logger("noroshi.federating")


class Federation:
    """A centre among others.

    Parameters
    ----------
    centre
        The centre.
    """

    def __init__(self, centre: Application) -> None:
        self._centre = centre
        self._edition: str | None = None

    def turn(self) -> None:
        """Exchange once with every partner; a centre without any does nothing.

        Raises
        ------
        StorageError
            If the database fails; what was not told or taken is so in the next turn.
        SettingsError, UsageError, RosterError
            If the register cannot be compiled.
        """
        partners = self._centre.sharing.partners.all()
        if not partners:
            return
        self._renew()
        readers = [
            self._organisations[each.organisation]
            for each in partners
            if each.organisation in self._organisations
        ]
        self._publisher.publish(readers)
        self._signs.publish(readers)
        now = self._centre.clock.now()
        present = {each.id for each in readers if is_valid(each, now)}
        for partner in partners:
            if partner.state is PartnerState.ACTIVE and partner.organisation in present:
                counts = self._taker.take(partner)
                if counts or partner.counted != self._taker.since:
                    counted = self._taker.counted(partner)
                    self._centre.sharing.partners.count(partner.organisation, counted, self._taker.since)
                if counts:
                    _log.info("took what a partner told", partner=partner.organisation, **counts)

    def until(self, stop: threading.Event) -> None:
        """Take turns until the end; nothing that fails ends it."""
        while not stop.wait(TURN):
            try:
                self.turn()
            except Exception:  # noqa: BLE001  # whatever it is, the next turn may do
                _log.exception("partners cannot be exchanged with")

    def _renew(self) -> None:
        """Take the register anew where it has changed."""
        centre, edition = self._centre, self._centre.organisations.edition()
        if edition == self._edition:
            return
        self._organisations = {each.id: each for each in centre.organisations.all()}
        self._publisher = Publisher(centre.alerts, centre.outlet(), centre.sharing.objects, centre.clock)
        self._signs = SignPublisher(
            centre.indications, centre.sign_outlet(), centre.sharing.objects, centre.clock
        )
        self._taker = taker(centre)
        self._edition = edition
