import re

import pytest

from noroshi.cli.screen import Coloured, Screen

ROW = (Coloured("A-1", "bold"), "high", "the last cell is long, and is folded where the terminal ends")
TITLES = ("alert", "severity", "note")


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A terminal of 60 columns that shows colours."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return monkeypatch


def shown(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The lines of a table, without what stands to their right."""
    Screen(as_json=False).table(TITLES, [ROW])
    return [line.rstrip() for line in capsys.readouterr().out.splitlines()]


def test_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    """A pipe gets no colour, and tables as wide as they need to be."""
    lines = shown(capsys)

    assert "A-1    high      the last cell is long, and is folded where the terminal ends" == lines[-1]


def test_folded(terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """On a terminal only the last column is folded, and colours are shown."""
    terminal.setenv("COLUMNS", "45")
    lines = shown(capsys)

    assert "\x1b[1mA-1  \x1b[0m  high      the last cell is long, and" == lines[2]
    assert ["                 is folded where the terminal", "                 ends"] == lines[3:]


def test_narrow(terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """On a terminal too narrow for the table, each row is a paragraph with titles, and nothing is cut off."""
    terminal.setenv("COLUMNS", "30")
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in shown(capsys)]

    assert "A-1  severity high" == lines[0]
    assert ROW[-1] == " ".join(" ".join(lines[1:]).replace("note", "").split())


def test_no_colour(terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Where NO_COLOR is set, even a terminal gets none."""
    terminal.setenv("NO_COLOR", "1")

    Screen(as_json=False).line(Coloured("severe", "red"))

    assert "\x1b[31m" not in capsys.readouterr().out


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    """With --json only records are written, one a line."""
    screen = Screen(as_json=True)
    screen.line("to people")
    screen.remark("to people")
    screen.table(TITLES, [ROW])
    screen.facts([("to", "people")])
    screen.raw("to people")
    screen.record({"to": "programs"})
    written = capsys.readouterr()

    assert ('{"to":"programs"}\n', "") == (written.out, written.err)


def test_washed(capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever is shown is washed, in every form."""
    dirty = "\x1b[2J\u202e"
    screen = Screen(as_json=False)
    screen.line(dirty, indent=2)
    screen.heading(dirty)
    screen.remark(dirty)
    screen.table([dirty], [[dirty]])
    screen.facts([(dirty, dirty)])
    written = capsys.readouterr()

    assert 7 == (written.out + written.err).count("\\u001b[2J\\u202e")
    assert not set("\x1b\u202e") & set(written.out + written.err)
