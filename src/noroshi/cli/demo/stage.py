"""The stage of a demonstration: made-up traffic, its members, and a watch centre over them."""

import shutil
from pathlib import Path
from typing import Any, Final, NamedTuple, Self

import msgspec

from noroshi.app import Application
from noroshi.clock import SystemClock
from noroshi.config.home import Home
from noroshi.config.writing import settings_text
from noroshi.cyber.scenarios import Scenario, Truth, generate, write_roster, write_survey_list
from noroshi.domains import domains
from noroshi.errors import UsageError
from noroshi.organisations.reconcile import reconcile
from noroshi.organisations.roster_files import read_roster

MARK: Final = ".noroshi-demo"
"""A file that says that a folder is a demonstration's, to be made anew without asking."""


class Stage(NamedTuple):
    """A folder with all that a demonstration needs and leaves."""

    folder: Path

    @classmethod
    def clear(cls, folder: Path) -> Self:
        """Make the folder, or make an earlier demonstration's folder empty.

        Raises
        ------
        UsageError
            If it is there, and no demonstration's.
        """
        if folder.exists() and not (folder / MARK).is_file():
            raise UsageError(
                f"{folder} is there, and not from an earlier demonstration",
                hint="Name another place with --folder, or move it away.",
            )
        try:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            (folder / MARK).touch()
        except OSError as fault:
            raise UsageError(f"cannot make {folder}: {fault.strerror}") from fault
        return cls(folder)

    @property
    def capture(self) -> Path:
        """The traffic."""
        return self.folder / "traffic.pcap"

    @property
    def truth(self) -> Path:
        """What is true about the traffic."""
        return self.folder / "truth.json"

    @property
    def roster(self) -> Path:
        """The members."""
        return self.folder / "members.yaml"

    @property
    def survey_list(self) -> Path:
        """The known survey scanners."""
        return self.folder / "survey-scanners.json"

    @property
    def messages(self) -> Path:
        """What members would get."""
        return self.folder / "messages"

    @property
    def home(self) -> Home:
        """The watch centre's home."""
        return Home(self.folder / "home")

    def write(self, scenario: Scenario) -> Truth:
        """Write the traffic and all lists that go with it."""
        truth = generate(scenario, self.capture)
        self.truth.write_bytes(msgspec.json.format(msgspec.json.encode(truth), indent=2) + b"\n")
        write_roster(scenario, self.roster)
        write_survey_list(scenario, self.survey_list)
        return truth

    def open(self, scenario: Scenario) -> Application:
        """Make the home, register the members, and open the watch centre."""
        given: dict[str, dict[str, Any]] = {
            "centre": {"name": "Noroshi demonstration", "answer_to": "watch@noroshi.example"},
            "watch": {"monitored": list(scenario.monitored)},
            "domains.cyber": {"survey_scanners": str(self.survey_list.absolute())},
        }
        self.home.make()
        self.home.settings.write_text(settings_text(domains().values(), given), encoding="utf-8")
        application = Application.open(self.home, SystemClock())
        now = application.clock.now()
        application.organisations.apply(reconcile([], read_roster(self.roster, now), now))
        return application
