"""A home into one file, while its watch goes on."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from noroshi import __version__
from noroshi.clock import Clock
from noroshi.config.home import Home
from noroshi.config.sections import Config
from noroshi.errors import StorageError, UsageError
from noroshi.files import write_whole
from noroshi.storage.backups.database import copy_database
from noroshi.storage.backups.manifest import (
    CHECKPOINTS,
    DATABASE,
    DETECTIONS,
    KEY,
    SETTINGS,
    Manifest,
    is_member,
)
from noroshi.storage.backups.packing import Packing
from noroshi.storage.backups.unpacking import unpack

HINT: Final = "Copy it with pg_dump after this: --without-database backs up the rest."


class Parts(NamedTuple):
    """What goes into a back-up, beside settings and checkpoints."""

    database: bool = True
    archive: bool = True
    key: bool = True
    """The centre's key, if there is one: without it, nobody signs in from this back-up with an authenticator."""


ALL: Final = Parts()


def back_up(home: Home, config: Config, to: Path, clock: Clock, parts: Parts = ALL) -> Manifest:
    """Write a home into a file, read it back, and compare.

    The file gets its name when all of it has been compared; until then what had that name stays.

    Parameters
    ----------
    home
        It may be in use.
    config
        Its settings.
    to
        The file, for its owner's eyes only.
    clock
        Says when the back-up was begun.

    Raises
    ------
    UsageError
        If the database is not where `parts` wants it.
    StorageError
        If something cannot be read, or the file does not fit; none is there then.
    """
    if parts.database and config.database.url:
        raise UsageError("the database of this centre is PostgreSQL's, and not in its home", hint=HINT)
    if not (parts.database or config.database.url):
        raise UsageError(
            "without its database, this home's checkpoints would know more than its alerts",
            hint="Leave out --without-database: it is for centres with PostgreSQL.",
        )
    to = to.absolute()
    beside = to.with_name(f".{to.name}.new")
    read: list[Manifest] = []
    try:
        with TemporaryDirectory(prefix=f".{to.name}.", dir=to.parent) as folder:
            packed = _packed(Packing(__version__, clock.now()), home, parts, Path(folder))
            write_whole(to, packed, beside, check=lambda path: read.append(unpack(path)))
    except OSError as fault:
        raise StorageError(
            f"cannot write the back-up {to}: {fault.strerror}", hint="Name a file in a folder of your own."
        ) from fault
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    return read[0]


def _packed(packing: Packing, home: Home, parts: Parts, folder: Path) -> Iterator[bytes]:
    """Pack a home; each thing is read when its turn comes, and the order matters.

    A checkpoint says what has been read, and the database what was concluded from it. So checkpoints come first: what
    the database has beyond them is concluded again, and known. The other way round, what was concluded
    between the two would be read nowhere and known nowhere: an alert would be lost. The archive, too,
    has what a checkpoint says was read.
    """
    yield from packing.file(SETTINGS, home.settings)
    yield from _files(packing, home.checkpoints, CHECKPOINTS, "*.checkpoint")
    schema = None
    if parts.database:
        copy = folder / DATABASE
        schema = copy_database(home.database, copy)
        yield from packing.file(DATABASE, copy)
    if parts.key and home.key.exists():  # after the database: whatever is sealed in that, this opens
        yield from packing.file(KEY, home.key)
    if parts.archive:
        yield from _files(packing, home.detections, DETECTIONS, "*/*.parquet")
    yield from packing.end(schema)


def _files(packing: Packing, folder: Path, within: str, pattern: str) -> Iterator[bytes]:
    for path in sorted(folder.glob(pattern)):
        name = f"{within}/{path.relative_to(folder)}"
        if is_member(name) and path.is_file():  # what else lies there is not ours
            yield from packing.file(name, path)
