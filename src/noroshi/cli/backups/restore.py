"""`noroshi restore`: a home out of a back-up."""

from pathlib import Path

from msgspec import Struct

from noroshi.cli.backups.view import BackedUp, backed_up_of, facts_of
from noroshi.cli.colours import NAME
from noroshi.cli.here import EVERYWHERE, Here, command, doer
from noroshi.cli.screen import Coloured
from noroshi.clock import SystemClock
from noroshi.people.audit import What

app = command(
    "restore",
    "noroshi restore noroshi-2026-11-24.tar.zst",
    "noroshi restore --home /srv/noroshi --replace /mnt/backups/noroshi.tar.zst",
)


class RestoredHome(Struct, frozen=True):
    """A home that was restored."""

    home: str
    """The directory."""
    aside: str
    """Where what was in it before lies now; empty if there was nothing."""
    backed_up: BackedUp
    """What the back-up held, and the home now has."""


OUTPUTS = (RestoredHome,)


@app.default
def restore(file: Path, /, *, replace: bool = False, here: Here = EVERYWHERE) -> None:
    """Put a back-up in place, once all of it is verified.

    The home must be empty or not there yet. A database in an older schema is brought to the newest. What members were told since the back-up was made may be told again: receivers know repeats by their key.

    Parameters
    ----------
    file
        What `noroshi backup` wrote.
    replace
        Move what is in the home aside, into a folder in it with today's date; delete that when you no longer need it.
    """
    from noroshi.app.restoring import restore as put  # noqa: PLC0415  # half a second that a help page does not need

    restored = put(file, here.place(), SystemClock(), replace=replace)
    backed_up = backed_up_of(file, restored.size, restored.manifest)
    if restored.manifest.schema is not None:
        with here.books() as books:
            books.people.audit.write([doer().did(SystemClock().now(), What.RESTORE, str(file.absolute()))])
    home = str(here.place().path)
    screen = here.screen()
    screen.record(RestoredHome(home, str(restored.aside or ""), backed_up))
    screen.line("Restored, verified: ", Coloured(home, NAME))
    screen.facts(facts_of(backed_up, restored.manifest), indent=2)
    if restored.aside:
        screen.line(f"What was there before is in {restored.aside}.")
    if not backed_up.key:
        screen.remark(
            "The back-up has no key: put the one that you kept elsewhere into the home, as the file key."
        )
    screen.remark("`noroshi doctor` says whether something is missing: files with secrets, say.")
