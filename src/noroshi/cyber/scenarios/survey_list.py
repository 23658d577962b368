"""The list of research scanners that play in a scenario."""

from pathlib import Path

from msgspec import json

from noroshi.cyber.scenarios.scenario import Scenario


def write_survey_list(scenario: Scenario, path: Path) -> None:
    """Write the survey scanners as JSON, in the form of NICT's public survey-scanner list."""
    path.write_bytes(json.format(json.encode(scenario.surveyors), indent=2) + b"\n")
