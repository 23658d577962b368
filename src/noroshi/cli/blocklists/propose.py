"""`noroshi blocklists propose`: one person wants that something is stopped."""

from typing import Annotated

from cyclopts import Parameter

from noroshi.cli.blocklists.deciding import blocking, show, show_effect
from noroshi.cli.here import EVERYWHERE, Here, command, written
from noroshi.errors import UsageError
from noroshi.records.block_lists import BlockListRecord, EffectRecord, effect_record

app = command(
    "propose",
    "noroshi blocklists propose I-7QX3M2KA --dry-run",
    "noroshi blocklists propose A-7QX3M2K I-7QX3M2KA --reason 'the worm on tcp/7547'",
    "noroshi blocklists propose cert-abroad --reason 'what they have seen of late'",
)

OUTPUTS = (BlockListRecord, EffectRecord)


@app.default
def propose(
    about: Annotated[tuple[str, ...], Parameter(required=True)],
    /,
    *,
    reason: str = "",
    dry_run: bool = False,
    here: Here = EVERYWHERE,
) -> None:
    """Propose that addresses be blocked; another person has to release it.

    Never listed is what members, partners or the centre hold, what everybody asks, what is on the operator's lists, and
    whatever may be spoofed: that is counted. Each entry ends three days after it was last seen. Your login name says who you are.

    Parameters
    ----------
    about
        Ids: of an alert, for its subject; of an indication, for what partners saw send to its port in the last three days; of a
        partner, for all that it told in that time.
    reason
        Why; whoever releases it reads that.
    dry_run
        Only say what it would stop, and what not and why; nothing is written.
    """
    screen = here.screen()
    if not dry_run and not reason.strip():
        raise UsageError("a block-list needs a reason", hint="Somebody else is to judge it: --reason.")
    with here.application() as application:
        deciding = blocking(application)
        listing = deciding.preview(about)
        if dry_run:
            screen.record(effect_record(listing))
        show_effect(screen, listing)
        if not dry_run:
            show(screen, deciding.propose(about, written(reason)))
