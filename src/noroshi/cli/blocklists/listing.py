"""`noroshi blocklists list`: what is to be stopped, and who decided so."""

from typing import Annotated

from cyclopts import Parameter

from noroshi.cli.colours import ASIDE, NAME, WARNING
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.screen import Coloured
from noroshi.clock import SystemClock, clock_text
from noroshi.records.block_lists import BlockListNow, BlockListRecord, block_list_now, block_list_record

app = command("list", "noroshi blocklists list", "noroshi blocklists list --all --json")

OUTPUTS = (BlockListRecord,)


@app.default
def list_(*, all_: Annotated[bool, Parameter("--all")] = False, here: Here = EVERYWHERE) -> None:
    """List block-lists, the latest proposed first, and what waits for another person.

    Parameters
    ----------
    all_
        Also those that are over.
    """
    now = SystemClock().now()
    with here.books() as books:
        lists = [each for each in books.sharing.block_lists.all() if all_ or each.stands(now)]
    screen = here.screen()
    for each in lists:
        screen.record(block_list_record(each, now))
    if not lists:
        screen.line("No block-lists." if all_ else "No block-lists that stand.")
        return
    colours = {BlockListNow.RELEASED: "", BlockListNow.PROPOSED: WARNING}
    screen.table(
        ("block-list", "state", "entries", "about", "until (UTC)", "proposed by", "released by", "reason"),
        [
            (
                Coloured(each.id, NAME),
                Coloured(block_list_now(each, now), colours.get(block_list_now(each, now), ASIDE)),
                f"{len(each.lines):,}",
                ", ".join(each.about),
                clock_text(each.withdrawn or each.until),
                each.proposed_by,
                each.released_by,
                each.reason,
            )
            for each in lists
        ],
    )
