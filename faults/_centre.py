"""A centre with members, who listen in two places; and its service, which somebody keeps alive."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, NamedTuple

from msgspec.structs import replace
from sqlalchemy import Engine, text

from noroshi.cli.program import run
from noroshi.cyber.scenarios import Scenario, write_roster
from noroshi.errors import NoroshiError, StorageError
from noroshi.organisations.model import OPERATOR, ChannelKind, Contact
from noroshi.storage.database import reach, sqlite_url
from noroshi.storage.transactions import reading, writing

PATIENT = {
    "first": 0.05, "longest": 5, "attempts": 100_000, "webhook": 100_000, "email": 100_000, "poll": 0.05,
    "critical": 0, "high": 0, "medium": 0, "low": 0,
}  # fmt: skip
"""Settings by which no message is given up, and none waits long, to be gathered or to be tried again."""


Alerts = set[tuple[str, str, str]]
"""(kind, subject, organisation)"""


class Ports(NamedTuple):
    """Where members listen, on this machine."""

    webhooks: int
    mail: int


class Centre:
    """A home, and the captures that it watches.

    Every second member is told by mail, the others by webhook; the first operates the centre.

    Parameters
    ----------
    home
        Where its state will lie; must not exist.
    captures
        The directory that it watches.
    ports
        Where its members listen.
    played
        Whose members they are.
    url
        Of its database; empty for SQLite in its home.
    """

    def __init__(self, home: Path, captures: Path, ports: Ports, played: Scenario, url: str = "") -> None:
        self.home, self.captures = home, captures
        self.log = captures.with_suffix(".log")  # beside the disk that fills
        self._options = ["--home", str(home)]
        self._url = url or sqlite_url(home / "noroshi.db")
        self._run("init", "--monitored", played.monitored[0])
        self._set(**PATIENT, url=url, listen="", host="127.0.0.1", port=ports.mail, security="plain")
        roster = home.with_suffix(".yaml")
        write_roster(self._reached(played, ports), roster)
        self._run("organisations", "import", str(roster))

    def watch(self) -> None:
        """Watch what is there, undisturbed."""
        self._run("watch", str(self.captures), "--once")

    def serve(self, program: Sequence[str]) -> subprocess.Popen[bytes]:
        """Start the service, by the command line that runs Noroshi."""
        command = [*program, "serve", str(self.captures), "--json", *self._options]
        log: IO[bytes]
        with self.log.open("ab") as log:
            return subprocess.Popen(command, stdout=log, stderr=log)

    def alerts(self) -> Alerts:
        """Give what members are alerted to."""
        asked = "select kind, subject, organisation from alerts where kind not like 'sensor.%'"
        return {(kind, subject, organisation) for kind, subject, organisation in self._ask(asked)}

    def owed(self) -> dict[tuple[str, str], str]:
        """Give every notice: (alert, notice) -> where it stands; one that waits for the daily summary is "daily"."""
        return {
            (alert, notice): state
            for alert, notice, state in self._ask(
                "select alert, id, case when reason = 'still' and state = 'owed' then 'daily' else state end from notices"
            )
        }

    def hold(self, seconds: float) -> None:
        """Keep everybody else from writing to the database, as a stuck one would."""
        # Where it is gone, or the disk is full, there is nothing to hold.
        with suppress(StorageError), self._database() as engine, writing(engine) as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text("lock table alerts, notices, messages"))
            time.sleep(seconds)

    @staticmethod
    def _reached(played: Scenario, ports: Ports) -> Scenario:
        """Let members be told where they listen."""
        hook = Contact(ChannelKind.WEBHOOK, f"http://127.0.0.1:{ports.webhooks}/")
        members = [
            replace(each, contacts=(hook,)) if number % 2 else each
            for number, each in enumerate(played.organisations)
        ]
        return replace(played, organisations=(replace(members[0], tags=(OPERATOR,)), *members[1:]))

    def _ask(self, question: str) -> list[tuple[Any, ...]]:
        with self._database() as engine, reading(engine) as connection:
            return [tuple(row) for row in connection.execute(text(question))]

    @contextmanager
    def _database(self) -> Iterator[Engine]:
        engine = reach(self._url)
        try:
            yield engine
        finally:
            engine.dispose()

    def _set(self, **values: object) -> None:
        """Change settings, in whatever sections they are."""
        settings = self.home / "noroshi.toml"
        changed = settings.read_text("utf-8")
        for name, value in values.items():
            changed = re.sub(rf"^#{name} = .*$", f"{name} = {json.dumps(value)}", changed, flags=re.MULTILINE)
        settings.write_text(changed, "utf-8")

    def _run(self, *words: str) -> None:
        with self.log.open("a") as log:
            before, sys.stdout = sys.stdout, log
            try:
                code = run([*words, *self._options])
            finally:
                sys.stdout = before
        if code:
            raise NoroshiError(f"noroshi {json.dumps(words)} ended with code {code}")


def end(process: subprocess.Popen[bytes], number: int = signal.SIGTERM) -> int:
    """End a service in order, or not."""
    if process.poll() is None:
        os.kill(process.pid, number)
    return process.wait(90)
