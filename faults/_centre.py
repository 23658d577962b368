"""A centre with members, all of whom listen at one place; and its service, which somebody keeps alive."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

from noroshi.cli.program import run
from noroshi.cyber.scenarios import Scenario, write_roster
from noroshi.errors import NoroshiError

PATIENT = {
    "first": 0.05, "longest": 5, "attempts": 100_000, "webhook": 100_000, "poll": 0.05,
    "critical": 0, "high": 0, "medium": 0, "low": 0,
}  # fmt: skip
"""Settings by which no message is given up, and none waits long, to be gathered or to be tried again."""


class Centre:
    """A home, and the captures that it watches.

    Parameters
    ----------
    home
        Where its state will lie; must not exist.
    captures
        The directory that it watches.
    port
        Where its members listen.
    played
        Whose members they are.
    """

    def __init__(self, home: Path, captures: Path, port: int, played: Scenario) -> None:
        self.home, self.captures = home, captures
        self.log = home.with_suffix(".log")
        self._options = ["--home", str(home)]
        roster = home.with_suffix(".yaml")
        write_roster(played, roster)
        text = re.sub(r"address: \S+", f"address: http://127.0.0.1:{port}/", roster.read_text("utf-8"))
        roster.write_text(text.replace("channel: email", "channel: webhook"), "utf-8")
        self._run("init", "--monitored", played.monitored[0])
        self._run("organisations", "import", str(roster))
        settings = home / "noroshi.toml"
        changed = settings.read_text("utf-8").replace('#listen = "127.0.0.1:9464"', 'listen = ""')
        for name, value in PATIENT.items():
            changed = re.sub(rf"^#{name} = .*$", f"{name} = {value}", changed, flags=re.MULTILINE)
        settings.write_text(changed, "utf-8")

    def watch(self) -> None:
        """Watch what is there, undisturbed."""
        self._run("watch", str(self.captures), "--once")

    def serve(self) -> subprocess.Popen[bytes]:
        """Start the service."""
        command = [sys.executable, "-m", "noroshi", "serve", str(self.captures), "--json", *self._options]
        log: IO[bytes]
        with self.log.open("ab") as log:
            return subprocess.Popen(command, stdout=log, stderr=log)

    def alerts(self) -> set[tuple[str, str, str]]:
        """Give what is alerted: (kind, subject, organisation)."""
        return {
            (kind, subject, organisation)
            for kind, subject, organisation in self._ask("select kind, subject, organisation from alerts")
        }

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
        connection = sqlite3.connect(self.home / "noroshi.db", timeout=0)
        try:
            connection.execute("begin immediate")
            time.sleep(seconds)
            connection.rollback()
        except sqlite3.Error:  # the centre is writing now, or the disk is full
            return
        finally:
            connection.close()

    def _ask(self, question: str) -> list[tuple[str, ...]]:
        connection = sqlite3.connect(self.home / "noroshi.db", timeout=30)
        try:
            return connection.execute(question).fetchall()
        finally:
            connection.close()

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
