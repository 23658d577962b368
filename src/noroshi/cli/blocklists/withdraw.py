"""`noroshi blocklists withdraw`: nothing is stopped by it any more."""

from typing import Annotated

from cyclopts import Parameter

from noroshi.cli.blocklists.deciding import blocking, show
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.records.block_lists import BlockListRecord

app = command("withdraw", "noroshi blocklists withdraw B-3K9XT")

OUTPUTS = (BlockListRecord,)


@app.default
def withdraw(
    block_list: Annotated[tuple[str, ...], Parameter(required=True)], /, *, here: Here = EVERYWHERE
) -> None:
    """End block-lists early, or say no to what is proposed.

    Firewalls let go when they read the list the next time, or when the entry's own time is over.

    Parameters
    ----------
    block_list
        Ids of block-lists.
    """
    screen = here.screen()
    with here.application() as application:
        for identity in dict.fromkeys(each.upper() for each in block_list):
            show(screen, blocking(application).withdraw(identity))
