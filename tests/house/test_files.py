"""Files are short, named for what they hold, and say nothing of the machine they were written on."""

import re
from pathlib import Path

import pytest

from tests.house.source import ROOT, modules, name_of, tracked_files

MOST_LINES = 400

NAMES_THAT_SAY_NOTHING = {"util", "utils", "helper", "helpers", "common", "manager", "misc", "base"}

# Put together here, so that this file passes its own test.
PLACES = (
    *(f"/{folder}/" for folder in ("home", "Users", "root")),
    "/work" + "/",
    *(
        ".".join(host)
        for host in (("pypi", "org"), ("pythonhosted", "org"), ("debian", "org"), ("ubuntu", "com"))
    ),
    *(".".join(host) for host in (("npmjs", "org"), ("crates", "io"), ("docker", "io"))),
)
PLACE = re.compile("|".join(map(re.escape, PLACES)))


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_length(path: Path) -> None:
    """A module is under 400 lines."""
    lines = path.read_text("utf-8").count("\n")

    assert lines < MOST_LINES


def test_names() -> None:
    """No module or folder has a name that says nothing."""
    words = {path: set(re.split(r"[_/.]", name_of(path))) for path in modules()}

    assert [] == [name_of(path) for path, parts in words.items() if parts & NAMES_THAT_SAY_NOTHING]


def test_places() -> None:
    """No file that git keeps names a machine's folder or a package registry's host."""
    files = tracked_files()
    if not files:
        pytest.skip("git, or the repository's .git, is not here: nobody knows which files it keeps")
    found = [
        f"{name_of(path)}: {match[0]}"
        for path in files
        if (match := PLACE.search(path.read_text("utf-8", errors="ignore")))
    ]

    assert [] == found


def test_silenced_checks() -> None:
    """A silenced check says which one, and why."""
    silenced = re.compile(r"#\s*(?:noqa|type:\s*ignore)(?!(?:: [A-Z0-9, ]+|\[[a-z, -]+\])  # \w)")
    folders = ("src", "tests", "benchmarks", "fuzz", "docs")
    found = [
        f"{name_of(path)}:{number}"
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if silenced.search(line) and "silenced = " not in line
    ]

    assert [] == found
