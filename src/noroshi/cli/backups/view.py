"""What a back-up holds, as commands show it."""

from collections.abc import Collection, Iterator
from pathlib import Path

from msgspec import Struct

from noroshi.cli.phrases import counted
from noroshi.cli.screen import Cell
from noroshi.cli.watch.progress import size
from noroshi.clock import clock_text, iso
from noroshi.storage.backups.manifest import CHECKPOINTS, DATABASE, DETECTIONS, KEY, Manifest, Member


class BackedUp(Struct, frozen=True):
    """What a back-up holds; every file in it was compared with its digest."""

    file: str
    """The back-up."""
    size: int
    """Bytes of the back-up, which is compressed."""
    at: str
    """When it was begun, ISO 8601 in UTC."""
    noroshi: str
    """The version that wrote it."""
    schema: str | None
    """The schema of the database in it; null where that is not in it."""
    database: int
    """Bytes of the database; 0 where it is not in it."""
    key: bool
    """Whether the centre's key is in it, which opens the seeds of authenticators."""
    checkpoints: int
    """Checkpoints of watches."""
    archive: int
    """Files of the archive."""
    archive_size: int
    """Bytes of the archive's files."""


def backed_up_of(file: Path, length: int, manifest: Manifest) -> BackedUp:
    """Put what a back-up holds in the form that programs read."""
    archive = _within(manifest, DETECTIONS)
    return BackedUp(
        file=str(file),
        size=length,
        at=iso(manifest.at),
        noroshi=manifest.noroshi,
        schema=manifest.schema,
        database=sum(each.size for each in manifest.members if each.name == DATABASE),
        key=any(each.name == KEY for each in manifest.members),
        checkpoints=len(_within(manifest, CHECKPOINTS)),
        archive=len(archive),
        archive_size=sum(each.size for each in archive),
    )


def facts_of(backed_up: BackedUp, manifest: Manifest) -> Iterator[tuple[str, Cell]]:
    """Put it in the form that people read."""
    database = f"{size(backed_up.database)}, sound, schema {backed_up.schema}"
    yield "begun", f"{clock_text(manifest.at)} UTC, by noroshi {backed_up.noroshi}"
    yield "database", database if backed_up.schema else "not in it"
    yield "key", "in it" if backed_up.key else "not in it"
    yield "checkpoints", f"{backed_up.checkpoints:,}"
    yield "archive", f"{counted(backed_up.archive, 'file')}, {size(backed_up.archive_size)}"


def _within(manifest: Manifest, folder: str) -> Collection[Member]:
    return [each for each in manifest.members if each.name.startswith(f"{folder}/")]
