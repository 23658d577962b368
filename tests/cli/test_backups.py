import resource
import signal
import subprocess
import sys
import time
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from noroshi.app import Application
from noroshi.app.backing_up import ALL, _packed
from noroshi.cli.program import run
from noroshi.clock import SystemClock
from noroshi.delivery.message import MessageState
from noroshi.storage.archive import ParquetArchive
from noroshi.storage.backups.database import check_database
from noroshi.storage.backups.manifest import CHECKPOINTS, DATABASE, SETTINGS
from noroshi.storage.backups.packing import Packing
from noroshi.storage.backups.unpacking import unpack
from noroshi.storage.books import Books, sqlite_url
from noroshi.storage.database import SCHEMA, open_database
from noroshi.storage.transactions import writing
from tests.cli.centre import Centre
from tests.cli.test_doctor import set_
from tests.cli.watching import capture, cut, home, objects, planted
from tests.delivery.stories import detection
from tests.storage.packed import WHOLE, Entry, tar, write

COMMAND = [sys.executable, "-m", "noroshi"]


@pytest.fixture
def lived(centre: Centre) -> Centre:
    """Give a centre in which something has happened: alerts, a checkpoint, an archive."""
    centre.alerted(detection(), detection("infection.external", "192.0.2.18"))
    archive = ParquetArchive(centre.home.detections)
    archive.keep([detection()])
    archive.flush()
    (centre.home.checkpoints / "cyber-00ff.checkpoint").write_bytes(b"\0\1\2" * 100)
    return centre


def kept(folder: Path) -> Mapping[str, bytes]:
    """What lies in a home, but for what SQLite and delivery leave beside the database."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith("noroshi.db")
    }


def elsewhere(centre: Centre, *words: str) -> Sequence[dict[str, Any]]:
    """Run a command on another home."""
    return centre(*words, "--json", "--home", str(centre.folder / "other")).objects()


def test_there_and_back(lived: Centre) -> None:
    """What a back-up of a home holds, a restored home has: settings, alerts, checkpoints, archive; and nothing else."""
    file, other = lived.folder / "b.tar.zst", lived.folder / "other"
    backed_up = lived("backup", str(file), "--json").objects()
    restored = run(["restore", str(file), "--home", str(other)])
    alerts = [run(["alerts", "list", "--json", "--home", str(place)]) for place in (lived.home.path, other)]
    said = lived("alerts", "list", "--json").out
    run(["alerts", "list", "--json", "--home", str(other)])

    assert (0, [0, 0]) == (restored, alerts)
    assert said == lived._output.readouterr().out != ""
    assert kept(lived.home.path) == kept(other)
    assert {0o700, 0o600} == {path.stat().st_mode & 0o777 for path in [other, *other.rglob("*")]}
    [told] = backed_up
    assert (SCHEMA, 1, 1) == (told["schema"], told["checkpoints"], told["archive"])
    assert (file.stat().st_size, 0o600) == (told["size"], file.stat().st_mode & 0o777)


def test_people(lived: Centre) -> None:
    """A person reads what a back-up holds, that it is verified, and what to do next."""
    file = str(lived.folder / "b.tar.zst")
    backed_up = lived("backup", file)
    restored = lived("restore", file, "--replace")

    assert "verified" in backed_up.out
    assert f"sound, schema {SCHEMA}" in backed_up.out
    assert "1 file" in backed_up.out
    assert "What was there before is in" in restored.out
    assert "`noroshi doctor`" in restored.err


def test_key(lived: Centre) -> None:
    """The centre's key is in a back-up, and restored for its owner alone; unless it shall not be, which restoring says."""
    key = bytes(range(32))
    lived.home.key.write_bytes(key)
    file, without = (str(lived.folder / name) for name in ("b.tar.zst", "c.tar.zst"))
    [told] = lived("backup", file, "--json").objects()
    [untold] = lived("backup", without, "--without-key", "--json").objects()
    warned = lived("backup", file)
    run(["restore", file, "--home", str(lived.folder / "other")])
    there = lived.folder / "other" / "key"
    found = (there.read_bytes(), there.stat().st_mode & 0o777)
    said = lived("restore", without, "--replace")

    assert (True, False) == (told["key"], untold["key"])
    assert "keep it as secret as the home" in warned.out + warned.err
    assert (key, 0o600) == found
    assert not lived.home.key.exists()
    assert "The back-up has no key" in said.out + said.err


def test_without_archive(lived: Centre) -> None:
    """Without the archive, all else is there."""
    [told] = lived("backup", str(lived.folder / "b"), "--without-archive", "--json").objects()
    names = [member.name for member in unpack(lived.folder / "b").members]

    assert 0 == told["archive"]
    assert [SETTINGS, f"{CHECKPOINTS}/cyber-00ff.checkpoint", DATABASE] == names


def test_not_empty(lived: Centre) -> None:
    """A home in which something lies is not touched, unless a person says so."""
    lived("backup", str(lived.folder / "b"))
    before = kept(lived.home.path)

    said = lived("restore", str(lived.folder / "b"))

    assert (2, before) == (said.code, kept(lived.home.path))
    assert "--replace" in said.err


def test_replaced(lived: Centre) -> None:
    """With --replace, what was there lies in a dated folder, however often; nothing is deleted."""
    lived("backup", str(lived.folder / "b"))
    before = kept(lived.home.path)
    (lived.home.path / "mine.txt").write_text("mine", "utf-8")

    aside = [
        Path(lived("restore", str(lived.folder / "b"), "--replace", "--json").objects()[0]["aside"])
        for _ in "12"
    ]

    assert {**before, "mine.txt": b"mine"} == kept(aside[0])
    assert before == kept(aside[1])
    assert before == {
        name: data for name, data in kept(lived.home.path).items() if not name.startswith("replaced-")
    }
    assert all(each.parent == lived.home.path for each in aside)


def test_out_of_the_home(lived: Centre) -> None:
    """A back-up that lies in the home that it is restored into is moved aside with the rest."""
    file = lived.home.path / "b"
    lived("backup", str(file))
    size = file.stat().st_size

    [told] = lived("restore", str(file), "--replace", "--json").objects()

    assert size == told["backed_up"]["size"] == (Path(told["aside"]) / "b").stat().st_size


def test_into_empty(lived: Centre) -> None:
    """A folder that is empty, or what a disk has by itself, may be restored into; its mode stays."""
    lived("backup", str(lived.folder / "b"))
    (lived.folder / "other" / "lost+found").mkdir(parents=True, mode=0o755)

    assert 0 == run(["restore", str(lived.folder / "b"), "--home", str(lived.folder / "other")])


def test_while_somebody_watches(lived: Centre) -> None:
    """While a watch delivers from a home, it is not replaced."""
    lived("backup", str(lived.folder / "b"))
    before = kept(lived.home.path)
    with Application.open(lived.home, SystemClock()) as application:
        assert application.messages.alone()
        said = lived("restore", str(lived.folder / "b"), "--replace")

    assert (7, before) == (said.code, kept(lived.home.path))
    assert "Stop every watch" in said.err


@pytest.mark.parametrize(
    "archive",
    [
        b"",
        tar(WHOLE)[:-1500],
        tar([*WHOLE, Entry("../outside", b"x")]),
        tar([*WHOLE, Entry(DATABASE, b"x" * 5000)]),
    ],
    ids=["empty", "cut off", "hostile", "no database"],
)
def test_damaged(lived: Centre, archive: bytes) -> None:
    """A damaged back-up is refused; the home is as it was, and one that was not there is not there."""
    file, before = write(lived.folder, archive), kept(lived.home.path)
    everything = {*lived.folder.rglob("*")}

    replaced = lived("restore", str(file), "--replace")
    code = run(["restore", str(file), "--home", str(lived.folder / "deep" / "other")])

    assert (7, 7, before) == (replaced.code, code, kept(lived.home.path))
    assert {lived.folder / "deep"} == {*lived.folder.rglob("*")} - everything


def test_any_schema(lived: Centre) -> None:
    """A database of any schema is backed up as it is; one that is newer than we know is not restored."""
    engine = open_database(sqlite_url(lived.home.database))
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()

    [told] = lived("backup", str(lived.folder / "b"), "--json").objects()
    said = lived("restore", str(lived.folder / "b"), "--replace")

    assert "9999" == told["schema"] == check_database(lived.home.database)
    assert 7 == said.code
    assert "upgrade this one" in said.err


def test_postgresql(lived: Centre) -> None:
    """A PostgreSQL database is refused, with how to go about it; the rest is backed up and restored without it."""
    set_(lived, "database", 'url = "postgresql+psycopg://noroshi@db.example/noroshi"')
    refused = lived("backup", str(lived.folder / "b"))
    backed_up = lived("backup", str(lived.folder / "b"), "--without-database", "--json")
    restored = run(["restore", str(lived.folder / "b"), "--home", str(lived.folder / "other")])

    assert (2, 0, 0) == (refused.code, backed_up.code, restored)
    assert "pg_dump" in refused.err
    assert (None, 1) == tuple(backed_up.objects()[0][name] for name in ("schema", "checkpoints"))
    assert kept(lived.home.path) == kept(lived.folder / "other")
    assert not (lived.folder / "other" / DATABASE).exists()


def test_sqlite_without_database(lived: Centre) -> None:
    """Checkpoints that know more than the alerts beside them are not backed up."""
    said = lived("backup", str(lived.folder / "b"), "--without-database")

    assert 2 == said.code
    assert not (lived.folder / "b").exists()


def test_nowhere(lived: Centre) -> None:
    """Where the file cannot be written, the error names it."""
    for place in (lived.folder / "nowhere" / "b", lived.folder):
        said = lived("backup", str(place))

        assert 7 == said.code
        assert str(place) in said.err


def test_full(lived: Centre) -> None:
    """Where the back-up does not fit, the one before it stays, and nothing lies beside it."""
    file = lived.folder / "b"
    lived("backup", str(file))
    before, names = file.read_bytes(), {*lived.folder.iterdir()}
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, hard))
    try:
        said = lived("backup", str(file))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert (7, before, names) == (said.code, file.read_bytes(), {*lived.folder.iterdir()})


def test_checkpoints_first(lived: Centre) -> None:
    """What is concluded after the checkpoints were copied is in the copy of the database."""
    folder = lived.folder / "copy"
    folder.mkdir()
    parts = _packed(Packing("0.1.0", 0), lived.home, ALL, folder)
    begun = [next(parts) for _ in range(6)]  # head, data and padding of settings and of the checkpoint
    [late] = lived.alerted(detection("dos.victim", "192.0.2.19"))
    (lived.folder / "b").write_bytes(b"".join([*begun, *parts]))
    names = [member.name for member in unpack(lived.folder / "b").members]
    assert 0 == run(["restore", str(lived.folder / "b"), "--home", str(lived.folder / "other")])

    assert names.index(f"{CHECKPOINTS}/cyber-00ff.checkpoint") < names.index(DATABASE)
    with Books(sqlite_url(lived.folder / "other" / DATABASE)) as books:
        assert "192.0.2.19" == books.alerts.get(late).subject


def told_by(path: Path) -> Sequence[dict[str, Any]]:
    """What contacts were told, a message each."""
    return objects(path.read_text("utf-8")) if path.exists() else []


def notices_in(messages: Collection[dict[str, Any]]) -> list[str]:
    """The ids of all notices in some messages."""
    return [notice for each in messages for alert in each["alerts"] for notice in alert["notices"]]


def wait_for(path: Path) -> None:
    """Wait until a file is there."""
    for _ in range(1200):
        if path.exists():
            return
        time.sleep(0.1)
    raise TimeoutError(path)


@pytest.mark.slow
def test_while_watching(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Backed up while a watch runs, restored, and gone on with: no alert is lost, and none told twice by key."""
    options = home(tmp_path)
    path, truth = capture(tmp_path)
    settings = tmp_path / "home" / "noroshi.toml"
    at_once = (
        settings.read_text("utf-8")
        .replace("#critical = ", "critical = 0.0 #")
        .replace("#high = ", "high = 0.0 #")
    )
    settings.write_text(at_once, "utf-8")
    pieces = cut(path, tmp_path / "captures", 8)
    hidden = [piece.rename(tmp_path / piece.name) for piece in pieces]
    told, backups = tmp_path / "told.ndjson", []
    with subprocess.Popen(
        [*COMMAND, "watch", str(tmp_path / "captures"), "--json", *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        for piece in hidden[:6]:
            piece.rename(tmp_path / "captures" / piece.name)
            if piece is hidden[1]:
                wait_for(told)  # kernels may have to be compiled
            time.sleep(1.5)
            backups.append(tmp_path / f"{piece.name}.tar.zst")
            assert run(["backup", str(backups[-1]), *options]) == 0
        process.send_signal(signal.SIGKILL)
    for piece in hidden[6:]:
        piece.rename(tmp_path / "captures" / piece.name)

    for number, backup in enumerate(backups[1::2]):
        told.unlink(missing_ok=True)
        other = tmp_path / str(number)
        assert run(["restore", str(backup), "--home", str(other)]) == 0
        with Books(sqlite_url(other / DATABASE)) as books:
            before = [each.message for each in books.messages.messages([MessageState.SENT], 1000)]
        capsys.readouterr()
        assert run(["watch", str(tmp_path / "captures"), "--once", "--json", "--home", str(other)]) == 0
        *_, end = objects(capsys.readouterr().out)
        run(["alerts", "list", "--all", "--json", "--home", str(other)])
        listed = objects(capsys.readouterr().out)
        after = told_by(told)
        sent = [notice for each in before for notice in each.notices]

        assert truth.packets == end["memory"]["packets"]
        assert planted(truth) == {(each["subject"], each["organisation"], each["kind"]) for each in listed}
        assert {each["id"] for each in listed} == {
            *(telling.alert.id for each in before for telling in each.tellings),
            *(alert["id"] for each in after for alert in each["alerts"]),
        }
        assert len({*sent, *notices_in(after)}) == len(sent) + len(notices_in(after))
        assert set() == {each.key for each in before} & {each["key"] for each in after}
