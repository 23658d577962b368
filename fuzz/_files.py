"""For parsers that read a file by its path."""

import atexit
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

_folder = tempfile.TemporaryDirectory()
atexit.register(_folder.cleanup)
_FILE = Path(_folder.name) / "input"


def in_file(parse: Callable[[Path], Any]) -> Callable[[bytes], object]:
    """Have a parser read inputs from a file."""

    def write_and_parse(data: bytes) -> object:
        _FILE.write_bytes(data)
        return parse(_FILE)

    return write_and_parse
