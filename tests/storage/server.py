"""Databases to test with: SQLite, and PostgreSQL from a private server that lives as long as the tests."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from functools import cached_property
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg
import pytest
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from noroshi.storage.database import open_database, sqlite_url

NOT_HERE = "PostgreSQL is not installed: nothing was tried against it"

# The server refuses to run as root. It ends when the pipe closes, that is, however the tests end.
_SERVE = '"$0" -D "$1/data" -k "$1" -c listen_addresses= -c fsync=off >"$1/log" 2>&1 & read -r end; kill -QUIT $!; wait'


class Server:
    """A PostgreSQL server of our own, reached through a socket in its folder."""

    def __init__(self, programs: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="noroshi-"))
        self._numbers = count()
        self._programs = programs
        self._as_user: Any = {}
        if os.getuid() == 0:
            owner = next(user for user in pwd.getpwall() if user.pw_name in {"postgres", "nobody"})
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
            self._as_user = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}

    def __enter__(self) -> Self:
        options = ("--auth=trust", "--username=noroshi", "--no-sync", "--encoding=UTF8", "--locale=C")
        subprocess.run(
            [str(self._programs / "initdb"), f"--pgdata={self.folder}/data", *options],
            cwd=self.folder,
            check=True,
            stdout=subprocess.DEVNULL,
            **self._as_user,
        )
        if not self.start(30):
            raise TimeoutError((self.folder / "log").read_text())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        shutil.rmtree(self.folder)

    def start(self, within: float) -> bool:
        """Serve; False if it does not answer within so many seconds."""
        self._process = subprocess.Popen(
            ["sh", "-c", _SERVE, self._programs / "postgres", self.folder],
            cwd=self.folder,
            stdin=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            **self._as_user,
        )
        for _ in range(round(within * 10)):
            asked = [str(self._programs / "pg_isready"), "-q", "-h", str(self.folder)]
            if subprocess.run(asked, check=False).returncode == 0:
                return True
            time.sleep(0.1)
        return False

    def stop(self) -> None:
        """Serve no longer, at once, and wherever it is."""
        self._process.communicate()

    def recover(self) -> None:
        """Stop, and recover from the log, as from an archive of it; what follows is a timeline of its own."""
        self.stop()
        with (self.folder / "data" / "postgresql.auto.conf").open("a") as settings:
            settings.write("restore_command = 'false'\nhot_standby = off\n")  # it answers when it has done so
        signal = self.folder / "data" / "recovery.signal"
        signal.touch()
        shutil.chown(signal, *(self._as_user[name] for name in ("user", "group") if self._as_user))
        if not self.start(30):
            raise TimeoutError((self.folder / "log").read_text())

    def blank(self, like: str = "template1") -> str:
        """Make a database, as empty as another that nobody uses, and give its URL."""
        name = f"noroshi{next(self._numbers)}"
        with psycopg.connect(f"host={self.folder} user=noroshi dbname=postgres", autocommit=True) as session:
            session.execute(f"CREATE DATABASE {name} TEMPLATE {like}".encode())
        return f"postgresql://noroshi@/{name}?host={self.folder}"

    @cached_property
    def furnished(self) -> str:
        """Name a database with all tables, to make others like it."""
        url = self.blank()
        open_database(url).dispose()
        return str(make_url(url).database)


def programs() -> Path | None:
    """Say where Debian, or the path, has PostgreSQL; None if it is not installed."""
    places = [*Path("/usr/lib/postgresql").glob("*/bin"), *map(Path, os.environ["PATH"].split(os.pathsep))]
    return next((place for place in places if (place / "initdb").exists()), None)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Start PostgreSQL."""
    place = programs()
    if place is None:
        pytest.skip(NOT_HERE)
    with Server(place) as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def blank(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the URL of a database in which nothing is yet, not even tables; once for each kind."""
    if request.param == "sqlite":
        return sqlite_url(tmp_path / "noroshi.db")
    running: Server = request.getfixturevalue("server")
    return running.blank()


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an SQLite database with all tables, to copy: a fifth of the time that making them takes."""
    path = tmp_path_factory.mktemp("furnished") / "noroshi.db"
    open_database(sqlite_url(path)).dispose()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the URL of a database with all tables, and nothing in them; once for each kind."""
    if request.param == "sqlite":
        copied = shutil.copy(request.getfixturevalue("furnished"), tmp_path / "noroshi.db")
        return sqlite_url(Path(copied))
    running: Server = request.getfixturevalue("server")
    return running.blank(running.furnished)


@pytest.fixture
def database(empty: str) -> Iterator[Engine]:
    """Open a new database; once for each kind."""
    engine = open_database(empty)
    yield engine
    engine.dispose()
