"""The lists that go with a scenario's traffic: who is a member, and who is known to survey."""

from pathlib import Path

from msgspec import json

from noroshi.cyber.scenarios.scenario import Scenario
from noroshi.organisations.roster_yaml import write_yaml


def write_roster(scenario: Scenario, path: Path) -> None:
    """Write the members as a YAML roster for `noroshi organisations import`."""
    path.write_text(write_yaml(scenario.organisations), encoding="utf-8")


def write_survey_list(scenario: Scenario, path: Path) -> None:
    """Write the survey scanners as JSON, in the form of NICT's public survey-scanner list."""
    path.write_bytes(json.format(json.encode(scenario.surveyors), indent=2) + b"\n")
