"""`noroshi releases approve`: another person agrees."""

from typing import Annotated

from cyclopts import Parameter

from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.releases.deciding import decide_all
from noroshi.records.releases import ReleaseRecord

app = command("approve", "noroshi releases approve R-3K9XT")

OUTPUTS = (ReleaseRecord,)


@app.default
def approve(
    release: Annotated[tuple[str, ...], Parameter(required=True)], /, *, here: Here = EVERYWHERE
) -> None:
    """Agree to releases that somebody else has asked for.

    They stand until they expire or are withdrawn, for what there is and for what comes. Your login name says who you are.

    Parameters
    ----------
    release
        Ids of releases.
    """
    decide_all(here, release, "approve")
