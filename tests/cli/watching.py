"""A home with members, and captures to watch."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from noroshi.cli.program import run
from noroshi.cyber.scenarios import Scenario, Truth, generate, scenario, write_roster

PLAYED = scenario("demo", packets=120_000, sources=10_000)


def home(folder: Path, played: Scenario = PLAYED) -> list[str]:
    """Make a home with the members of a scenario, each told by a file; give the options that name it."""
    options = ["--home", str(folder / "home")]
    roster = folder / "members.yaml"
    write_roster(played, roster)
    lines = [
        f"{line.partition('address:')[0]}address: {folder / 'told.ndjson'}" if "address:" in line else line
        for line in roster.read_text("utf-8").splitlines()
    ]
    roster.write_text("\n".join(lines).replace("channel: email", "channel: file"), "utf-8")
    assert run(["init", *options, *(f"--monitored={prefix}" for prefix in played.monitored)]) == 0
    assert run(["organisations", "import", str(roster), *options]) == 0
    return options


def capture(folder: Path, played: Scenario = PLAYED) -> tuple[Path, Truth]:
    """Write a scenario's traffic; give the file, and what is true about it."""
    path = folder / "traffic.pcap"
    return path, generate(played, path)


def planted(truth: Truth) -> set[tuple[str, str, str]]:
    """Give what must be alerted: (subject, organisation, kind)."""
    return {(each.subject, each.organisation, each.kind or "") for each in truth.planted if each.must_alert}


def cut(whole: Path, into: Path, pieces: int) -> list[Path]:
    """Cut a pcap file into pieces, as a capture program rotates them."""
    into.mkdir()
    data, place, paths = whole.read_bytes(), 24, []
    size = (len(data) - 24) // pieces
    for number in range(pieces):
        start = place
        while place < len(data) and (place - start < size or number == pieces - 1):
            place += 16 + int.from_bytes(data[place + 8 : place + 12], "little")
        paths.append(into / f"capture-{number:03}.pcap")
        paths[-1].write_bytes(data[:24] + data[start:place])
    return paths


def objects(lines: bytes | str) -> Sequence[dict[str, Any]]:
    """Read JSON objects, one a line."""
    return [json.loads(line) for line in lines.splitlines() if line]
