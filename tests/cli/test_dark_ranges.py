"""From a capture in which a dark range answers to the operator's notice."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from noroshi.cli.program import run
from noroshi.clock import MINUTE
from noroshi.cyber.scenarios import Scenario, scenario
from noroshi.cyber.scenarios.actors.answering import Answering
from noroshi.cyber.scenarios.named.members import CENTRE, HOSTER, MONITORED, START
from noroshi.cyber.scenarios.pace import Pace
from noroshi.cyber.scenarios.senders import Hosts
from noroshi.organisations.model import Language
from tests.cli.test_watch import alerted
from tests.cli.watching import capture, home, objects, planted

AWAKE = scenario("awake", packets=8_000, sources=1_000)


def answers(language: Language = "en", *, operated: bool = True) -> Scenario:
    """Play one machine at a dark address that answers some strangers."""
    (duty,) = CENTRE.contacts
    centre = replace(CENTRE, contacts=(replace(duty, language=language),))
    machine = Answering(
        name="machine",
        senders=Hosts(("198.18.7.7",)),
        pace=Pace(START, MINUTE, 40),
        visitors=Hosts(("192.0.2.1", "192.0.2.2", "192.0.2.3")),
        port=22,
    )
    register = (HOSTER, centre) if operated else (HOSTER,)
    return Scenario("one machine", "One machine answers.", 1, register, MONITORED, (machine,))


def test_the_operator_is_told_of_each_range_and_of_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every range that is awake is an alert of its own to the operator, who is told; no other range and nobody else is."""
    options = home(tmp_path, AWAKE)
    path, truth = capture(tmp_path, AWAKE)
    capsys.readouterr()
    code = run(["watch", str(path), "--json", *options])
    lines = objects(capsys.readouterr().out)
    told = {
        (alert["subject"]["value"], message["organisation"]["id"], alert["kind"])
        for message in objects((tmp_path / "told.ndjson").read_text("utf-8"))
        for alert in message["alerts"]
    }

    assert 0 == code
    assert planted(truth) == alerted(lines) == told


@pytest.mark.parametrize(
    ("language", "words", "heading"),
    [
        ("en", "The dark range 198.18.0.0/16 is not dark", "Which sensor"),
        ("ja", "アドレス範囲 198.18.0.0/16 が使用されて", "該当するセンサー"),
    ],
)
def test_one_notice_names_the_range_and_says_what_to_do(
    language: Language, words: str, heading: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The operator gets one message, in the contact's language: which range and address, and how to register it."""
    options = home(tmp_path, answers(language))
    path, _ = capture(tmp_path, answers(language))
    assert 0 == run(["watch", str(path), *options])
    capsys.readouterr()
    run(["notices", "list", "--all", "--json", *options])
    (notice,) = objects(capsys.readouterr().out)
    run(["notices", "show", notice["id"], "--json", *options])
    (shown,) = objects(capsys.readouterr().out)
    run(["alerts", "show", notice["alert"], *options])
    said = capsys.readouterr().out

    assert 1 == len(objects((tmp_path / "told.ndjson").read_text("utf-8")))
    assert all(
        part in shown["text"] for part in (words, heading, "198.18.7.7", "noroshi organisations import")
    )
    assert all(part in said for part in ("198.18.0.0/16", "operator of this centre", "198.18.7.7", "tcp/22"))


def test_without_an_operator_it_is_counted_and_logged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nobody runs the centre, no alert is opened; the watch counts it, and the log names the range."""
    options = home(tmp_path, answers(operated=False))
    path, _ = capture(tmp_path, answers(operated=False))
    capsys.readouterr()
    code = run(["watch", str(path), "--json", *options])
    written = capsys.readouterr()
    (end,) = objects(written.out)
    (logged,) = objects(written.err)

    assert (0, 1) == (code, end["desk"]["nobody's"])
    assert ("a sensor is not well", "198.18.0.0/16", "sensor.answering") == (
        logged["event"], logged["sensor"], logged["kind"],
    )  # fmt: skip
