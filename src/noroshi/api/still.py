"""Whether somebody who looks on for long still may."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from noroshi.api.sight.reach import Reach, Sight
from noroshi.errors import SignInError
from noroshi.people.caller import Caller


@dataclass(frozen=True, slots=True)
class Still:
    """Asks again who somebody is: they may have signed out, or been deactivated.

    Parameters
    ----------
    reach
        How far they saw when they came.
    again
        Says who they are now.
    """

    reach: Reach
    again: Callable[[], Caller]

    def sight(self) -> Sight:
        """Say which alerts they see.

        Raises
        ------
        AccessError
            If they are nobody any more, or may do something else than when they came.
        """
        caller = self.again()
        if caller.rights != self.reach.caller.rights:
            raise SignInError("what you may do has changed", hint="Connect again.")
        return replace(self.reach, caller=caller).sight
