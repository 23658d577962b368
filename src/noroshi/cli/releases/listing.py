"""`noroshi releases list`: what may leave, to whom, and who decided so."""

from typing import Annotated

from cyclopts import Parameter

from noroshi.cli.colours import ASIDE, NAME, WARNING
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.screen import Coloured
from noroshi.clock import SystemClock, clock_text
from noroshi.records.releases import ReleaseNow, ReleaseRecord, release_now, release_record

app = command("list", "noroshi releases list", "noroshi releases list --all --json")

OUTPUTS = (ReleaseRecord,)


@app.default
def list_(*, all_: Annotated[bool, Parameter("--all")] = False, here: Here = EVERYWHERE) -> None:
    """List releases, the latest asked for first, and what waits for another person.

    Parameters
    ----------
    all_
        Also those that are over.
    """
    now = SystemClock().now()
    with here.books() as books:
        releases = [each for each in books.sharing.releases.all() if all_ or each.stands(now)]
    screen = here.screen()
    for release in releases:
        screen.record(release_record(release, now))
    if not releases:
        screen.line("No releases." if all_ else "No releases that stand.")
        return
    colours = {ReleaseNow.APPROVED: "", ReleaseNow.ASKED: WARNING}
    screen.table(
        ("release", "state", "what", "level", "to", "until (UTC)", "asked by", "decided by", "reason"),
        [
            (
                Coloured(release.id, NAME),
                Coloured(release_now(release, now), colours.get(release_now(release, now), ASIDE)),
                release.what.text,
                release.level,
                release.to,
                clock_text(release.withdrawn or release.until),
                release.asked_by,
                release.decided_by,
                release.reason,
            )
            for release in releases
        ],
    )
