"""`noroshi releases refuse`: another person says no."""

from typing import Annotated

from cyclopts import Parameter

from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.releases.deciding import decide_all
from noroshi.records.releases import ReleaseRecord

app = command("refuse", "noroshi releases refuse R-3K9XT")

OUTPUTS = (ReleaseRecord,)


@app.default
def refuse(
    release: Annotated[tuple[str, ...], Parameter(required=True)], /, *, here: Here = EVERYWHERE
) -> None:
    """Say no to releases that are asked for.

    Parameters
    ----------
    release
        Ids of releases.
    """
    decide_all(here, release, "refuse")
