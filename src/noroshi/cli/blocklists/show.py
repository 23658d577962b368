"""`noroshi blocklists show`: what a block-list does, or would do."""

from noroshi.cli.blocklists.deciding import NAMED, blocking, show_effect
from noroshi.cli.colours import NAME
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.screen import Coloured
from noroshi.clock import SystemClock, clock_text
from noroshi.records.block_lists import BlockListShown, block_list_now, block_list_shown

app = command(
    "show", "noroshi blocklists show B-3K9XT", "noroshi blocklists show B-3K9XT --json | jq .effect"
)

OUTPUTS = (BlockListShown,)


@app.default
def show(block_list: str, /, *, here: Here = EVERYWHERE) -> None:
    """Show what a block-list does, or would do, and what it left out.

    Parameters
    ----------
    block_list
        Its id, in capitals or not.
    """
    with here.application() as application:
        found = application.sharing.block_lists.get(block_list)
        listing = blocking(application).now(found)
    now, screen = SystemClock().now(), here.screen()
    screen.record(block_list_shown(found, listing, now))
    if screen.as_json:
        return
    screen.line(Coloured(found.id, NAME), f"  {block_list_now(found, now)}: {found.reason}")
    facts = [
        ("about", ", ".join(found.about)),
        ("proposed", f"{clock_text(found.proposed)} UTC, by {found.proposed_by}"),
        ("until", f"{clock_text(found.until)} UTC"),
    ]
    if found.released is not None:
        facts.append(("released", f"{clock_text(found.released)} UTC, by {found.released_by}"))
    if found.withdrawn is not None:
        facts.append(("withdrawn", f"{clock_text(found.withdrawn)} UTC, by {found.withdrawn_by}"))
    screen.facts(facts)
    show_effect(screen, listing)
    if found.spared:
        screen.line("Left out when it was proposed:")
        for each in found.spared[:NAMED]:
            screen.line(
                f"{each.subject or 'a subject that is not told'}: {each.why}{f', {each.name}' if each.name else ''}",
                indent=2,
            )
