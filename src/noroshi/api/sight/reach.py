"""How far a caller's sight goes."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from noroshi.alerts.model import Alert
from noroshi.alerts.wanted import Wanted
from noroshi.api.register import Register
from noroshi.app import Application
from noroshi.app.sentences import dark_kinds
from noroshi.indications.model import MARKING as SIGNS
from noroshi.organisations.model import Marking
from noroshi.people.audit import By, What
from noroshi.people.caller import Caller
from noroshi.people.door import Door
from noroshi.people.rights import Right
from noroshi.reporting.members import MARKING

NOBODY: Final = "-"
"""In place of an organisation's id, which never is that: there is no such organisation."""


class Sight(NamedTuple):
    """Which alerts somebody sees, and whether indications."""

    own: str
    """Only alerts of this organisation; empty for all, `NOBODY` for none."""
    hidden: frozenset[str]
    """None of these detection kinds."""
    signs: bool
    """Whether they see indications: all or none, for these concern nobody in particular."""

    def covers(self, alert: Alert) -> bool:
        """Say whether they see an alert."""
        return self.own in {"", alert.organisation} and alert.kind not in self.hidden


@dataclass(frozen=True, slots=True)
class Reach:
    """One caller, and how far their sight goes.

    Parameters
    ----------
    centre
        Whose books they are.
    register
        Who answers for what, as it stands.
    door
        Knows people, and writes down what they do.
    caller
        Who looks.
    address
        The network address that they come from.
    """

    centre: Application
    register: Register
    door: Door
    caller: Caller
    address: str

    @property
    def own(self) -> str:
        """The one organisation that the caller sees anything of; empty for all, `NOBODY` for none."""
        person = self.caller.person
        return person.organisation if not person.organisation or self.admits(MARKING) else NOBODY

    @property
    def sight(self) -> Sight:
        """What the caller sees: what a dark range does, only if they may know where it lies."""
        hidden = frozenset[str]() if self.may(Right.SEE_DARK) else dark_kinds()
        return Sight(self.own, hidden, self.admits(SIGNS))

    def admits(self, marking: Marking) -> bool:
        """Say whether the caller may read what has a marking: a member, only if the organisation and they themselves may."""
        person = self.caller.person
        if not person.organisation:
            return True
        return all(
            each.admits(marking) for each in (person.clearance, self.register.clearance(person.organisation))
        )

    def covers(self, organisation: str) -> bool:
        """Say whether the caller sees what belongs to an organisation."""
        return self.own in {"", organisation}

    def narrowed(self, wanted: Wanted) -> Wanted:
        """Narrow a list to what the caller sees."""
        seen = wanted._replace(without=self.sight.hidden)
        if self.covers(wanted.organisation):
            return seen
        return seen._replace(organisation=NOBODY if wanted.organisation else self.own)

    def may(self, right: Right) -> bool:
        """Say whether the caller has a right."""
        return self.caller.may(right)

    def did(self, what: What, *about: str, note: str = "") -> None:
        """Write down what the caller did, to each of some things."""
        by, now = By.caller(self.caller, self.address), self.centre.clock.now()
        self.door.audit.write([by.did(now, what, each, note) for each in about])
