"""Imports only go down, and the contracts that say so leave nothing out."""

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from tests.house.source import PACKAGE, ROOT

CONTRACTS: list[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"][
    "importlinter"
]["contracts"]


def contract(name: str) -> dict[str, Any]:
    """The contract whose name starts so."""
    return next(contract for contract in CONTRACTS if contract["name"].startswith(name))


def rooms() -> set[str]:
    """The package's top-level modules and packages."""
    return {
        path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    } - {"__init__"}


def test_contracts() -> None:
    """Every import contract of pyproject.toml is kept."""
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )

    assert (0, "") == (run.returncode, "" if run.returncode == 0 else run.stdout + run.stderr)


def test_floors() -> None:
    """Every room has a floor."""
    layers = contract("Floors")["layers"]

    assert rooms() == {room.strip() for layer in layers for room in layer.split("|")} & rooms()


def test_sql() -> None:
    """Every room but storage, and the two that put the house together, is barred from SQL."""
    barred = {module.removeprefix("noroshi.") for module in contract("Only storage")["source_modules"]}

    assert rooms() - {"storage", "app", "__main__", "clock", "errors"} == barred


def test_kernels() -> None:
    """Every folder of kernels is barred from all but arrays."""
    folders = {f"noroshi.{path.parent.name}.kernels" for path in PACKAGE.glob("*/kernels")}

    assert folders == set(contract("Kernels")["source_modules"])
