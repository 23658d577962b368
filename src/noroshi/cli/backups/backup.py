"""`noroshi backup`: a home into one file, while its watch goes on."""

from pathlib import Path

from noroshi.cli.backups.view import BackedUp, backed_up_of, facts_of
from noroshi.cli.colours import NAME
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.screen import Coloured
from noroshi.cli.watch.progress import size
from noroshi.clock import SystemClock

app = command(
    "backup",
    "noroshi backup noroshi-2026-11-24.tar.zst",
    "noroshi backup --without-archive --home /srv/noroshi /mnt/backups/noroshi.tar.zst",
    "noroshi backup --without-database rest.tar.zst && pg_dump noroshi > noroshi.sql",
)

OUTPUTS = (BackedUp,)


@app.default
def backup(
    file: Path, /, *, without_archive: bool = False, without_database: bool = False, here: Here = EVERYWHERE
) -> None:
    """Write settings, database, checkpoints and archive into one file, and verify it.

    A watch may be running, and waits for nothing. The file gets its name when all of it has been read back and
    compared; what had that name is replaced then, and not before. It is for your eyes only, and should stay so: it
    holds addresses of contacts, what members were told, and whatever secret somebody has typed into the settings.
    Files that the settings name, such as passwords, are not in it.

    Parameters
    ----------
    file
        What to write; a tar archive, compressed with zstd.
    without_archive
        Leave out the archive of detections.
    without_database
        Leave out the database, which is PostgreSQL's: dump that afterwards, never before.
    """
    config = here.config()
    from noroshi.app.backing_up import Parts, back_up  # noqa: PLC0415  # half a second that a help page does not need

    parts = Parts(database=not without_database, archive=not without_archive)
    manifest = back_up(here.place(), config, file, SystemClock(), parts)
    backed_up = backed_up_of(file, file.stat().st_size, manifest)
    screen = here.screen()
    screen.record(backed_up)
    screen.line("A back-up, verified: ", Coloured(str(file), NAME), f", {size(backed_up.size)}")
    screen.facts(facts_of(backed_up, manifest), indent=2)
    if without_database:
        screen.remark("Dump the database now: one that is older than the checkpoints would miss alerts.")
