import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from noroshi.cli.program import run
from noroshi.clock import HOUR
from noroshi.cyber import limits
from noroshi.detections.model import Phase
from tests.cli.watching import capture, cut, home, objects, planted
from tests.cyber.captures import SYN, Frame, pcap
from tests.storage.archived import detections

COMMAND = [sys.executable, "-m", "noroshi"]


def alerted(lines: Sequence[dict[str, Any]]) -> set[tuple[str, str, str]]:
    """Give what alerts were opened: (subject, organisation, kind)."""
    return {
        (line["alert"]["subject"], line["alert"]["organisation"], line["alert"]["kind"])
        for line in lines
        if line["event"] == "alert" and line["deed"] == "opened"
    }


def known(options: list[str], output: pytest.CaptureFixture[str]) -> set[tuple[str, str, str]]:
    """Give the alerts that the home has: (subject, organisation, kind)."""
    output.readouterr()
    assert run(["alerts", "list", "--all", "--json", *options]) == 0
    listed = objects(output.readouterr().out)
    return {(line["subject"], line["organisation"], line["kind"]) for line in listed}


def test_all_and_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every planted machine is alerted to its organisation, told to its contact, and nothing else is."""
    options = home(tmp_path)
    path, truth = capture(tmp_path)
    capsys.readouterr()

    code = run(["watch", str(path), "--json", *options])
    *lines, end = objects(capsys.readouterr().out)
    told = objects((tmp_path / "told.ndjson").read_text("utf-8"))

    assert (0, "end", truth.packets) == (code, end["event"], end["source"]["packets"])
    assert planted(truth) == alerted([*lines]) == known(options, capsys)
    assert planted(truth) == {
        (alert["subject"]["value"], message["organisation"]["id"], alert["kind"])
        for message in told
        for alert in message["alerts"]
    }


def test_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Watching the same capture again tells nobody anything."""
    options = home(tmp_path)
    path, _ = capture(tmp_path)
    run(["watch", str(path), *options])
    before = (tmp_path / "told.ndjson").read_bytes()
    capsys.readouterr()

    code = run(["watch", str(path), "--json", *options])
    *lines, end = objects(capsys.readouterr().out)

    assert (0, set()) == (code, alerted(lines))
    assert end["desk"]["detections"] == end["desk"]["repeated"]
    assert before == (tmp_path / "told.ndjson").read_bytes()


def test_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A person reads when, what, how bad, whose and why, and at the end what was counted."""
    options = home(tmp_path)
    path, truth = capture(tmp_path)
    capsys.readouterr()

    run(["watch", str(path), "--no-delivery", *options])
    output, remarks = capsys.readouterr()

    for subject, _, kind in planted(truth):
        assert any(subject in line and kind in line for line in output.splitlines())
    assert "Akane University" in output
    assert "confidence" in output
    assert f"packets {truth.packets:,}" in remarks
    assert not (tmp_path / "told.ndjson").exists()


def test_archive(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The archive holds every detection, among them those of each story that is told, from its start on."""
    options = home(tmp_path)
    path, truth = capture(tmp_path)
    capsys.readouterr()

    run(["watch", str(path), "--json", *options])
    *_, end = objects(capsys.readouterr().out)
    kept = detections(tmp_path / "home" / "archive" / "detections")
    begun = {(each.subject.value, each.kind) for each in kept if each.phase is Phase.NEW}

    assert len(kept) == end["desk"]["detections"] == end["archive"]["detections"]
    assert set() == {(subject, kind) for subject, _, kind in planted(truth)} - begun


def test_archive_in_the_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the archive cannot be written, all are alerted as ever; people and programs read what was dropped."""
    options = home(tmp_path)
    path, truth = capture(tmp_path)
    (tmp_path / "home" / "archive" / "detections").write_text("in the way", "utf-8")
    capsys.readouterr()

    code = run(["watch", str(path), "--json", *options])
    output, error = capsys.readouterr()
    *lines, end = objects(output)
    run(["watch", str(path), *options])
    remarks = capsys.readouterr().err

    assert (0, planted(truth)) == (code, alerted(lines))
    assert {"detections": 0, "dropped": end["desk"]["detections"]} == end["archive"]
    assert "detections were not archived" in error
    assert f"archived    detections 0, dropped {end['desk']['detections']}" in remarks


def test_no_archive(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without an archive in the settings, none is written, and none is counted."""
    options = home(tmp_path)
    path, _ = capture(tmp_path)
    settings = tmp_path / "home" / "noroshi.toml"
    settings.write_text(settings.read_text("utf-8").replace("#archive = true", "archive = false"), "utf-8")
    capsys.readouterr()

    run(["watch", str(path), "--json", *options])
    *_, end = objects(capsys.readouterr().out)

    assert {} == end["archive"]
    assert [] == list((tmp_path / "home" / "archive").iterdir())


def test_directory_in_steps(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A directory read in several watches gives what one watch gives, each file once."""
    options = home(tmp_path)
    path, truth = capture(tmp_path)
    pieces = cut(path, tmp_path / "captures", 4)
    hidden = [piece.rename(tmp_path / piece.name) for piece in pieces[2:]]
    watch = ["watch", str(tmp_path / "captures"), "--once", "--json", *options]
    capsys.readouterr()

    run(watch)
    (*_, first) = objects(capsys.readouterr().out)
    for piece in hidden:
        piece.rename(tmp_path / "captures" / piece.name)
    run(watch)
    (*_, second) = objects(capsys.readouterr().out)
    run(watch)
    (*_, third) = objects(capsys.readouterr().out)

    assert truth.packets == first["source"]["packets"] + second["source"]["packets"]
    assert 0 == third["source"]["packets"]
    assert truth.packets == second["memory"]["packets"] == third["memory"]["packets"]
    assert planted(truth) == known(options, capsys)


def test_other_settings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """State that does not fit new settings is refused, and left behind if a person says so."""
    options = home(tmp_path)
    path, _ = capture(tmp_path)
    cut(path, tmp_path / "captures", 2)
    watch = ["watch", str(tmp_path / "captures"), "--once", *options]
    run(watch)
    settings = tmp_path / "home" / "noroshi.toml"
    settings.write_text(settings.read_text("utf-8").replace("#memory = 3072", "memory = 1"), "utf-8")
    monkeypatch.setattr(limits, "LEAST", 1)  # else half a million sources fit at the least
    monkeypatch.setattr(limits, "RESERVE", 0)
    monkeypatch.setattr(limits, "RANGE", 0)
    capsys.readouterr()

    refused = run(watch)
    said = capsys.readouterr().err
    afresh = run([*watch, "--afresh"])

    assert (7, 0) == (refused, afresh)
    assert "--afresh" in said


def test_broken_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What stands before a fault is kept; the fault names file, place and reason, and fails the watch."""
    options = home(tmp_path)
    path, truth = capture(tmp_path)
    broken = tmp_path / "broken.pcap"
    broken.write_bytes(path.read_bytes() + b"\0" * 8 + b"\xff" * 30)
    capsys.readouterr()

    code = run(["watch", str(broken), "--json", *options])
    output, error = capsys.readouterr()

    assert 3 == code
    assert planted(truth) == alerted(objects(output)) == known(options, capsys)
    assert f"broken.pcap: broken at byte {truth.bytes}" in error


def test_keep_going(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --keep-going the next file is read, and the watch still says, and fails, at its end."""
    options = home(tmp_path)
    path, truth = capture(tmp_path)
    broken = tmp_path / "broken.pcap"
    broken.write_bytes(b"no capture at all")
    capsys.readouterr()

    code = run(["watch", str(broken), str(path), "--keep-going", "--json", *options])
    *lines, end = objects(capsys.readouterr().out)

    assert 3 == code
    assert planted(truth) == alerted(lines)
    assert ["broken.pcap"] == [fault.split(":")[0].split("/")[-1] for fault in end["faults"]]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["watch"], 2, "--help"),
        (["watch", "nowhere.pcap"], 2, "there is no such file"),
        (["watch", "*.pcap"], 2, "there is no such file"),
        (["watch", "-", "--onec"], 2, "no option --onec"),
    ],
)
def test_misuse(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, said: str
) -> None:
    """What cannot be watched is refused, with what to do instead."""
    options = home(tmp_path)
    capsys.readouterr()

    assert code == run([*arguments, *options])
    assert said in capsys.readouterr().err


def test_no_home(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a home, a watch says how to make one."""
    path, _ = capture(tmp_path)

    assert 7 == run(["watch", str(path), "--home", str(tmp_path / "nowhere")])
    assert "noroshi init" in capsys.readouterr().err


def test_live_pipe(tmp_path: Path) -> None:
    """From a live pipe an alert comes within seconds, though nothing follows; a stop is in order."""
    options = home(tmp_path)
    path, _ = capture(tmp_path)
    data = path.read_bytes()
    with subprocess.Popen(
        [*COMMAND, "watch", "-", "--json", *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(data[: len(data) // 2])
        first = objects(process.stdout.readline())[0]
        process.send_signal(signal.SIGTERM)
        rest = objects(process.stdout.read())
        code = process.wait(30)

    assert ("alert", "opened") == (first["event"], first["deed"])
    assert ("end", 0) == (rest[-1]["event"], code)


def test_the_operator_is_told_of_a_sensor(tmp_path: Path) -> None:
    """A capture from the future in a directory that is followed is an alert of the operator, and is sent."""
    options = home(tmp_path)
    roster, told = tmp_path / "operator.yaml", tmp_path / "operator.ndjson"
    contact = f"contacts: [{{channel: file, address: {told}}}]"
    roster.write_text(
        f"organisations: [{{id: centre, name: The centre, tags: [operator], {contact}}}]", "utf-8"
    )
    assert run(["organisations", "import", str(roster), *options]) == 0
    (tmp_path / "captures").mkdir()
    (tmp_path / "captures" / "a.pcap").write_bytes(pcap(Frame(time.time_ns() + HOUR, SYN)))
    watch = [*COMMAND, "watch", str(tmp_path / "captures"), "--json", *options]
    with subprocess.Popen(watch, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        first = objects(process.stdout.readline())[0]
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)

    assert ("opened", "centre", "sensor.clock", str(tmp_path / "captures")) == (
        first["deed"], first["alert"]["organisation"], first["alert"]["kind"], first["alert"]["subject"],
    )  # fmt: skip
    assert "sensor.clock" in told.read_text("utf-8")


def test_stopped_and_gone_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A watch of a directory that is stopped goes on where it stopped, and finds what comes later."""
    options = home(tmp_path)
    path, truth = capture(tmp_path)
    pieces = cut(path, tmp_path / "captures", 3)
    last = pieces[-1].rename(tmp_path / "last.pcap")
    watch = [*COMMAND, "watch", str(tmp_path / "captures"), "--json", *options]
    with subprocess.Popen(watch, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        for _ in range(600):
            time.sleep(0.1)
            if list((tmp_path / "home" / "checkpoints").glob("*.checkpoint")):
                break
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    last.rename(pieces[-1])
    os.utime(pieces[-1])
    capsys.readouterr()

    code = run(["watch", str(tmp_path / "captures"), "--once", "--json", *options])
    *_, second = objects(capsys.readouterr().out)

    assert (0, 0) == (process.returncode, code)
    assert truth.packets == second["memory"]["packets"]
    assert planted(truth) == known(options, capsys)
