"""The machine: versions, the cache of compiled kernels, and room on the disk."""

import os
import platform
import shutil
from importlib.metadata import version
from pathlib import Path
from typing import Final

from noroshi import __version__
from noroshi.cli.doctor.finding import Findings, broken, fine, warning
from noroshi.columns.prefixes import find_all
from noroshi.config.home import Home

LIBRARIES: Final = ("numba", "numpy", "sqlalchemy", "msgspec", "aiohttp", "aiosmtplib")

TIGHT: Final = 1 << 30
"""Bytes free on the home's disk below which it is time to act: a busy month of alerts."""
FULL: Final = 100 << 20
"""Bytes free below which a database may fail at any moment."""


def versions() -> Findings:
    """Name what runs, for whoever reads a report."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    yield fine("versions", f"noroshi {__version__}, Python {platform.python_version()}, {libraries}")


def kernel_cache() -> Findings:
    """Look whether compiled kernels can be kept; else each run compiles for tens of seconds."""
    stats = getattr(find_all, "stats", None)
    if stats is None:
        yield warning(
            "kernel cache",
            "kernels run as plain Python, hundreds of times slower",
            "Unset NUMBA_DISABLE_JIT.",
        )
    elif not stats.cache_path or not os.access(_existing(Path(stats.cache_path)), os.W_OK):
        yield warning(
            "kernel cache",
            "compiled kernels cannot be kept, so each start takes tens of seconds",
            "Set NUMBA_CACHE_DIR to a folder that may be written.",
        )
    else:
        yield fine("kernel cache", f"kept in {stats.cache_path}")


def disk(home: Home) -> Findings:
    """Look how much room is left beside the database."""
    free = shutil.disk_usage(_existing(home.path)).free
    said = f"{free / (1 << 30):,.1f} GiB free in {home.path}"
    if free < FULL:
        yield broken(
            "disk", said, "Make room: a database that cannot grow loses nothing, and takes nothing new."
        )
    elif free < TIGHT:
        yield warning("disk", said, "Make room before the database cannot grow any more.")
    else:
        yield fine("disk", said)


def _existing(path: Path) -> Path:
    """Give the nearest folder around a path that is there."""
    return next((each for each in (path, *path.absolute().parents) if each.exists()), Path("/"))
