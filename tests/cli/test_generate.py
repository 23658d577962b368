"""`noroshi generate`, run as people run it."""

import gzip
import os
import pty
import shutil
import signal
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from msgspec import json

from noroshi.cli.generate import Generated, Listed
from noroshi.cyber.scenarios import SCENARIOS, Truth, generate, scenario, sizes_of
from noroshi.cyber.survey_scanners import read_survey_scanners
from noroshi.errors import UsageError
from noroshi.organisations.register import organisations_of
from noroshi.organisations.roster_files import read_roster

COMMAND = (sys.executable, "-m", "noroshi", "generate")


def run(folder: Path, *words: str, code: int = 0) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a folder; its exit code must be as expected."""
    done = subprocess.run([*COMMAND, *words], cwd=folder, check=False, capture_output=True, timeout=120)

    assert (code, False) == (done.returncode, b"Traceback" in done.stderr)
    return done


def told(done: subprocess.CompletedProcess[bytes]) -> list[str]:
    """Give the lines of standard error."""
    return done.stderr.decode().splitlines()


def by_hand(name: str, **sizes: Any) -> tuple[Truth, bytes]:
    """Make the same with the library."""
    file = BytesIO()
    return generate(scenario(name, **sizes), file), file.getvalue()


def test_capture_and_truth(tmp_path: Path) -> None:
    """The capture and the truth are those of the scenario, with the sizes that were given."""
    sizes = ("--packets", "12000", "--sources", "900", "--members", "5", "--duration", "400", "--seed", "7")
    run(tmp_path, "outbreak", "-o", "out.pcap", "--truth", "truth.json", *sizes)
    truth, capture = by_hand("outbreak", packets=12_000, sources=900, members=5, duration=400, seed=7)

    assert capture == (tmp_path / "out.pcap").read_bytes()
    assert truth == json.decode((tmp_path / "truth.json").read_bytes(), type=Truth)
    assert ["out.pcap", "truth.json"] == sorted(path.name for path in tmp_path.iterdir())


def test_roster_and_survey_list(tmp_path: Path) -> None:
    """The roster holds the scenario's members, and the list its survey scanners, as a watch reads both."""
    sizes = ("--packets", "110000", "--sources", "3000")
    run(tmp_path, "demo", "-o", "x.pcap", "--roster", "x.yaml", "--survey-list", "x.json", *sizes)
    play = scenario("demo", packets=110_000, sources=3_000)
    members = organisations_of(read_roster(tmp_path / "x.yaml", 0).rows)

    assert {one.id: one for one in play.organisations} == {one.id: one for one in members}
    assert {one.ip: one.scanner for one in play.surveyors} == dict(read_survey_scanners(tmp_path / "x.json"))


def test_pipe(tmp_path: Path) -> None:
    """With - the capture alone goes to standard output, byte for byte, and nothing else is said."""
    done = run(tmp_path, "edges", "-o", "-", "--packets", "5000", "--sources", "500", "--nanoseconds")
    file = BytesIO()
    generate(scenario("edges", packets=5_000, sources=500), file, nanoseconds=True)

    assert (file.getvalue(), b"") == (done.stdout, done.stderr)


def test_compressed(tmp_path: Path) -> None:
    """A name that ends in .gz is compressed."""
    run(tmp_path, "edges", "-o", "x.pcap.gz", "--packets", "5000", "--sources", "500")

    assert by_hand("edges", packets=5_000, sources=500)[1] == gzip.decompress(
        (tmp_path / "x.pcap.gz").read_bytes()
    )


def test_json(tmp_path: Path) -> None:
    """--json says in one object what was written, and nothing on standard error."""
    done = run(tmp_path, "attack", "-o", "a.pcap", "--packets", "15000", "--sources", "1000", "--json")
    truth, _ = by_hand("attack", packets=15_000, sources=1_000)

    assert b"" == done.stderr
    assert json.decode(done.stdout, type=Generated) == Generated(
        scenario="attack", seed=1, capture="a.pcap", truth=None, roster=None, survey_list=None,
        packets=15_000, bytes=truth.bytes, sources=1_000, first=truth.first, last=truth.last,
        monitored=truth.monitored, must_alert=4,
    )  # fmt: skip


@pytest.mark.parametrize("words", [(), ("--list",)])
def test_list(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Without a scenario, each is listed with a sentence; with --json also with its sizes."""
    shown = run(tmp_path, *words).stdout.decode()
    listed = [json.decode(line, type=Listed) for line in run(tmp_path, *words, "--json").stdout.splitlines()]

    assert all(f"\n{name} " in shown and scenario(name).sentence in shown for name in SCENARIOS)
    assert listed == [Listed(name, scenario(name).sentence, sizes_of(name)) for name in SCENARIOS]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("storm", "-o", "x"), "no scenario is called 'storm'"),
        (("quiet",), "no file is named for the capture"),
        (("quiet", "-o", "--force"), "no file is named for the capture"),
        (("quiet", "-o", "x", "--members", "3"), "the scenario quiet has no members"),
        (("quiet", "-o", "x", "--packets", "0"), "packets = 0 does not fit this scenario"),
        (("quiet", "-o", "x", "--truth", "./x"), "x is named twice"),
        (("quiet", "-o", "."), ". is a directory"),
        (("quiet", "-o", "none/x"), "none/x: there is no such directory"),
        (("quiet", "-o", "x", "--truth", "none/y"), "none/y: there is no such directory"),
        (("quiet", "-o", "/dev/full"), "/dev/full was not written: No space left on device"),
    ],
)
def test_refused(tmp_path: Path, words: tuple[str, ...], message: str) -> None:
    """What cannot be done ends with exit code 2 and a sentence, before anything is written."""
    done = run(tmp_path, *words, code=UsageError.exit_code)

    assert f"noroshi: {message}" == told(done)[0]
    assert [] == list(tmp_path.iterdir())


def test_json_beside_the_capture(tmp_path: Path) -> None:
    """Standard output carries the capture or JSON, not both; the refusal is JSON itself."""
    done = run(tmp_path, "quiet", "-o", "-", "--json", code=UsageError.exit_code)

    assert (b"", "UsageError") == (done.stdout, json.decode(done.stderr)["error"])


def test_force(tmp_path: Path) -> None:
    """A file that exists is written over only with --force."""
    capture = tmp_path / "x.pcap"
    capture.write_text("mine")
    refused = run(tmp_path, "quiet", "-o", "x.pcap", "--packets", "100", code=UsageError.exit_code)

    assert "noroshi: x.pcap exists already" == told(refused)[0]
    assert "mine" == capture.read_text()

    run(tmp_path, "quiet", "-o", "x.pcap", "--packets", "100", "--force")

    assert by_hand("quiet", packets=100)[1] == capture.read_bytes()


def test_reader_gone(tmp_path: Path) -> None:
    """When nobody reads the pipe any more it ends as other programs do, without a word."""
    with subprocess.Popen(
        [*COMMAND, "quiet", "-o", "-"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None

        running.stdout.read(24)
        running.stdout.close()

        assert (141, b"") == (running.wait(60), running.stderr.read())


def test_interrupted(tmp_path: Path) -> None:
    """After Ctrl-C no half capture is left; the exit code is the shell's 130."""
    with subprocess.Popen(
        [*COMMAND, "line-rate", "-o", "x.pcap", "--packets", "200000000"], cwd=tmp_path
    ) as running:
        until = time.monotonic() + 60
        while not list(tmp_path.iterdir()) and time.monotonic() < until:
            time.sleep(0.05)
        during = [path.name for path in tmp_path.iterdir()]
        running.send_signal(signal.SIGINT)

        assert (130, [".x.pcap"]) == (running.wait(60), during)
        assert [] == list(tmp_path.iterdir())


def test_progress(tmp_path: Path) -> None:
    """On a terminal a line says how far it is, how fast it goes and how long it will take."""
    here, there = pty.openpty()
    subprocess.run(
        [*COMMAND, "line-rate", "-o", "/dev/null", "--packets", "2000000"],
        cwd=tmp_path,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=there,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "120"},
        timeout=120,
    )
    os.close(there)
    shown = os.read(here, 1 << 16).decode()
    os.close(here)

    assert "of 2,000,000 packets" in shown
    assert "packets/s" in shown
    assert "left" in shown


@pytest.mark.skipif(shutil.which("tcpdump") is None, reason="tcpdump is not installed")
def test_tcpdump(tmp_path: Path) -> None:
    """Tcpdump reads every packet from the pipe."""
    made = run(tmp_path, "attack", "-o", "-", "--packets", "15000", "--sources", "1000").stdout
    lines = subprocess.run(["tcpdump", "-n", "-r", "-"], input=made, check=True, capture_output=True).stdout

    assert 15_000 == len(lines.splitlines())
