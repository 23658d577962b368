"""Which alerts are meant: the same names in a query, in a bulk move and in an export."""

from typing import Annotated, Any, Final

from litestar import Request
from litestar.params import QueryParameter

from noroshi.alerts.model import AlertState
from noroshi.alerts.wanted import Shown, Wanted
from noroshi.api.moments import moment_of
from noroshi.organisations.model import Severity
from noroshi.people.caller import Caller
from noroshi.records.filters import Filter

ME: Final = "me"
NOBODY: Final = "nobody"
"""In place of a person's id."""


def wanted_by(asked: Filter, caller: Caller) -> Wanted:
    """Say what a caller means by a filter.

    Raises
    ------
    Refusal
        If a moment is none.
    """
    assignee = {"": None, ME: caller.person.id, NOBODY: ""}.get(asked.assignee, asked.assignee)
    return Wanted(
        states=asked.state,
        organisation=asked.organisation,
        kind=asked.kind,
        subject=asked.subject,
        severity=asked.severity,
        assignee=assignee,
        snoozed=asked.snoozed,
        merged=asked.merged,
        silenced=asked.silenced,
        text=asked.q,
        since=moment_of(asked.since, "from") if asked.since else None,
        until=moment_of(asked.until, "to") if asked.until else None,
        ended=asked.ended,
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
    return wanted_by(asked, request.user)
