import os
import resource
import shutil
import sqlite3
import subprocess
import tarfile
import threading
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
import zstandard

from noroshi.errors import StorageError
from noroshi.storage.backups.database import check_database, copy_database, refuse_newer
from noroshi.storage.backups.manifest import DATABASE, MANIFEST, SETTINGS
from noroshi.storage.backups.packing import Packing
from noroshi.storage.backups.unpacking import unpack
from noroshi.storage.database import SCHEMA, open_database, sqlite_url
from tests.storage.packed import AT, WHOLE, Entry, manifest_of, squeezed, tar, write

WHEN = 1_764_000_000_123_456_789


def lying(folder: Path) -> Mapping[str, bytes]:
    """What lies in a folder, by name."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def packed(folder: Path, files: Mapping[str, bytes], schema: str | None = None) -> Path:
    """Pack files."""
    packing, path = Packing("0.1.0", WHEN), folder / "backup.tar.zst"
    with path.open("wb") as out:
        for number, (name, data) in enumerate(files.items()):
            source = folder / str(number)
            source.write_bytes(data)
            os.utime(source, (AT, AT))
            out.writelines(packing.file(name, source))
        out.writelines(packing.end(schema))
    return path


FILES = {
    SETTINGS: b"[centre]\n",
    "checkpoints/cyber-00ff.checkpoint": bytes(range(256)) * 40_000,
    "archive/detections/2026-01-15/081408-5f0c.parquet": b"",
}


def test_comes_back(tmp_path: Path) -> None:
    """What is packed comes out as it was, with its time, for the owner's eyes only."""
    out = tmp_path / "out"
    out.mkdir()
    manifest = unpack(packed(tmp_path, FILES), out)

    assert FILES == lying(out)
    assert (WHEN, "0.1.0", None) == (manifest.at, manifest.noroshi, manifest.schema)
    assert [(name, len(data)) for name, data in FILES.items()] == [(m.name, m.size) for m in manifest.members]
    assert {AT} == {int((out / name).stat().st_mtime) for name in FILES}
    assert set() == {path.stat().st_mode & 0o077 for path in out.rglob("*")} - {0}


def test_by_tar(tmp_path: Path) -> None:
    """Any tar that knows zstd, such as GNU's, unpacks it: nobody needs us to get at what is theirs."""
    archive = packed(tmp_path, FILES)
    out = tmp_path / "out"
    out.mkdir()
    with archive.open("rb") as file:
        plain = zstandard.ZstdDecompressor().stream_reader(file).read()
    (tmp_path / "plain.tar").write_bytes(plain)
    subprocess.run(["tar", "-xf", tmp_path / "plain.tar", "-C", out], check=True)
    with tarfile.open(tmp_path / "plain.tar") as opened:
        names = opened.getnames()

    assert [*FILES, MANIFEST] == names
    assert FILES == {name: data for name, data in lying(out).items() if name != MANIFEST}


def test_gone_meanwhile(tmp_path: Path) -> None:
    """A file that is gone when its turn comes is left out."""
    packing = Packing("0.1.0", WHEN)

    assert [] == list(packing.file(SETTINGS, tmp_path / "nowhere"))


@pytest.mark.parametrize("name", ["out", "nowhere"])
def test_compared_only(tmp_path: Path, name: str) -> None:
    """Without a folder to unpack into, everything is read and compared, and nothing written."""
    archive = packed(tmp_path, FILES)
    before = lying(tmp_path)

    assert len(FILES) == len(unpack(archive).members)
    assert before == lying(tmp_path)
    assert not (tmp_path / name).exists()


def test_every_cut(tmp_path: Path) -> None:
    """Cut off anywhere, a back-up is refused by name; zstd's own checksum at the end may be missing, digests stand for it."""
    whole = squeezed(tar(WHOLE))
    for length in range(len(whole) - 4):
        (tmp_path / "cut").write_bytes(whole[:length])
        with pytest.raises(StorageError, match="the back-up is damaged, or is none"):
            unpack(tmp_path / "cut")


def test_every_cut_inside(tmp_path: Path) -> None:
    """An archive that ends early, though what is compressed is whole, is refused by name."""
    whole = tar(WHOLE)
    for length in range(0, len(whole), 101):
        with pytest.raises(StorageError, match="damaged"):
            unpack(write(tmp_path, whole[:length]))


def test_every_damage(tmp_path: Path) -> None:
    """A byte that is not what it was is noticed, wherever a digest, a size or a name stands for it."""
    whole = bytearray(tar(WHOLE))
    for place in range(0, len(whole), 7):
        whole[place] ^= 0x55
        try:
            manifest = unpack(write(tmp_path, bytes(whole)))
        except StorageError:
            pass
        else:  # the rest of a block, or a field of a head that says nothing to us
            assert [each.name for each in WHOLE] == [member.name for member in manifest.members]
        whole[place] ^= 0x55


SETTING = WHOLE[0]
HOSTILE = {
    "absolute": [SETTING, Entry("/etc/passwd", b"x")],
    "upwards": [SETTING, Entry("../noroshi.toml", b"x")],
    "upwards within": [SETTING, Entry("checkpoints/../../x.checkpoint", b"x")],
    "upwards in a day": [SETTING, Entry("archive/detections/../a.parquet", b"x")],
    "another file": [SETTING, Entry("noroshi.db-wal", b"x")],
    "hidden": [SETTING, Entry("checkpoints/.hidden.checkpoint", b"x")],
    "a line in a name": [SETTING, Entry("checkpoints/a\n.checkpoint", b"x")],
    "letters of others": [SETTING, Entry("checkpoints/é.checkpoint", b"x")],
    "link": [SETTING, Entry("noroshi.db", b"", tarfile.SYMTYPE, "/etc/passwd")],
    "hard link": [SETTING, Entry("noroshi.db", b"", tarfile.LNKTYPE, SETTINGS)],
    "folder": [SETTING, Entry("checkpoints/a.checkpoint", b"", tarfile.DIRTYPE)],
    "device": [SETTING, Entry("noroshi.db", b"", tarfile.BLKTYPE)],
    "pipe": [SETTING, Entry("noroshi.db", b"", tarfile.FIFOTYPE)],
    "long name": [Entry("././@LongLink", b"x" * 600, tarfile.GNUTYPE_LONGNAME), SETTING],
    "extended head": [Entry("pax", b"16 path=/etc/x1\n", tarfile.XHDTYPE), SETTING],
    "sparse": [SETTING, Entry("noroshi.db", b"", tarfile.GNUTYPE_SPARSE)],
    "twice": [SETTING, SETTING],
    "larger than it is": [SETTING, Entry("noroshi.db", b"x", size=1 << 40)],
}


@pytest.mark.parametrize("entries", HOSTILE.values(), ids=HOSTILE)
def test_hostile(tmp_path: Path, entries: list[Entry]) -> None:
    """A member that no back-up has is refused by name, and nothing is written outside."""
    out = tmp_path / "deep" / "out"
    out.mkdir(parents=True)
    archive = write(tmp_path, tar(entries))
    before = {path for path in tmp_path.rglob("*") if out not in path.parents}

    with pytest.raises(StorageError, match=r"damaged|more room than there is"):
        unpack(archive, out)

    assert before == {path for path in tmp_path.rglob("*") if out not in path.parents}
    assert not any(path.is_symlink() for path in out.rglob("*"))


FALSE = {
    "none": b"",
    "no JSON": b"{",
    "no object": b"[]",
    "no text": b"\xff",
    "deep": b"[" * 100_000,
    "one more": manifest_of([*WHOLE, Entry("noroshi.db", b"")]),
    "one less": manifest_of(WHOLE[:1]),
    "other data": manifest_of([WHOLE[0], WHOLE[1]._replace(data=bytes(1400))]),
    "a schema without a database": manifest_of(WHOLE, "0001"),
    "a negative size": manifest_of(WHOLE, members=[{"name": SETTINGS, "size": -1, "digest": ""}]),
    "no format": manifest_of(WHOLE, format=None),
}


@pytest.mark.parametrize("manifest", FALSE.values(), ids=FALSE)
def test_false_manifest(tmp_path: Path, manifest: bytes) -> None:
    """A manifest that says something else than what stands there is refused by name."""
    with pytest.raises(StorageError, match="damaged"):
        unpack(write(tmp_path, tar(WHOLE, manifest)))


def test_no_settings(tmp_path: Path) -> None:
    """Without settings it is no home's back-up."""
    with pytest.raises(StorageError, match="no settings"):
        unpack(write(tmp_path, tar(WHOLE[1:])))


@pytest.mark.parametrize("end", [b"", bytes(512), b"x" * 1024, bytes(1024) + b"x"])
def test_what_follows(tmp_path: Path, end: bytes) -> None:
    """After the manifest comes the end, and nothing else."""
    with pytest.raises(StorageError, match="damaged"):
        unpack(write(tmp_path, tar(WHOLE, end=end)))


def test_newer_format(tmp_path: Path) -> None:
    """A newer form of the file is refused as newer, and not as damaged."""
    with pytest.raises(StorageError, match="newer Noroshi") as caught:
        unpack(write(tmp_path, tar(WHOLE, manifest_of(WHOLE, format=2))))

    assert "Upgrade this one." == caught.value.hint


def test_fields_of_tomorrow(tmp_path: Path) -> None:
    """A field that we do not know yet does not matter."""
    assert 2 == len(unpack(write(tmp_path, tar(WHOLE, manifest_of(WHOLE, mood="fine")))).members)


class Usage(NamedTuple):
    """A disk, as Python describes it."""

    free: int


def test_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What needs more room than there is is refused before it is written."""
    out = tmp_path / "out"
    out.mkdir()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(free=1000))

    with pytest.raises(StorageError, match="more room than there is"):
        unpack(write(tmp_path, tar(WHOLE)), out)

    assert [SETTINGS] == list(lying(out))


def test_bomb(tmp_path: Path) -> None:
    """A small file that unpacks to a huge one takes little memory, whatever it says."""
    large = bytes(64 << 20)
    archive = write(tmp_path, tar([WHOLE[0], Entry("noroshi.db", large)]))
    size = archive.stat().st_size
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    unpack(archive)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before

    assert size < 100_000
    assert grown < 32 << 10


def test_no_file(tmp_path: Path) -> None:
    """A file that is not there, or is a folder, is a named error."""
    for path in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(StorageError, match=str(path)):
            unpack(path)


def accounts(path: Path) -> sqlite3.Connection:
    """Make a database in which two numbers always have the sum 0."""
    engine = open_database(sqlite_url(path))
    engine.dispose()
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
    connection.execute("CREATE TABLE accounts (name TEXT, value INTEGER)")
    connection.execute("INSERT INTO accounts VALUES ('one', 0), ('two', 0)")
    return connection


def test_copied_while_written(tmp_path: Path) -> None:
    """While others write, a copy is of one moment, and the writer does not wait for it."""
    source = tmp_path / DATABASE
    stop, begun = threading.Event(), threading.Event()

    def move() -> None:
        with closing(accounts(source)) as connection:
            while not stop.is_set():
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("UPDATE accounts SET value = value + 1 WHERE name = 'one'")
                connection.execute("UPDATE accounts SET value = value - 1 WHERE name = 'two'")
                connection.execute("COMMIT")
                begun.set()

    thread = threading.Thread(target=move)
    thread.start()
    sums, ones = [], []
    try:
        assert begun.wait(10)
        for number in range(10):
            copy = tmp_path / f"copy-{number}"
            assert copy_database(source, copy) == SCHEMA
            with closing(sqlite3.connect(copy)) as connection:
                sums.append(connection.execute("SELECT sum(value) FROM accounts").fetchone()[0])
                ones.append(connection.execute("SELECT max(value) FROM accounts").fetchone()[0])
    finally:
        stop.set()
        thread.join()

    assert [0] * 10 == sums
    assert ones == sorted(ones)
    assert ones[0] < ones[-1]


def test_private_copy(tmp_path: Path) -> None:
    """A copy is for its owner's eyes only, and leaves nothing beside it."""
    open_database(sqlite_url(tmp_path / DATABASE)).dispose()
    out = tmp_path / "out"
    out.mkdir()
    copy_database(tmp_path / DATABASE, out / DATABASE)

    assert [(DATABASE, 0o600)] == [(each.name, each.stat().st_mode & 0o777) for each in out.iterdir()]


def test_damaged_database(tmp_path: Path) -> None:
    """A copy of a damaged database is refused."""
    path = tmp_path / DATABASE
    open_database(sqlite_url(path)).dispose()
    data = bytearray(path.read_bytes())
    data[3 * 4096 : 6 * 4096] = b"\x55" * (3 * 4096)
    path.write_bytes(data)

    with pytest.raises(StorageError, match="is damaged"):
        copy_database(path, tmp_path / "copy")


@pytest.mark.parametrize("content", [b"", b"Dear diary, " * 100])
def test_no_database(tmp_path: Path, content: bytes) -> None:
    """What is no database of ours is refused by name, also where it is an empty one."""
    path = tmp_path / DATABASE
    path.write_bytes(content)

    with pytest.raises(StorageError, match=DATABASE):
        check_database(path)
    with pytest.raises(StorageError, match=r"nowhere\.db"):
        copy_database(tmp_path / "nowhere.db", tmp_path / "copy")


def test_newer_schema() -> None:
    """A schema of a newer Noroshi is refused, with what to do; ours is not."""
    refuse_newer(SCHEMA)
    with pytest.raises(StorageError, match="9999") as caught:
        refuse_newer("9999")

    assert "upgrade this one" in caught.value.hint
