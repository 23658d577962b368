"""`noroshi campaigns show`: all about one campaign."""

from noroshi.app.sentences import campaign_kinds
from noroshi.campaigns.model import get
from noroshi.cli.campaigns.naming import naming
from noroshi.cli.colours import NAME
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.screen import Coloured
from noroshi.clock import SystemClock, clock_text
from noroshi.indications.book import Wanted
from noroshi.records.campaigns import INDICATIONS, CampaignShown, campaign_shown

app = command(
    "show",
    "noroshi campaigns show C-7QX3M2KA",
    "noroshi campaigns show c-7qx3m2ka --json | jq -r .members[].organisation",
)

OUTPUTS = (CampaignShown,)


@app.default
def show(campaign: str, /, *, here: Here = EVERYWHERE) -> None:
    """Show a campaign: whom it has reached, and who was first.

    Parameters
    ----------
    campaign
        Its id, in capitals or not.
    """
    with here.books() as books:
        found = get(books.alerts, campaign_kinds(), SystemClock().now(), campaign)
        rising = books.indications.page(Wanted(subject=found.port), INDICATIONS) if found.port else ()
        shown = campaign_shown(found, naming(books.organisations), rising)
    screen = here.screen()
    screen.record(shown)
    if screen.as_json:
        return
    screen.line(Coloured(found.id, NAME), f"  {found.pattern}")
    screen.line()
    screen.facts(
        [
            ("started", f"{clock_text(found.started)} UTC"),
            ("latest alert", f"{clock_text(found.latest)} UTC"),
            ("alerts", str(len(found.onsets))),
            ("indications", ", ".join(each.id for each in shown.indications) or "none of its port"),
        ]
    )
    screen.line()
    screen.table(
        ("organisation", "first alert", "began (UTC)", "alerts"),
        [
            (each.organisation, Coloured(each.alert, NAME), clock_text(each.first), str(each.alerts))
            for each in found.members
        ],
    )
