"""Seeds of authenticators, sealed: a copy of the database alone shows nobody's codes."""

from collections.abc import Callable
from typing import Final

import structlog

from noroshi.people.credentials.book import Password
from noroshi.people.credentials.codes import step_of
from noroshi.people.sealing import SealError, Seals

PURPOSE: Final = "totp seed"
"""What seeds are sealed as."""

_log = structlog.get_logger(__name__)


class Seeds:
    """Seals seeds, and compares codes with what is sealed.

    Parameters
    ----------
    seals
        Gives the centre's; asked when there is a seed, so that a centre without any needs no key.
    """

    def __init__(self, seals: Callable[[], Seals]) -> None:
        self._seals = seals

    def seal(self, person: str, seed: str) -> str:
        """Seal somebody's seed; put in another's place, it does not open."""
        return self._seals().seal(PURPOSE, seed.encode(), person)

    def open(self, person: str, sealed: str) -> str:
        """Give somebody's seed.

        Raises
        ------
        SealError
            If it was sealed with another key, or for somebody else.
        """
        return self._seals().open(PURPOSE, sealed, person).decode()

    def opens(self, person: str, sealed: str) -> bool:
        """Tell whether somebody's seed was sealed with this key."""
        try:
            return bool(self.open(person, sealed))
        except SealError:
            return False

    def step_of(self, person: str, password: Password, code: str, now: int) -> int | None:
        """Say which step a code of somebody's authenticator belongs to; None if to none that still counts.

        With a lost key no code fits. The log says why, and `noroshi doctor`; recovery codes and passkeys do as ever.
        """
        try:
            seed = self.open(person, password.seed)
        except SealError:
            _log.warning("an authenticator's seed was sealed with another key", person=person)
            return None
        return step_of(seed, code, now, password.step)
