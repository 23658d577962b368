"""`noroshi alerts list`: who must be told about what."""

from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from noroshi.alerts.model import AlertState
from noroshi.alerts.wanted import Shown, Wanted
from noroshi.cli.alerts.view import show_table
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.phrases import either
from noroshi.cli.times import read_moment
from noroshi.clock import SystemClock
from noroshi.organisations.model import Severity
from noroshi.records.alerts import AlertRecord, alert_record

app = command(
    "list",
    "noroshi alerts list",
    "noroshi alerts list --severity high --organisation example-university",
    "noroshi alerts list --state resolved --kind infection --limit 20",
    "noroshi alerts list --subject 192.0.2.0/24 --assignee '' --from 2026-12-01",
    "noroshi alerts list --snoozed only",
    "noroshi alerts list --all --json | jq -r .subject",
)

OUTPUTS = (AlertRecord,)

AT_WORK = (AlertState.OPEN, AlertState.ACKNOWLEDGED)
"""What is listed if nobody says otherwise: what somebody has to do something about."""


@app.default
def list_(
    *,
    state: tuple[AlertState, ...] = (),
    all_: Annotated[bool, Parameter("--all")] = False,
    organisation: str = "",
    kind: str = "",
    subject: str = "",
    severity: Annotated[Severity, Parameter(show_default=True)] = Severity.LOW,
    assignee: str | None = None,
    snoozed: Annotated[Shown, Parameter(show_default=True)] = Shown.HIDE,
    merged: Annotated[Shown, Parameter(show_default=True)] = Shown.HIDE,
    silenced: Annotated[Shown, Parameter(show_default=True)] = Shown.SHOW,
    text: str = "",
    from_: Annotated[str, Parameter("--from")] = "",
    to: str = "",
    ended: Annotated[bool | None, Parameter(negative="--no-ended")] = None,
    limit: Annotated[int, Parameter(validator=Number(gte=1), show_default=True)] = 100,
    here: Here = EVERYWHERE,
) -> None:
    """List alerts, the most severe first.

    Parameters
    ----------
    state
        In this state; may be given more than once. Else open and acknowledged.
    all_
        In any state.
    organisation
        Of this organisation, by its id.
    kind
        Of this kind, such as infection.external, or of all that begin so, such as infection.
    subject
        About this subject, such as an address, or about an address in this prefix.
    severity
        At least this severe.
    assignee
        Of this person; '' for nobody's.
    snoozed
        Those that are snoozed now.
    merged
        Those that are merged into another.
    silenced
        Those about which a silence holds notices back now.
    text
        With this in the id, the subject, the organisation's id or the kind.
    from_
        Last seen then, or later: 2026-12-01, or 2026-12-01T09:00+09:00.
    to
        Last seen before then.
    ended
        Those that are over; --no-ended for those that go on.
    limit
        So many at most.
    """
    states = () if all_ else state or AT_WORK
    wanted = Wanted(
        states,
        organisation,
        kind,
        subject,
        severity,
        assignee,
        snoozed,
        merged,
        silenced,
        text,
        read_moment(from_) if from_ else None,
        read_moment(to) if to else None,
        ended,
    )
    now = SystemClock().now()
    with here.books() as books:
        alerts, following = books.alerts.page(wanted, now, limit)
        there_are = books.alerts.count(wanted, now) if following else len(alerts)
    screen = here.screen()
    for alert in alerts:
        screen.record(alert_record(alert))
    if alerts:
        show_table(screen, alerts, now)
    else:
        screen.line("No alerts." if all_ else f"No alerts that are {either(states)}.")
    if there_are > len(alerts):
        screen.remark(f"{len(alerts)} of {there_are:,}; --limit shows more.")
