import json
import subprocess
import sys
from pathlib import Path

import pytest

from noroshi.app import Application
from noroshi.cli.faults import INTERRUPTED, PIPE_BROKEN
from noroshi.cli.program import run
from tests.cli.centre import Centre

COMMAND = [sys.executable, "-m", "noroshi"]


def test_as_object(centre: Centre) -> None:
    """With --json an error is one object on standard error, and nothing else is written."""
    said = centre("alerts", "show", "A-0000000", "--json")
    told = json.loads(said.err)

    assert ("", 5) == (said.out, said.code)
    assert ("NotFoundError", 5) == (told["error"], told["exit_code"])
    assert "`noroshi alerts list`" in told["hint"]


def test_faults_as_object(centre: Centre) -> None:
    """With --json every fault of a roster is an element of its own."""
    said = centre("organisations", "import", str(centre.roster("organisations:\n- {id: A B}\n")), "--json")
    told = json.loads(said.err)

    assert "RosterError" == told["error"]
    assert 2 == len(told["faults"])


def test_unforeseen(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody foresaw is a sentence with code 1, and a traceback only for those who ask for it."""
    monkeypatch.setattr(Application, "responsibility", lambda _: 1 / 0)
    said = centre("who", "192.0.2.7")
    monkeypatch.setenv("NOROSHI_TRACEBACK", "1")
    asked = centre("who", "192.0.2.7")

    assert (1, "") == (said.code, said.out)
    assert said.err.startswith("noroshi: unforeseen: ZeroDivisionError")
    assert "Traceback" not in said.err
    assert "Traceback" in asked.err


def test_interrupted(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends a command without a word, with the code that shells give it."""

    def interrupt(_: Application) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Application, "responsibility", interrupt)
    said = centre("who", "192.0.2.7")

    assert (INTERRUPTED, "", "") == said


@pytest.mark.parametrize("words", [["organisations", "export"], ["alerts", "list", "--help"]])
def test_nobody_reads(words: list[str], centre: Centre) -> None:
    """A reader that goes away ends a command without a word, with the code that shells give it."""
    process = subprocess.Popen(
        [*COMMAND, *words, *([] if "--help" in words else ["--home", str(centre.home.path)])],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()

    assert (PIPE_BROKEN, b"") == (process.wait(30), said)


def test_hostile_word(capsys: pytest.CaptureFixture[str]) -> None:
    """A word of the command line that would move the cursor is shown as escapes."""
    code = run(["who", "\x1b[2J", "--at", "now"])
    written = capsys.readouterr()

    assert 2 == code
    assert "\x1b" not in written.err


def test_real_process(centre: Centre) -> None:
    """The installed program says its version, lists alerts, and ends with the code that it means."""
    version = subprocess.run([*COMMAND, "--version"], check=True, capture_output=True, text=True, timeout=30)
    listed = subprocess.run(
        [*COMMAND, "alerts", "list", "--home", str(centre.home.path)],
        check=True,
        capture_output=True,
        text=True,
        timeout=30,
    )
    refused = subprocess.run([*COMMAND, "alerts", "lists"], check=False, capture_output=True, timeout=30)

    assert "0.1.0" == version.stdout.strip()
    assert "No alerts that are open or acknowledged.\n" == listed.stdout
    assert 2 == refused.returncode


NOT_TEXT = "\udcff"
"""How Python hands over a byte of the command line that is no UTF-8."""


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["who", NOT_TEXT], 2),
        (["alerts", "show", NOT_TEXT], 7),
        (["alerts", "list", "--subject", NOT_TEXT], 7),
        (["alerts", "acknowledge", "A-1", "--note", NOT_TEXT], 2),
        (["silences", "add", "--kind", "x", "--for", "4h", "--reason", NOT_TEXT], 2),
        (["organisations", "import", f"{NOT_TEXT}.yaml"], 2),
        (["organisations", "show", NOT_TEXT], 7),
        (["notices", "retry", NOT_TEXT], 7),
    ],
)
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_not_text(words: list[str], code: int, form: list[str], centre: Centre) -> None:
    """Bytes that are no text are refused in a sentence, and with --json as an object."""
    said = centre(*words, *form)

    assert (code, "") == (said.code, said.out)
    assert "unforeseen" not in said.err


def test_path_that_is_no_text(centre: Centre) -> None:
    """A path may hold them, for they are what a file may be called."""
    path = centre.folder / f"{NOT_TEXT}.yaml"

    assert 0 == centre("organisations", "export", str(path), "--json").code
    assert 0 == centre("organisations", "import", str(path)).code


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's full device")
def test_full(centre: Centre) -> None:
    """Where nothing more can be written, that is said, with code 7."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, "organisations", "export", "--home", str(centre.home.path)],
            check=False,
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=30,
        )

    assert (7, b"noroshi: no room is left on a disk\n  Make room, and try again.\n") == (
        done.returncode,
        done.stderr,
    )
