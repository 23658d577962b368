"""STIX 2.1, as one bundle; see `noroshi.sharing.stix`."""

from collections.abc import Sequence

from noroshi.sharing.finding import Finding
from noroshi.sharing.formats.format import Input, Output, Terms
from noroshi.sharing.stix import reading
from noroshi.sharing.stix.writing import bundle


def write(findings: Sequence[Finding], terms: Terms) -> Output:
    """Write a bundle."""
    return Output({"findings.stix.json": bundle(findings, terms.centre.name)}, {})


def read(data: bytes) -> Input:
    """Read a bundle, ours or a stranger's."""
    told = reading.read(data)
    return Input(told.findings, dict(told.skips.items()))
