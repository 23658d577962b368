"""`noroshi releases withdraw`: what was let out leaves no more."""

from typing import Annotated

from cyclopts import Parameter

from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.releases.deciding import decide_all
from noroshi.records.releases import ReleaseRecord

app = command("withdraw", "noroshi releases withdraw R-3K9XT")

OUTPUTS = (ReleaseRecord,)


@app.default
def withdraw(
    release: Annotated[tuple[str, ...], Parameter(required=True)], /, *, here: Here = EVERYWHERE
) -> None:
    """End releases early: nothing more leaves by them.

    Parameters
    ----------
    release
        Ids of releases.
    """
    decide_all(here, release, "withdraw")
