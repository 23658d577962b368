"""The register as it stands, at hand: compiled once, and anew when it has changed."""

import threading
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Final

from noroshi.app import Application
from noroshi.clock import SECOND
from noroshi.errors import NotFoundError
from noroshi.organisations.model import Marking, Organisation
from noroshi.organisations.responsibility import Responsibility
from noroshi.sharing.outlet import Outlet

FRESH: Final = SECOND
"""ns for which nobody looks whether it has changed."""


class Compiled:
    """One state of the register.

    Parameters
    ----------
    edition
        Names the state.
    responsibility
        Who answers for what in it.
    centre
        Whose register it is.
    """

    def __init__(self, edition: str, responsibility: Responsibility, centre: Application) -> None:
        self._centre = centre
        self.edition = edition
        self.responsibility = responsibility
        self.organisations: Mapping[str, Organisation] = {
            each.id: each for each in responsibility.organisations
        }
        """By id."""

    @cached_property
    def in_use(self) -> Responsibility:
        """The same as if there was no dark space."""
        return self.responsibility.in_use()

    @cached_property
    def outlet(self) -> Outlet:
        """What lets out what partners may know."""
        return self._centre.outlet(self.responsibility)


class Register:
    """Gives the register; any thread may ask.

    Compiling 100,000 holdings takes seconds, and most pages want no more than names.

    Parameters
    ----------
    centre
        Whose register it is.
    """

    def __init__(self, centre: Application) -> None:
        self._centre = centre
        self._lock = threading.Lock()
        self._compiled: Compiled | None = None
        self._looked = 0

    def organisations(self) -> Sequence[Organisation]:
        """Give every organisation, by id."""
        return tuple(self._now().organisations.values())

    def responsibility(self, *, sees_dark: bool) -> Responsibility:
        """Say who answers for what, to somebody who may know where dark space lies, or may not."""
        found = self._now()
        return found.responsibility if sees_dark else found.in_use

    def organisation(self, organisation: str) -> Organisation:
        """Give one organisation.

        Raises
        ------
        NotFoundError
            If it is not registered.
        """
        found = self._now().organisations.get(organisation)
        if found is None:
            raise NotFoundError(f"no organisation has the id {organisation!r}")
        return found

    def outlet(self) -> Outlet:
        """Give what says what partners may know.

        Raises
        ------
        SettingsError, RosterError
            If a list of announcements or of countries cannot be read.
        """
        return self._now().outlet

    def name(self, organisation: str) -> str:
        """Give an organisation's name; empty if it is no longer registered."""
        found = self._now().organisations.get(organisation)
        return found.name if found else ""

    def language(self, organisation: str) -> str:
        """Give the language of an organisation's contacts who say nothing else."""
        found = self._now().organisations.get(organisation)
        return found.language if found else "en"

    def clearance(self, organisation: str) -> Marking:
        """Give the most restrictive label that an organisation may receive; clear if it is not registered."""
        found = self._now().organisations.get(organisation)
        return found.clearance if found else Marking.CLEAR

    def _now(self) -> Compiled:
        now = self._centre.clock.now()
        with self._lock:
            if self._compiled is None or not self._looked <= now < self._looked + FRESH:
                self._looked = now
                edition = self._centre.organisations.edition()
                if self._compiled is None or edition != self._compiled.edition:
                    self._compiled = Compiled(edition, self._centre.responsibility(), self._centre)
            return self._compiled
