"""`noroshi notices list`: what is owed to whom, and what became of it."""

from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from noroshi.alerts.notices import NoticeState
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.notices.view import show_notices
from noroshi.cli.phrases import either
from noroshi.clock import SystemClock
from noroshi.config.delivering import composing_settings
from noroshi.delivery.waiting import Waiting, unsent
from noroshi.records.notices import NoticeRecord, notice_record

app = command(
    "list",
    "noroshi notices list",
    "noroshi notices list --state dead",
    "noroshi notices list --all --alert A-7QX3M2K",
)

OUTPUTS = (NoticeRecord,)

PENDING = (NoticeState.OWED, NoticeState.HELD, NoticeState.COMPOSED)


@app.default
def list_(
    *,
    state: tuple[NoticeState, ...] = (),
    all_: Annotated[bool, Parameter("--all")] = False,
    alert: str = "",
    limit: Annotated[int, Parameter(validator=Number(gte=1), show_default=True)] = 100,
    here: Here = EVERYWHERE,
) -> None:
    """List notices and what became of them.

    Dead ones come first, with the reason; then the latest. One that waits says for what, and until
    when at the earliest.

    Parameters
    ----------
    state
        In this state; may be given more than once. Else dead, owed, held and composed.
    all_
        In any state.
    alert
        About this alert, by its id.
    limit
        So many at most.
    """
    states = tuple(NoticeState) if all_ else state or (NoticeState.DEAD, *PENDING)
    now = SystemClock().now()
    with here.books() as books:
        about = books.alerts.get(alert).id if alert else ""
        dead = (
            books.alerts.notices([NoticeState.DEAD], about, limit + 1) if NoticeState.DEAD in states else ()
        )
        others = [each for each in states if each is not NoticeState.DEAD]
        found = [*dead, *(books.alerts.notices(others, about, limit + 1) if others else ())]
        dispatches = unsent(books.messages)
        waiting = Waiting(books.messages, books.organisations, composing_settings(here.config())).waits(
            dispatches, now
        )
    notices = found[:limit]
    screen = here.screen()
    for notice in notices:
        screen.record(notice_record(notice, dispatches, waiting))
    if notices:
        show_notices(screen, notices, waiting, now)
    else:
        screen.line("No notices." if all_ else f"No notices that are {either(states)}.")
    if dead:
        screen.remark("`noroshi notices retry NOTICE` has a dead one tried again; --dead, all of them.")
    if len(found) > limit:
        screen.remark("There are more; --limit shows them.")
