"""`noroshi silences add`: what need not be told for now, and why."""

from typing import Annotated

from cyclopts import Parameter

from noroshi.alerts.silences import LOOKED_BACK, Covered, Scope, checked
from noroshi.cli.alerts.moving import NOBODY
from noroshi.cli.colours import NAME
from noroshi.cli.here import EVERYWHERE, Here, command, doer, who, written
from noroshi.cli.phrases import counted
from noroshi.cli.screen import Coloured, Screen
from noroshi.cli.silences.view import scope_text
from noroshi.cli.times import apart, read_end
from noroshi.clock import clock_text
from noroshi.errors import UsageError
from noroshi.people.audit import What
from noroshi.records.silences import SilencePreview, SilenceRecord, silence_preview, silence_record

app = command(
    "add",
    "noroshi silences add --organisation example-university --for 4h --reason 'they clean up'",
    "noroshi silences add --subject 192.0.2.0/28 --kind infection --until 2026-12-01 --reason 'penetration test'",
    "noroshi silences add --alert A-7QX3M2K --for 1d12h --reason 'agreed by telephone'",
    "noroshi silences add --kind misconfiguration --preview",
)

OUTPUTS = (SilenceRecord, SilencePreview)


@app.default
def add(
    *,
    reason: str = "",
    organisation: str = "",
    kind: str = "",
    subject: str = "",
    alert: str = "",
    for_: Annotated[str, Parameter("--for")] = "",
    until: str = "",
    preview: bool = False,
    by: str = "",
    here: Here = EVERYWHERE,
) -> None:
    """Hold notices back, for a reason and until a moment.

    Alerts are recorded all the same. When a silence is lifted, what it held goes out; when it expires,
    that of it which still goes on.

    Parameters
    ----------
    reason
        Why; it stands with every notice that is held back. Needed, but for a preview.
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
    preview
        Put none, but say what it would have held back in the last 30 days.
    by
        Who says so; else your login name.
    """
    person = who(by)
    because = written(reason)
    if not because and not preview:
        raise UsageError("a silence needs a reason", hint="Somebody will ask why nobody was told.")
    screen = here.screen()
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
        if preview:
            _show_preview(screen, scope, application.alerts.would_hold(scope, now - LOOKED_BACK), now)
            return
        silence = application.desk(NOBODY).silence(
            scope, because, person, read_end("a silence", for_, until, now)
        )
        application.people.audit.write([doer(person).did(now, What.SILENCE, silence.id, because)])
    screen.record(silence_record(silence, now))
    screen.line(
        Coloured(silence.id, NAME),
        f"  holds back notices about {scope_text(scope)},",
        f" until {clock_text(silence.until)} UTC ({apart(silence.until, now)})",
    )


def _show_preview(screen: Screen, scope: Scope, covered: Covered, now: int) -> None:
    screen.record(silence_preview(covered, now))
    screen.line(
        f"A silence about {scope_text(scope)} would have held back {counted(covered.notices, 'notice')}",
        f" about {counted(covered.alerts, 'alert')} in the last 30 days.",
    )
