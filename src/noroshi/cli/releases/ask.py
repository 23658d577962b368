"""`noroshi releases ask`: one person wants that something may leave."""

from typing import Annotated

from cyclopts import Parameter

from noroshi.cli.here import EVERYWHERE, Here, command, written
from noroshi.cli.releases.deciding import releasing, show
from noroshi.cli.times import read_end
from noroshi.clock import SystemClock
from noroshi.records.releases import ReleaseRecord
from noroshi.sharing.finding import Level
from noroshi.sharing.releases import Released

app = command(
    "ask",
    "noroshi releases ask --to cert-abroad --kind infection --level full --for 90d --reason 'they clean up with us'",
    "noroshi releases ask --to group:asia-pacific --kind dos --level network --until 2027-01-01 --reason 'a campaign'",
    "noroshi releases ask --to cert-abroad --alert A-7QX3M2K --level prefix --for 7d --reason 'they asked for it'",
    "noroshi releases ask --to cert-abroad --indication I-7QX3M2KA --level network --for 7d --reason 'is it there, too?'",
)

OUTPUTS = (ReleaseRecord,)


@app.default
def ask(
    *,
    to: str,
    level: Level,
    reason: str,
    kind: str = "",
    organisation: str = "",
    alert: str = "",
    indication: str = "",
    for_: Annotated[str, Parameter("--for")] = "",
    until: str = "",
    here: Here = EVERYWHERE,
) -> None:
    """Ask that something may leave to a partner; another person has to approve it.

    What is marked green by itself needs no other person, and leaves at once. Your login name says who you are.

    Parameters
    ----------
    to
        To this organisation, by its id, or group: and a sharing group.
    level
        How much of it: full, the prefix around the address, or no more than the network that announces it.
    reason
        Why; whoever approves it reads that.
    kind
        Of this kind, such as infection.external, or all that begin so, such as infection.
    organisation
        About what this organisation holds, by its id.
    alert
        This alert, by its id.
    indication
        This indication, by its id.
    for_
        For so long: 7d, 12w; a year at the most.
    until
        Or until then: 2027-01-01, or 2027-01-01T09:00+09:00.
    """
    end = read_end("a release", for_, until, SystemClock().now())
    screen = here.screen()
    with here.books() as books:
        what = Released(kind, organisation, alert, indication)
        show(screen, releasing(books).ask(what, to, level, written(reason), end))
