"""A silence: a reason not to tell, with scope and expiry.

It holds back notices, never alerts: what is seen is recorded all the same, and the
silence counts what it held. When it is lifted, what it held goes out; when it expires,
that of it which still goes on.
"""

from collections.abc import Iterable
from ipaddress import ip_address, ip_network
from typing import Final, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from noroshi.alerts.model import Alert
from noroshi.clock import DAY
from noroshi.errors import UsageError

LOOKED_BACK: Final = 30 * DAY
"""ns for which a preview says what would have been held back."""


class Scope(Struct, frozen=True):
    """Which alerts a silence is about: those that meet every condition given."""

    organisation: str = ""
    """An organisation's id; empty for all."""
    kind: str = ""
    """A detection kind such as infection.external, or the part before the dot; empty for all."""
    subject: str = ""
    """An address, a prefix in CIDR form, or another subject as it is written; empty for all."""
    alert: str = ""
    """One alert's id; empty for all."""

    def covers(self, alert: Alert) -> bool:
        """Tell whether an alert meets every condition.

        Examples
        --------
        >>> Scope(subject="192.0.2.0/24").meets_subject("192.0.2.7")
        True
        """
        return (
            self.organisation in {"", alert.organisation}
            and self.kind in {"", alert.kind, alert.kind.partition(".")[0]}
            and self.alert in {"", alert.id}
            and self.meets_subject(alert.subject)
        )

    def meets_subject(self, subject: str) -> bool:
        """Tell whether a subject is the one given, or an address within it."""
        if self.subject in {"", subject}:
            return True
        try:
            return ip_address(subject) in ip_network(self.subject)
        except ValueError:
            return False


def checked(scope: Scope) -> Scope:
    """Give a scope with its prefix in canonical form.

    Raises
    ------
    UsageError
        If it covers everything, or its prefix is none.
    """
    if scope == Scope():
        raise UsageError(
            "a silence of everything is refused", hint="Say an organisation, a kind, a subject or an alert."
        )
    if "/" not in scope.subject:
        return scope
    try:
        return replace(scope, subject=str(ip_network(scope.subject)))
    except ValueError as fault:
        raise UsageError(f"{scope.subject!r} is not a prefix: {fault}") from None


class Covered(NamedTuple):
    """What a silence would have held back."""

    notices: int
    alerts: int
    """Alerts that those were about."""


class Silence(Struct, frozen=True):
    """A reason not to tell."""

    id: str
    """Short, such as "S-3K9"."""
    scope: Scope
    reason: str
    """Why; it stands with every notice that it holds back."""
    who: str
    """Who said so."""
    since: int
    """ns UTC, when it was put. It holds from then on, also where the clock has been set back since."""
    until: int
    """ns UTC, exclusive: when it expires."""
    lifted: int | None = None
    """ns UTC, when somebody ended it early."""
    released: bool = False
    """Whether what it held has been let go: sent, or muted because it is over."""
    held: int = 0
    """Notices that it has held back so far."""

    def holds(self, alert: Alert, now: int) -> bool:
        """Tell whether it holds back what is owed about an alert at a moment (ns UTC)."""
        is_over = self.released or self.lifted is not None or now >= self.until
        return not is_over and self.scope.covers(alert)


def holding(silences: Iterable[Silence], alert: Alert, now: int) -> Silence | None:
    """Give the silence that holds back what is owed about an alert at a moment (ns UTC): the first, if several do."""
    return next((silence for silence in silences if silence.holds(alert, now)), None)
