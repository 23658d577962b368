"""A watch over the file finds what its truth says."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from noroshi.cyber.domain import domain
from noroshi.cyber.scenarios import SCENARIOS, Scenario, write_survey_list
from noroshi.detections.model import Detection
from noroshi.domains import Sourcing
from noroshi.engine.run import Run
from noroshi.organisations.responsibility import Responsibility
from tests.cyber.scenarios.capture import made


def watched(play: Scenario, data: bytes, folder: Path) -> Sequence[Detection]:
    """Give all that the cyber domain concludes from a capture, with its settings as they come."""
    capture, survey = folder / "capture.pcap", folder / "survey.json"
    capture.write_bytes(data)
    write_survey_list(play, survey)
    register = Responsibility(play.organisations, play.monitored)
    run = Run(domain.prepare({"survey_scanners": str(survey)}, register))
    arrivals = domain.open([str(capture)], Sourcing(follow=False)).arrivals(())
    fed = [found for each in arrivals if each.batch for told in run.feed(each.batch) for found in told]
    return [*fed, *(found for told in run.settle() for found in told)]


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("name", SCENARIOS)
def test_a_watch_finds_what_is_planted_and_nothing_else(name: str, seed: int, tmp_path: Path) -> None:
    """Every planted case of some kind is concluded, with its label, and no other is."""
    play, truth, data = made(name, seed)
    found = watched(play, data, tmp_path)
    labels = {(one.subject.value, one.kind, label.name) for one in found for label in one.evidence.labels}
    must = [planted for planted in truth.planted if planted.kind]

    assert {(one.subject, one.kind) for one in must} == {(one.subject.value, one.kind) for one in found}
    assert {(one.subject, one.kind, one.fingerprint) for one in must if one.fingerprint} <= labels


def test_a_survey_scanner_of_a_member_is_told_and_labelled(tmp_path: Path) -> None:
    """Being on the list of survey scanners informs, and hides nothing."""
    play, _, data = made("demo")
    listed = {surveyor.ip for surveyor in play.surveyors}
    found = [one for one in watched(play, data, tmp_path) if one.subject.value in listed]

    assert found
    assert all("survey-scanner" in {label.name for label in one.evidence.labels} for one in found)
