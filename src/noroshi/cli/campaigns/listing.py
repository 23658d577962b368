"""`noroshi campaigns list`: what several organisations have at the same time."""

from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from noroshi.app.sentences import campaign_kinds
from noroshi.campaigns.model import known
from noroshi.cli.campaigns.naming import naming
from noroshi.cli.colours import NAME
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.screen import Coloured
from noroshi.clock import SystemClock, clock_text
from noroshi.records.campaigns import CampaignRecord, campaign_record

app = command(
    "list",
    "noroshi campaigns list",
    "noroshi campaigns list --json | jq -r '[.pattern, .organisations] | @tsv'",
)

OUTPUTS = (CampaignRecord,)


@app.default
def list_(
    *,
    limit: Annotated[int, Parameter(validator=Number(gte=1), show_default=True)] = 100,
    here: Here = EVERYWHERE,
) -> None:
    """List campaigns, those with the latest alert first.

    Parameters
    ----------
    limit
        So many at most.
    """
    with here.books() as books:
        found = known(books.alerts, campaign_kinds(), SystemClock().now())[:limit]
        name = naming(books.organisations)
    screen = here.screen()
    for campaign in found:
        screen.record(campaign_record(campaign, name))
    if not found:
        screen.line("No campaigns.")
        return
    screen.table(
        ("campaign", "pattern", "organisations", "alerts", "started (UTC)", "latest (UTC)", "first"),
        [
            (
                Coloured(each.id, NAME),
                each.pattern,
                str(len(each.members)),
                str(len(each.onsets)),
                clock_text(each.started),
                clock_text(each.latest),
                each.members[0].organisation,
            )
            for each in found
        ],
    )
