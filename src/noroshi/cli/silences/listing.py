"""`noroshi silences list`: what is not told, until when, and how much that was."""

from typing import Annotated

from cyclopts import Parameter

from noroshi.cli.colours import ASIDE, NAME
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.screen import Coloured
from noroshi.cli.silences.view import scope_text
from noroshi.clock import SystemClock, clock_text
from noroshi.records.silences import SilenceRecord, SilenceState, silence_record, state_of

app = command("list", "noroshi silences list", "noroshi silences list --all --json")

OUTPUTS = (SilenceRecord,)


@app.default
def list_(*, all_: Annotated[bool, Parameter("--all")] = False, here: Here = EVERYWHERE) -> None:
    """List silences, with what each held back.

    Parameters
    ----------
    all_
        Also those that are over.
    """
    now = SystemClock().now()
    with here.books() as books:
        silences = [
            each for each in books.alerts.silences() if all_ or state_of(each, now) is SilenceState.ACTIVE
        ]
    screen = here.screen()
    for silence in silences:
        screen.record(silence_record(silence, now))
    if not silences:
        screen.line("No silences." if all_ else "No silences that are active.")
        return
    screen.table(
        ("silence", "state", "about", "until (UTC)", "held back", "by", "reason"),
        [
            (
                Coloured(silence.id, NAME),
                Coloured(
                    state_of(silence, now), "" if state_of(silence, now) is SilenceState.ACTIVE else ASIDE
                ),
                scope_text(silence.scope),
                clock_text(silence.lifted or silence.until),
                f"{silence.held:,}",
                silence.who,
                silence.reason,
            )
            for silence in silences
        ],
    )
