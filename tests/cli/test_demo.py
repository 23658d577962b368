from pathlib import Path

import pytest

from noroshi.cli.program import run
from noroshi.clock import MINUTE, SystemClock, moment
from tests.cli.watching import objects


def test_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A demonstration finds all that was planted and nothing else, and leaves what it says it leaves."""
    folder = tmp_path / "demo"

    code = run(["demo", "--json", "--folder", str(folder)])
    *lines, end = objects(capsys.readouterr().out)

    assert (0, "end", []) == (code, end["event"], end["truth"]["others"])
    opened = [line for line in lines if line["deed"] == "opened"]
    assert end["truth"]["planted"] == end["truth"]["found"] == end["alerts"] == len(opened)
    assert end["messages"] == len(list(folder.glob("messages/*/*.txt")))
    assert {"traffic.pcap", "truth.json", "members.yaml", "survey-scanners.json", "messages", "home"} < {
        path.name for path in folder.iterdir()
    }


def test_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A person sees alerts, each member's message, a plot, and where everything was put."""
    run(["demo", "--speed", "0", "--folder", str(tmp_path / "demo")])
    shown = capsys.readouterr().out

    for piece in ("NEW", "Akane University", "What to do", "▲", "9 of 9 planted machines", "traffic.pcap"):
        assert piece in shown


def test_at_a_pace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A pace holds traffic back and changes nothing of what comes of it."""
    command = ["demo", "--json", "--ending", "2026-01-15T00:10Z", "--folder", str(tmp_path / "demo")]
    run(command)
    at_once = objects(capsys.readouterr().out)
    run([*command, "--speed", "600"])
    at_a_pace = objects(capsys.readouterr().out)

    assert at_once == at_a_pace


def test_now(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Unless one says otherwise, the made-up traffic ends within the last minutes, so that it is as old as it says."""
    before = SystemClock().now()
    run(["demo", "--json", "--folder", str(tmp_path / "demo")])
    *lines, _ = objects(capsys.readouterr().out)
    latest = max(moment(line["alert"]["last"]) for line in lines)

    assert before - 3 * MINUTE < latest < before


def test_somebody_elses_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that is no demonstration's is left alone."""
    (tmp_path / "thesis.tex").write_text("years of work")

    assert 2 == run(["demo", "--folder", str(tmp_path)])
    assert "--folder" in capsys.readouterr().err
    assert ["thesis.tex"] == [path.name for path in tmp_path.iterdir()]
