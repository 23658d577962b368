"""An answer: what a centre says of what another has told it, and nothing but how that stands: never who, never in words."""

from msgspec import Struct

from noroshi.alerts.model import AlertState, Outcome
from noroshi.organisations.model import Marking


class Answer(Struct, frozen=True):
    """How a finding stands where it was told.

    Whoever writes one could say more, so there is no place in it for more: no name, no text, nothing of the subject.
    """

    finding: str
    """The finding's id, as the centre that told it has it."""
    centre: str
    """That centre, by its name among partners."""
    by: str
    """The centre that answers."""
    marking: Marking
    state: AlertState
    outcome: Outcome | None
    """What it turned out to be; for RESOLVED, and only then."""
    at: int
    """ns UTC, when a person said so."""
    version: int
    """Grows with what is said."""
