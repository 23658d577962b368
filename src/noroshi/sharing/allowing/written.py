"""The operator's own file of what is never listed: an address or a prefix a line, comments after a #."""

from ipaddress import ip_network
from pathlib import Path
from typing import Final

from noroshi.errors import SettingsError
from noroshi.sharing.allowing.allowed import Allowance, Because

LARGEST: Final = 16 << 20
"""Bytes of a file: half a million lines. A larger one is another file, named by mistake."""


def read_written(path: Path) -> tuple[Allowance, ...]:
    """Read the file.

    Raises
    ------
    SettingsError
        If it cannot be read, or a line is none: a list that silently lacks a line would let somebody be blocked.
    """
    return tuple(allowances(content_of(path), path.name))


def allowances(content: bytes, name: str) -> list[Allowance]:
    """Read what stands in a file.

    Raises
    ------
    SettingsError
        If a line is neither an address nor a prefix.
    """
    found = []
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        text = line.partition("#")[0].strip()
        if not text:
            continue
        try:
            found.append(Allowance(ip_network(text), Because.FILE, name))
        except ValueError:
            raise SettingsError(
                f"{name}, line {number}: {text[:60]!r} is neither an address nor a prefix",
                hint="Write 192.0.2.1 or 192.0.2.0/24, without host bits.",
            ) from None
    return found


def content_of(path: Path) -> bytes:
    """Read a file that says what is never listed.

    Raises
    ------
    SettingsError
        If it cannot be read, or is larger than 16 MiB.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as fault:
        raise SettingsError(
            f"[blocking]: cannot read {path}: {fault.strerror}",
            hint="Nothing is listed while it is not known what must not be.",
        ) from fault
    if len(content) > LARGEST:
        raise SettingsError(f"[blocking]: {path} is larger than {LARGEST >> 20} MiB")
    return content
