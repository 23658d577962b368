"""The list of known survey scanners, in the form that NICT publishes (github.com/nict-csl/survey-scanner).

A JSON list of objects with `ip`, `scanner` (whose it is) and `last_seen`; plain or gzipped.
"""

import zlib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from noroshi.cyber.fingerprints import canonical
from noroshi.errors import SettingsError

LARGEST = 64 << 20
"""Bytes; the list of early 2026 has 1.3 MB."""


class Scanner(msgspec.Struct, frozen=True):
    """One row of the list; fields that we do not know are passed over."""

    ip: str
    scanner: str


def read_survey_scanners(path: Path) -> Mapping[str, str]:
    """Read the list: address -> whose scanner it is.

    Raises
    ------
    SettingsError
        If the file cannot be read, or is not such a list.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        if data[:2] == b"\x1f\x8b":
            data = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(data, LARGEST + 1)
        if len(data) > LARGEST:
            raise SettingsError(f"{path}: the survey-scanner list is larger than {LARGEST >> 20} MiB")
        return {canonical(row.ip): row.scanner for row in msgspec.json.decode(data, type=list[Scanner])}
    except (OSError, EOFError, zlib.error, msgspec.DecodeError, ValueError, RecursionError) as fault:
        raise SettingsError(
            f"{path}: not a survey-scanner list: {fault}",
            hint='Expected a JSON list of {"ip": ..., "scanner": ...}, plain or gzipped.',
        ) from fault
