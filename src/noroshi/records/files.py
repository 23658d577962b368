"""Files that were written for somebody, as programs are given them: as text, and not where they lie."""

from collections.abc import Mapping

from msgspec import Struct


class FileRecord(Struct, frozen=True):
    """A file that was written."""

    name: str
    """Its name, without folders."""
    content: str
    """All of its text."""


def file_records(files: Mapping[str, bytes]) -> tuple[FileRecord, ...]:
    """Give files by name as programs are given them; each is UTF-8."""
    return tuple(FileRecord(name, content.decode()) for name, content in sorted(files.items()))
