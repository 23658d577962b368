"""`noroshi silences add`: what need not be told for now, and why."""

from typing import Annotated

from cyclopts import Parameter

from noroshi.alerts.silences import Scope, checked
from noroshi.cli.alerts.moving import NOBODY
from noroshi.cli.colours import NAME
from noroshi.cli.here import EVERYWHERE, Here, command, who, written
from noroshi.cli.screen import Coloured
from noroshi.cli.silences.view import scope_text
from noroshi.cli.times import FOREVER, apart, clock_text, read_moment, read_span
from noroshi.errors import UsageError
from noroshi.records.silences import SilenceRecord, silence_record

app = command(
    "add",
    "noroshi silences add --organisation example-university --for 4h --reason 'they clean up'",
    "noroshi silences add --subject 192.0.2.0/28 --kind infection --until 2026-12-01 --reason 'penetration test'",
    "noroshi silences add --alert A-7QX3M2K --for 1d12h --reason 'agreed by telephone'",
)

OUTPUTS = (SilenceRecord,)


@app.default
def add(
    *,
    reason: str,
    organisation: str = "",
    kind: str = "",
    subject: str = "",
    alert: str = "",
    for_: Annotated[str, Parameter("--for")] = "",
    until: str = "",
    by: str = "",
    here: Here = EVERYWHERE,
) -> None:
    """Hold notices back, for a reason and until a moment.

    Alerts are recorded all the same. When a silence is lifted, what it held goes out; when it expires,
    that of it which still goes on.

    Parameters
    ----------
    reason
        Why; it stands with every notice that is held back.
    organisation
        About alerts of this organisation, by its id.
    kind
        About this kind, such as infection.external, or all that begin so, such as infection.
    subject
        About this address, or those in this prefix.
    alert
        About this alert, by its id.
    for_
        For so long: 90m, 4h, 1d12h.
    until
        Or until then: 2026-12-01, or 2026-12-01T09:00+09:00.
    by
        Who says so; else your login name.
    """
    person = who(by)
    because = written(reason)
    if not because:
        raise UsageError("a silence needs a reason", hint="Somebody will ask why nobody was told.")
    with here.application() as application:
        scope = checked(
            Scope(
                application.organisations.get(organisation).id if organisation else "",
                kind,
                subject,
                application.alerts.get(alert).id if alert else "",
            )
        )
        now = application.clock.now()
        silence = application.desk(NOBODY).silence(scope, because, person, _end(for_, until, now))
    screen = here.screen()
    screen.record(silence_record(silence, now))
    screen.line(
        Coloured(silence.id, NAME),
        f"  holds back notices about {scope_text(scope)},",
        f" until {clock_text(silence.until)} UTC ({apart(silence.until, now)})",
    )


def _end(span: str, until: str, now: int) -> int:
    if bool(span) == bool(until):
        raise UsageError("a silence needs an end", hint="Say one of --for 4h and --until 2026-12-01.")
    end = now + read_span(span) if span else read_moment(until)
    if end > FOREVER:
        raise UsageError(f"{span} is too far ahead", hint="Nothing can be written down after the year 2262.")
    if end <= now:
        raise UsageError(f"{clock_text(end)} UTC is over already", hint="Times without a zone are UTC.")
    return end
