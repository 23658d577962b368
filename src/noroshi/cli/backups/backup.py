"""`noroshi backup`: a home into one file, while its watch goes on."""

from pathlib import Path

from noroshi.cli.backups.view import BackedUp, backed_up_of, facts_of
from noroshi.cli.colours import NAME
from noroshi.cli.here import EVERYWHERE, Here, command, doer
from noroshi.cli.screen import Coloured
from noroshi.cli.watch.progress import size
from noroshi.clock import SystemClock
from noroshi.config.sections import Config
from noroshi.errors import StorageError
from noroshi.people.audit import What
from noroshi.storage.books import sqlite_url
from noroshi.storage.database import is_newest

app = command(
    "backup",
    "noroshi backup noroshi-2026-11-24.tar.zst",
    "noroshi backup --without-archive --home /srv/noroshi /mnt/backups/noroshi.tar.zst",
    "noroshi backup --without-database rest.tar.zst && pg_dump noroshi > noroshi.sql",
)

OUTPUTS = (BackedUp,)


@app.default
def backup(
    file: Path,
    /,
    *,
    without_archive: bool = False,
    without_database: bool = False,
    without_key: bool = False,
    here: Here = EVERYWHERE,
) -> None:
    """Write settings, database, checkpoints and archive into one file, and verify it.

    A watch may be running, and waits for nothing. The file gets its name when all of it has been read back and
    compared; what had that name is replaced then, and not before. It is for your eyes only, and should stay so: it
    holds addresses of contacts, what members were told, the key that opens the seeds of authenticators, and whatever
    secret somebody has typed into the settings. Files that the settings name, such as passwords, are not in it.

    Parameters
    ----------
    file
        What to write; a tar archive, compressed with zstd.
    without_archive
        Leave out the archive of detections.
    without_database
        Leave out the database, which is PostgreSQL's: dump that afterwards, never before.
    without_key
        Leave out the centre's key, for a place that is less safe than the home: nobody makes codes from this back-up then. Keep
        the key elsewhere.
    """
    config = here.config()
    from noroshi.app.backing_up import Parts, back_up  # noqa: PLC0415  # half a second that a help page does not need

    parts = Parts(database=not without_database, archive=not without_archive, key=not without_key)
    manifest = back_up(here.place(), config, file, SystemClock(), parts)
    backed_up = backed_up_of(file, file.stat().st_size, manifest)
    screen = here.screen()
    screen.record(backed_up)
    screen.line("A back-up, verified: ", Coloured(str(file), NAME), f", {size(backed_up.size)}")
    screen.facts(facts_of(backed_up, manifest), indent=2)
    try:
        _write_down(file, config, here)
    except StorageError as fault:  # without a database there may be none to write to, and the back-up is made
        screen.remark(f"It is not in the audit: {fault.message}.")
    if backed_up.key:
        screen.remark("The centre's key is in it: keep it as secret as the home.")
    if without_database:
        screen.remark("Dump the database now: one that is older than the checkpoints would miss alerts.")


def _write_down(file: Path, config: Config, here: Here) -> None:
    """Write into the audit that a back-up was made; what an older Noroshi may be running on is not brought forward for that."""
    if is_newest(config.database.url or sqlite_url(here.place().database)):
        with here.books() as books:
            books.people.audit.write([doer().did(SystemClock().now(), What.BACK_UP, str(file.absolute()))])
