"""Garbage for the reader of back-ups: archives, compressed or not, whose digests often fit."""

import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from tarfile import SYMTYPE

from _driver import ROOT, fuzz
from noroshi.errors import StorageError
from noroshi.storage.backups.unpacking import unpack

sys.path.append(str(ROOT))  # a script's own folder is all that Python looks into

from tests.storage.packed import WHOLE, Entry, squeezed, tar  # after the line above

SEEDS = (
    tar(WHOLE),
    tar([*WHOLE, Entry("archive/detections/2026-01-15/081408-5f0c.parquet", b"PAR1" * 300)]),
    tar([*WHOLE, Entry("noroshi.db", b"", SYMTYPE, "/etc/passwd")]),
    tar([*WHOLE, Entry("../outside", b"x")]),
)


def parse(data: bytes) -> None:
    """Read garbage as a back-up, and as what is compressed in one; nothing may be written outside of one folder."""
    for packed in (data, squeezed(data)):
        with tempfile.TemporaryDirectory() as folder:
            outer = Path(folder)
            file, inner = outer / "backup", outer / "inner"
            file.write_bytes(packed)
            inner.mkdir()
            with suppress(StorageError):
                unpack(file, inner)
            assert {file, inner} == set(outer.iterdir())
            assert not any(path.is_symlink() for path in inner.rglob("*"))


fuzz(
    parse,
    seeds=[*SEEDS, squeezed(SEEDS[0])],
    named=(StorageError,),
    words=[
        b"noroshi.toml",
        b"manifest.json",
        b"../",
        b"/",
        b"checkpoints/",
        b".checkpoint",
        b"ustar  \0",
        b"00000000644\0",
    ],
)
