"""What the console takes from others: known, unchanged, permissive, and unable to reach out or to run text."""

import gzip
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.house.source import PACKAGE, ROOT, name_of

STATIC = PACKAGE / "console" / "static"
SHIPPED = STATIC / "vendor"
FOR_TESTS = ROOT / "tests" / "console" / "vendor"
FOLDERS = (SHIPPED, FOR_TESTS)
LOCK = json.loads((ROOT / "tools" / "vendor" / "package-lock.json").read_text("utf-8"))["packages"]

PERMISSIVE = {"MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC"}
"""Licences of code that is shipped."""

BUDGETS = {"ui.js": 10_000, "uplot.js": 25_000}
"""Bytes by gzip; a bundle that grows past this has taken in more than it should."""

NAMESPACES = r"http://www\.w3\.org/(?:1998/Math/MathML|1999/xhtml|2000/svg|1999/xlink|XML/1998/namespace)"
"""Names that look like addresses; nothing is fetched from them."""


def records(folder: Path) -> list[dict[str, Any]]:
    """The files that a folder's list names."""
    listed: list[dict[str, Any]] = json.loads((folder / "VENDOR.json").read_text("utf-8"))["files"]
    return listed


FILES = [(folder, record) for folder in FOLDERS for record in records(folder)]
SCRIPTS = sorted(SHIPPED.glob("*.js"))


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_listed(folder: Path) -> None:
    """Every file of others is listed with the command that makes it, and each that is listed is there."""
    found = {path.name for path in folder.iterdir() if path.is_file()}

    assert found == {"VENDOR.json", *(record["file"] for record in records(folder) if record["command"])}


@pytest.mark.parametrize(("folder", "record"), FILES, ids=[record["file"] for _, record in FILES])
def test_unchanged(folder: Path, record: dict[str, Any]) -> None:
    """A file of others has the hash that was written down when it was made."""
    content = (folder / record["file"]).read_bytes()

    assert record["sha256"] == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(("folder", "record"), FILES, ids=[record["file"] for _, record in FILES])
def test_packages(folder: Path, record: dict[str, Any]) -> None:
    """What a file is made of is locked at that version and hash, and its licence lies beside it."""
    for package in record["packages"]:
        locked = LOCK[f"node_modules/{package['name']}"]

        assert package == {
            "name": package["name"],
            "version": locked["version"],
            "licence": locked["license"],
            "integrity": locked["integrity"],
            "text": package["text"],
        }
        assert (folder / package["text"]).stat().st_size > 0


def test_licences() -> None:
    """Code that is shipped has a permissive licence, and so have the fonts, which may be shipped with anything."""
    licences = {
        (Path(record["file"]).suffix, package["licence"])
        for record in records(SHIPPED)
        for package in record["packages"]
    }

    assert {"OFL-1.1"} == {licence for suffix, licence in licences if suffix == ".woff2"}
    assert set() == {licence for suffix, licence in licences if suffix != ".woff2"} - PERMISSIVE


@pytest.mark.parametrize("script", SCRIPTS, ids=name_of)
def test_no_eval(script: Path) -> None:
    """A script of others never runs text, which the page's policy would refuse."""
    assert [] == re.findall(r"\beval\s*\(|\bnew Function\b|\bFunction\s*\(", script.read_text("utf-8"))


@pytest.mark.parametrize("script", SCRIPTS, ids=name_of)
def test_no_address(script: Path) -> None:
    """A script of others names no address that it could fetch from."""
    addresses = re.findall(r"https?://[^\s\"'`)]+", script.read_text("utf-8"))

    assert [] == [address for address in addresses if not re.fullmatch(NAMESPACES, address)]


@pytest.mark.parametrize("name", BUDGETS)
def test_size(name: str) -> None:
    """A bundle is as small as it was when it was chosen."""
    assert BUDGETS[name] >= len(gzip.compress((SHIPPED / name).read_bytes(), 9, mtime=0))


def test_lock() -> None:
    """The lock names packages by hash only: whoever rebuilds takes them from the registry that they use."""
    assert [] == [name for name, package in LOCK.items() if "resolved" in package]
