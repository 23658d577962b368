"""Which alerts are meant: the same names in a query, in a bulk move and in an export."""

from typing import Annotated, Any, Final

from litestar import Request
from litestar.params import QueryParameter
from msgspec import Struct, field

from noroshi.alerts.model import AlertState
from noroshi.alerts.wanted import Shown, Wanted
from noroshi.api.moments import moment_of
from noroshi.organisations.model import Severity
from noroshi.people.caller import Caller

ME: Final = "me"
NOBODY: Final = "nobody"
"""In place of a person's id."""


class Filter(Struct, frozen=True, forbid_unknown_fields=True):
    """Which alerts are meant; each condition that is given must be met."""

    state: tuple[AlertState, ...] = ()
    """In one of these states; none for all."""
    organisation: str = ""
    """Of this organisation, by its id."""
    kind: str = ""
    """Of this kind, or of all kinds whose part before the dot it is."""
    subject: str = ""
    """About this subject, or about an address in this prefix."""
    severity: Severity = Severity.LOW
    """At least this severe."""
    assignee: str = ""
    """Of this person, by their id; "me", or "nobody"."""
    snoozed: Shown = Shown.HIDE
    """Whether those that are snoozed are meant too, or only they."""
    merged: Shown = Shown.HIDE
    """The same for those that are merged into another."""
    silenced: Shown = Shown.SHOW
    """The same for those that are silenced."""
    q: str = ""
    """With this text in their id, subject, organisation or kind."""
    since: str = field(default="", name="from")
    """Last seen then or later, in ISO 8601."""
    until: str = field(default="", name="to")
    """Last seen before then, in ISO 8601."""
    ended: bool | None = None
    """Whether the latest episode is over."""

    def wanted(self, caller: Caller) -> Wanted:
        """Say what a caller means by it.

        Raises
        ------
        Refusal
            If a moment is none.
        """
        assignee = {"": None, ME: caller.person.id, NOBODY: ""}.get(self.assignee, self.assignee)
        return Wanted(
            states=self.state,
            organisation=self.organisation,
            kind=self.kind,
            subject=self.subject,
            severity=self.severity,
            assignee=assignee,
            snoozed=self.snoozed,
            merged=self.merged,
            silenced=self.silenced,
            text=self.q,
            since=moment_of(self.since, "from") if self.since else None,
            until=moment_of(self.until, "to") if self.until else None,
            ended=self.ended,
        )


def wanted_by_query(
    request: Request[Caller, Any, Any],
    states: Annotated[
        list[AlertState] | None,
        QueryParameter(name="state", description="In one of these states; none for all."),
    ] = None,
    organisation: Annotated[str, QueryParameter(description="Of this organisation, by its id.")] = "",
    kind: Annotated[
        str, QueryParameter(description="Of this kind, or of all kinds whose part before the dot it is.")
    ] = "",
    subject: Annotated[
        str, QueryParameter(description="About this subject, or about an address in this prefix.")
    ] = "",
    severity: Annotated[Severity, QueryParameter(description="At least this severe.")] = Severity.LOW,
    assignee: Annotated[
        str, QueryParameter(description='Of this person, by their id; "me", or "nobody".')
    ] = "",
    snoozed: Annotated[Shown, QueryParameter(description="Those that are snoozed.")] = Shown.HIDE,
    merged: Annotated[Shown, QueryParameter(description="Those that are merged into another.")] = Shown.HIDE,
    silenced: Annotated[Shown, QueryParameter(description="Those that are silenced.")] = Shown.SHOW,
    q: Annotated[
        str, QueryParameter(max_length=200, description="With this in id, subject, organisation or kind.")
    ] = "",
    since: Annotated[str, QueryParameter(name="from", description="Last seen then or later, ISO 8601.")] = "",
    until: Annotated[str, QueryParameter(name="to", description="Last seen before then, ISO 8601.")] = "",
    ended: Annotated[bool | None, QueryParameter(description="Whether the latest episode is over.")] = None,
) -> Wanted:
    """Say which alerts a query means."""
    asked = Filter(
        tuple(states or ()),
        organisation,
        kind,
        subject,
        severity,
        assignee,
        snoozed,
        merged,
        silenced,
        q,
        since,
        until,
        ended,
    )
    return asked.wanted(request.user)
