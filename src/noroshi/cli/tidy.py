"""`noroshi tidy`: what is kept no longer goes."""

from msgspec import Struct

from noroshi.cli.here import EVERYWHERE, Here, command, doer
from noroshi.cli.phrases import counted
from noroshi.cli.watch.progress import size
from noroshi.clock import SystemClock
from noroshi.people.audit import What

app = command("tidy", "noroshi tidy --dry-run", "noroshi tidy --json")


class Tidy(Struct, frozen=True):
    """What was removed, or would be."""

    dry_run: bool
    """Whether nothing was removed, and this is what would be."""
    archive: int
    """Files of the archive."""
    archive_size: int
    """Bytes of these files."""
    messages: int
    """Sent messages whose text was emptied."""
    alerts: int
    """Resolved alerts that lost their sample packets."""
    audit: int
    """Lines of the audit."""
    objects: int
    """Versions of objects exchanged with partners."""
    given_back: int
    """Bytes by which the database's file became shorter; with --dry-run nobody knows, and it is 0."""


OUTPUTS = (Tidy,)


@app.default
def tidy(*, dry_run: bool = False, here: Here = EVERYWHERE) -> None:
    """Remove what the settings keep no longer, and give its room back.

    A running watch does it once a day. What is kept for how long is in [keep] of the settings. Others may use
    the home meanwhile: it is done in portions.

    Parameters
    ----------
    dry_run
        Say what would be removed, and change nothing.
    """
    config, home, now = here.config(), here.place(), SystemClock().now()
    from noroshi.app import tidying  # noqa: PLC0415  # half a second that a help page does not need

    if dry_run:
        tidied = tidying.due(home, config, now)
    else:
        tidied = tidying.tidy(home, config, now)
        tidying.remember(home, now)
        note = f"{counted(tidied.files, 'file')}, {counted(tidied.texts, 'text')}, samples of {counted(tidied.samples, 'alert')}, {counted(tidied.objects, 'object')}"
        with here.books() as books:
            books.people.audit.write([doer().did(now, What.TIDY, note=note)])
    screen = here.screen()
    screen.record(Tidy(dry_run, *tidied))
    screen.line("Would be removed:" if dry_run else "Removed:")
    screen.facts(
        [
            ("archive", f"{counted(tidied.files, 'file')}, {size(tidied.files_size)}"),
            ("messages", f"the text of {tidied.texts:,}"),
            ("alerts", f"the sample packets of {tidied.samples:,}"),
            ("audit", counted(tidied.audit, "line")),
            ("exchange", counted(tidied.objects, "object")),
        ],
        indent=2,
    )
    if tidied.given_back:
        screen.line(f"The database's file is {size(tidied.given_back)} shorter.")
