"""The page's shell and its files: what is served, and under which policy."""

import base64
import gzip
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

STATIC: Final = Path(__file__).parent / "static"

INDEX: Final = "index.html"
"""What answers every page's address; the script in it shows the page."""

KINDS: Final[Mapping[str, str]] = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".mjs": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
"""What is served, by its ending; nothing else is."""

PACKED: Final = {".png", ".woff2"}
"""Endings of files that are compressed already."""

_IMPORT_MAP = re.compile(rb'<script type="importmap">(.*?)</script>', re.DOTALL)


class File(NamedTuple):
    """A file as it is sent."""

    content: bytes
    packed: bytes
    """By gzip; empty if that saves nothing."""
    kind: str
    """Its media type."""
    tag: str
    """Its ETag, quoted: a hash of the content."""


class Shell:
    """The files of the console, kept in memory once asked for, and read anew where they have changed.

    Parameters
    ----------
    folder
        Where they lie.
    """

    def __init__(self, folder: Path = STATIC) -> None:
        self._folder = folder.resolve()
        self._files: dict[Path, tuple[int, File]] = {}

    def find(self, name: str) -> File | None:
        """Give a file by its path below the folder; None if there is none that is served."""
        try:
            path = (self._folder / name).resolve()
            is_ours = path.is_relative_to(self._folder) and path.suffix in KINDS
            changed = path.stat().st_mtime_ns if is_ours and path.is_file() else None
        except (OSError, ValueError):  # a name that is too long, or has a zero byte in it
            return None
        if changed is None:
            return None
        known = self._files.get(path)
        if known is None or known[0] != changed:
            known = self._files[path] = (changed, _file(path))
        return known[1]

    def policy(self) -> str:
        """Give the Content-Security-Policy: nothing from elsewhere, and no script but ours.

        The import map stands in the page itself, as browsers want it, so it is allowed by its hash.
        """
        index = self.find(INDEX)
        maps = _IMPORT_MAP.findall(index.content) if index else []
        hashes = "".join(
            f" 'sha256-{base64.b64encode(hashlib.sha256(each).digest()).decode()}'" for each in maps
        )
        return (
            f"default-src 'none'; script-src 'self'{hashes}; style-src 'self'; img-src 'self' data:; "
            "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; "
            "form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types default"
        )


def _file(path: Path) -> File:
    content = path.read_bytes()
    packed = b"" if path.suffix in PACKED else gzip.compress(content, mtime=0)
    digest = hashlib.blake2b(content, digest_size=16).hexdigest()
    return File(content, packed if len(packed) < len(content) else b"", KINDS[path.suffix], f'"{digest}"')
