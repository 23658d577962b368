"""CSV, for those who have a spreadsheet: a line a finding, no cell a formula; and back."""

import csv
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Final

from noroshi import sheet
from noroshi.sharing.finding import Finding, PortCount
from noroshi.sharing.formats.format import Input, Output, Terms, Unread
from noroshi.sharing.plain import UnsoundError, from_plain, plain

COLUMNS: Final = (
    *(
        "id",
        "centre",
        "level",
        "marking",
        "kind",
        "taxonomy",
        "type",
        "severity",
        "subject_kind",
        "subject",
        "asn",
        "country",
    ),
    *(
        "count",
        "first",
        "last",
        "ended",
        "observations",
        "rate",
        "ports",
        "labels",
        "confidence",
        "may_be_spoofed",
        "why",
    ),
    *("state", "outcome", "version", "modified"),
)

LARGEST: Final = 32 << 20
"""Bytes that are read."""

_WHOLE: Final = ("count", "observations", "version")


def write(findings: Sequence[Finding], _terms: Terms) -> Output:
    """Write a line each, below the names of the columns."""
    content = b"".join([sheet.line(COLUMNS), *(sheet.line(_cells(each)) for each in findings)])
    return Output({"findings.csv": content}, {})


def read(data: bytes) -> Input:
    """Read what `write` wrote; columns may stand in any order, and there may be others."""
    if len(data) > LARGEST:
        return Input((), {Unread.TOO_LARGE: 1})
    found: list[Finding] = []
    skips: Counter[StrEnum] = Counter()
    rows = sheet.lines(data.decode("utf-8-sig", "replace"))
    try:
        names = next(rows, [])
        for row in rows:
            try:
                found.append(from_plain(_plain(dict(zip(names, row, strict=True)))))
            except UnsoundError:
                skips[Unread.UNSOUND] += 1
            except (ValueError, KeyError):
                skips[Unread.MALFORMED] += 1
    except csv.Error:
        skips[Unread.MALFORMED] += 1
    return Input(tuple(found), dict(skips))


def _cells(finding: Finding) -> list[Any]:
    written = plain(finding)
    written["taxonomy"], written["type"] = finding.classification
    written["ports"] = [f"{port.protocol}/{port.port}={port.observations}" for port in finding.ports]
    written["labels"] = list(finding.labels)
    for name in ("ended", "may_be_spoofed"):
        written[name] = "yes" if written[name] else "no"
    return [written[name] for name in COLUMNS]


def _plain(cells: dict[str, str]) -> dict[str, Any]:
    """Turn texts into values; what is none raises."""
    read: dict[str, Any] = {name: cells[name] for name in COLUMNS}
    read["classification"] = [read["taxonomy"], read["type"]]
    read["ports"] = [_port(word) for word in cells["ports"].split()]
    read["labels"] = cells["labels"].split()
    read |= {name: int(cells[name]) for name in _WHOLE}
    read |= {name: float(cells[name]) for name in ("rate", "confidence")}
    read |= {name: {"yes": True, "no": False}[cells[name]] for name in ("ended", "may_be_spoofed")}
    read |= {name: cells[name] or None for name in ("asn", "outcome")}
    read["asn"] = int(cells["asn"]) if cells["asn"] else None
    return read


def _port(word: str) -> PortCount:
    name, _, observations = word.rpartition("=")
    protocol, _, port = name.partition("/")
    return PortCount(protocol, int(port), int(observations))
