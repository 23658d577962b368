"""A watch centre at its command line: a home, a register, alerts."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from noroshi.alerts.desk import Desk
from noroshi.app import Application
from noroshi.cli.program import run
from noroshi.clock import SystemClock
from noroshi.config.home import Home
from noroshi.config.secret_key import seals_of
from noroshi.detections.model import Detection
from noroshi.storage.books import Books, sqlite_url
from tests.delivery.stories import detection

ROSTER = """\
organisations:
  - id: example
    name: Example University
    contacts:
      - {channel: file, address: TOLD}
      - {channel: email, address: csirt@example.edu, language: ja, minimum_severity: critical}
    holdings:
      - {prefix: 192.0.2.0/25}
      - {prefix: 192.0.2.128/25, use: dark}
      - {prefix: 203.0.113.0/24}
      - {asn: AS64500}
  - id: library
    name: Example Library
    holdings:
      - {prefix: 203.0.113.0/24}
"""


class Said(NamedTuple):
    """What a command wrote, and how it ended."""

    code: int
    out: str
    err: str

    def objects(self) -> Sequence[dict[str, Any]]:
        """The JSON objects of standard output."""
        return [json.loads(line) for line in self.out.splitlines()]


class Centre:
    """A home in a folder, and its command line."""

    def __init__(self, folder: Path, output: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.home = Home(folder / "home")
        self._output = output

    def __call__(self, *words: str) -> Said:
        """Run a command on the home."""
        self._output.readouterr()
        code = run([*words, "--home", str(self.home.path)])
        written = self._output.readouterr()
        return Said(code, written.out, written.err)

    def made(self) -> "Centre":
        """Make the home, with a register of two organisations."""
        assert self("init", "--monitored", "198.51.100.0/24").code == 0
        assert self("organisations", "import", str(self.roster())).code == 0
        return self

    def roster(self, text: str = ROSTER, name: str = "members.yaml") -> Path:
        """Write a roster."""
        path = self.folder / name
        path.write_text(text.replace("TOLD", str(self.folder / "told.ndjson")), "utf-8")
        return path

    def books(self) -> Books:
        """Open the books of the home."""
        return Books(sqlite_url(self.home.database), lambda: seals_of(self.home.key))

    def alerted(self, *detections: Detection) -> Sequence[str]:
        """Record detections as the desk does; give the ids of the alerts."""
        with Application.open(self.home, SystemClock()) as application:
            desk: Desk = application.desk()
            turns = desk.conclude(detections or [detection()])
        return [turn.alert.id for turn in turns]
