"""The console's own files: small, whole, and asking nothing of anybody else."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import PACKAGE, name_of

STATIC = PACKAGE / "console" / "static"
SCRIPTS = sorted((STATIC / "js").rglob("*.js"))
STYLES = sorted((STATIC / "css").glob("*.css"))
INDEX = (STATIC / "index.html").read_text("utf-8")

MOST_LINES = 400

HOME = ("js/main.js", "js/pages/queue.js")
"""What the home page starts with: the rest follows from what these import."""

BUDGET = 150_000
"""Bytes, compressed, that the home page costs at most the first time: half a second at 2.4 Mbit/s."""


@pytest.mark.parametrize("path", [*SCRIPTS, *STYLES], ids=name_of)
def test_length(path: Path) -> None:
    """A script or style sheet has 600 lines at most, a script 400."""
    most = MOST_LINES if path.suffix == ".js" else MOST_LINES * 3 // 2

    assert path.read_text("utf-8").count("\n") <= most


@pytest.mark.parametrize("path", [*SCRIPTS, *STYLES, STATIC / "index.html"], ids=name_of)
def test_no_address(path: Path) -> None:
    """No file names another host."""
    assert [] == re.findall(r"https?://(?!www\.w3\.org/)[^\s\"']+", path.read_text("utf-8"))


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_no_markup(path: Path) -> None:
    """No script writes markup or runs text, which the page's policy would refuse."""
    sinks = r"\.(?:inner|outer)HTML|insertAdjacentHTML|document\.write|\beval\(|new Function|dangerouslySetInnerHTML"

    assert [] == re.findall(sinks, path.read_text("utf-8"))


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_imports(path: Path) -> None:
    """Whatever a script imports is there."""
    assert [] == [name for name in imported(path, dynamic=True) if not name.is_file()]


def test_preloads() -> None:
    """The page asks for everything that the home page needs at once, in place of one after the other."""
    listed = re.findall(r'<link rel="modulepreload" href="/static/([^"]+)"', INDEX)

    assert sorted(home_scripts()) == listed


def test_budget() -> None:
    """The home page costs 150 kB at most, compressed: shell, style, scripts, one language and its font."""
    scripts = [STATIC / name for name in home_scripts()]
    styles = [STATIC / name for name in re.findall(r'rel="stylesheet" href="/static/([^"]+)"', INDEX)]
    language = max((STATIC / "i18n").glob("*.json"), key=packed)
    whole = [STATIC / "index.html", *scripts, *styles, language, STATIC / "icons" / "beacon.svg"]
    font = (STATIC / "vendor" / "noto-sans-latin.woff2").stat().st_size

    assert BUDGET >= sum(map(packed, whole)) + font


def home_scripts() -> set[str]:
    """Every script that the home page needs, by its path below the static folder."""
    waiting, found = [STATIC / name for name in HOME], set[Path]()
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting.extend(imported(path))
    return {path.relative_to(STATIC).as_posix() for path in found}


def imported(path: Path, *, dynamic: bool = False) -> Iterator[Path]:
    """The files that a script imports; with those that it fetches when they are needed, if asked."""
    named = re.findall(
        r"""^import\s+(?:[^;"']*?\sfrom\s+)?["']([^"']+)["']""", path.read_text("utf-8"), re.MULTILINE
    )
    if dynamic:
        named += re.findall(r"""\bimport\(["']([^"']+)["']\)""", path.read_text("utf-8"))
    if path.parent.name == "vendor":
        return
    for name in named:
        yield (path.parent / name).resolve() if name.startswith(".") else STATIC / "vendor" / f"{name}.js"


def packed(path: Path) -> int:
    """Bytes of a file, compressed as the server does."""
    return len(gzip.compress(path.read_bytes(), mtime=0))
