"""Back-ups made by hand, true and false."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from tarfile import REGTYPE, TarInfo
from typing import NamedTuple

import msgspec
import zstandard

from noroshi.storage.backups.manifest import DATABASE, DIGEST, FORMAT, MANIFEST, SETTINGS, Manifest, Member

AT = 1_700_000_000


class Entry(NamedTuple):
    """A member of an archive, and how its head describes it."""

    name: str
    data: bytes
    kind: bytes = REGTYPE
    link: str = ""
    size: int | None = None
    """Bytes, as its head says; None for what they are."""


WHOLE = (Entry(SETTINGS, b"[centre]\n"), Entry("checkpoints/cyber-00ff.checkpoint", b"\0\1" * 700))


def head(entry: Entry) -> bytes:
    """Write a member's head."""
    info = TarInfo(entry.name)
    info.type, info.linkname, info.mtime = entry.kind, entry.link, AT
    info.size = len(entry.data) if entry.size is None else entry.size
    return info.tobuf()


def manifest_of(entries: Sequence[Entry], schema: str | None = None, **fields: object) -> bytes:
    """Write what is true of some members; `fields` say otherwise."""
    members = tuple(
        Member(each.name, len(each.data), hashlib.blake2b(each.data, digest_size=DIGEST).hexdigest())
        for each in entries
    )
    has_database = any(each.name == DATABASE for each in entries)
    told = Manifest(FORMAT, "0.1.0", AT * 10**9, schema or ("0001" if has_database else None), members)
    return msgspec.json.encode(msgspec.to_builtins(told) | fields)


def tar(entries: Sequence[Entry], manifest: bytes | None = None, end: bytes = bytes(1024)) -> bytes:
    """Write an archive, without compressing it."""
    told = manifest_of(entries) if manifest is None else manifest
    listed = [*entries, Entry(MANIFEST, told)] if told else list(entries)
    return b"".join(head(each) + each.data + bytes(-len(each.data) % 512) for each in listed) + end


def squeezed(archive: bytes) -> bytes:
    """Compress an archive."""
    return zstandard.ZstdCompressor(write_checksum=True).compress(archive)


def write(folder: Path, archive: bytes) -> Path:
    """Write an archive, compressed, into a file."""
    path = folder / "backup.tar.zst"
    path.write_bytes(squeezed(archive))
    return path
