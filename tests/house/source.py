"""Where things lie, for the laws of style."""

import ast
import shutil
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "noroshi"


def name_of(path: Path) -> str:
    """The path from the repository's root, as a test's id shows it."""
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    """A module's syntax tree."""
    return ast.parse(path.read_text("utf-8"))


def modules() -> list[Path]:
    """Every module of the package but the database's generated migrations."""
    return sorted(path for path in PACKAGE.rglob("*.py") if "versions" not in path.parts)


def files_of_tests() -> list[Path]:
    """Every file of tests."""
    return sorted((ROOT / "tests").rglob("test_*.py"))


def tracked_files() -> list[Path]:
    """Every file that git keeps; none where this is no repository, as in a source archive."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        return []
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return sorted(ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file())
