"""`noroshi blocklists release`: another person lets it be stopped."""

from typing import Annotated

from cyclopts import Parameter

from noroshi.cli.blocklists.deciding import blocking, show
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.records.block_lists import BlockListRecord

app = command("release", "noroshi blocklists release B-3K9XT")

OUTPUTS = (BlockListRecord,)


@app.default
def release(
    block_list: Annotated[tuple[str, ...], Parameter(required=True)], /, *, here: Here = EVERYWHERE
) -> None:
    """Let be blocked what somebody else has proposed.

    It is served from then on, by `noroshi share` and under /blocklists/files of the API, until it ends or is withdrawn.
    `noroshi blocklists show` says first what it would do. Your login name says who you are.

    Parameters
    ----------
    block_list
        Ids of block-lists.
    """
    screen = here.screen()
    with here.application() as application:
        for identity in dict.fromkeys(each.upper() for each in block_list):
            show(screen, blocking(application).release(identity))
