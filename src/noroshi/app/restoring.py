"""A back-up into a home: all of it compared before any of it is put in place."""

import os
import shutil
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Final, NamedTuple

from noroshi.clock import Clock, iso
from noroshi.config.home import Home
from noroshi.errors import StorageError, UsageError
from noroshi.files import PRIVATE_FOLDER
from noroshi.storage.backups.database import begin_epoch, check_database, refuse_newer
from noroshi.storage.backups.manifest import DATABASE, Manifest
from noroshi.storage.backups.unpacking import unpack
from noroshi.storage.turn import is_taken

ASIDE: Final = "replaced-"
"""How the folders begin in which earlier contents of a home lie."""

NOT_OURS: Final = {"lost+found"}
"""What a file system has in its uppermost folder by itself."""


class Restored(NamedTuple):
    """What was put in place."""

    manifest: Manifest
    size: int
    """Bytes of the back-up."""
    aside: Path | None
    """Where what was there before lies now."""


def restore(file: Path, home: Home, clock: Clock, *, replace: bool = False) -> Restored:
    """Put a back-up in place.

    It is unpacked within the home, so that everything can be moved where it belongs in no time; the settings
    come last, for with them it is a home.

    Parameters
    ----------
    file
        The back-up.
    home
        Empty, or not there yet.
    clock
        Dates the folder for what was there before.
    replace
        Move what is there aside.

    Raises
    ------
    UsageError
        If the home is not empty, and is not to be replaced.
    StorageError
        If the back-up is damaged or from a newer Noroshi, a watch runs, or it does not fit; what was in the home
        is there as it was. If something cannot be moved, what was in the home is in it still, or in the folder
        that it was being moved to.
    """
    if _contents(home) and not replace:
        raise UsageError(
            f"{home.path} is not empty",
            hint="Name another place with --home, or let --replace move what is there aside.",
        )
    if is_taken(home.database):
        raise StorageError(f"a watch of {home.path} is running", hint="Stop every watch of it first.")
    try:
        is_new = not home.path.exists()
        home.path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        staging = Path(mkdtemp(prefix=".restoring-", dir=home.path))
        try:
            manifest, size = _unpacked(file, staging), file.stat().st_size
            aside = _move_aside(home, clock, staging)
            _move(staging, home.path, last=home.settings.name)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
            if is_new:
                with suppress(OSError):  # it has something in it, if all went well
                    home.path.rmdir()
        home.make()
        os.sync()
    except OSError as fault:
        raise StorageError(
            f"cannot restore into {home.path}: {fault.strerror}",
            hint="Nothing was deleted: look what is in it.",
        ) from fault
    return Restored(manifest, size, aside)


def _unpacked(file: Path, staging: Path) -> Manifest:
    manifest = unpack(file, staging)
    if manifest.schema is not None:
        found = check_database(staging / DATABASE)
        refuse_newer(found)
        begin_epoch(staging / DATABASE)  # numbers are given a second time from here
    os.sync()  # once for all: one by one, an archive of a year would take a minute
    return manifest


def _contents(home: Home) -> list[Path]:
    """Give what is in a home, but for what was moved aside before."""
    if not home.path.exists():
        return []
    if not home.path.is_dir():
        raise UsageError(f"{home.path} is no folder", hint="Name another place with --home.")
    return [
        each for each in home.path.iterdir() if not (each.name.startswith(ASIDE) or each.name in NOT_OURS)
    ]


def _move_aside(home: Home, clock: Clock, staging: Path) -> Path | None:
    contents = [each for each in _contents(home) if each != staging]
    if not contents:
        return None
    moment = iso(clock.now())[:19].replace(":", "").replace("T", "-")
    folder = Path(mkdtemp(prefix=f"{ASIDE}{moment}-", dir=home.path))
    # Settings first: without them it is no home, and nobody starts anything in it.
    for each in sorted(contents, key=lambda each: each != home.settings):
        each.rename(folder / each.name)
    return folder


def _move(staging: Path, to: Path, last: str) -> None:
    for each in sorted(staging.iterdir(), key=lambda each: each.name == last):
        each.rename(to / each.name)
