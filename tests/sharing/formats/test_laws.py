"""Laws over the table of formats."""

import csv
import io
import json
from ipaddress import ip_address

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from noroshi.errors import UsageError
from noroshi.sharing.finding import Finding, Level, PortCount
from noroshi.sharing.formats.catalogue import FORMATS, read, write
from noroshi.sheet import FORMULA
from tests.sharing.formats.telling import EVERYTHING, TERMS, scanner
from tests.sharing.sound import findings

READ = [name for name, each in FORMATS.items() if each.read]
WHOLE = ["stix", "json", "csv"]
ACTED_ON = [name for name, each in FORMATS.items() if each.needs_release]

HOSTILE = "\"; drop\n=cmd|' /C calc'!A0\r\n@evil\t\x00{}; accept #</x>\u2028$(id) \\"
"""Ends a line, a text, a comment or a rule, and begins a formula."""


def written(told: list[Finding], name: str) -> bytes:
    """All that a format writes, with the names of the files."""
    return b"".join(
        part for file, content in write(told, name, TERMS).files.items() for part in (file.encode(), content)
    )


@pytest.mark.parametrize("name", FORMATS)
def test_declared(name: str) -> None:
    """Each format says what it is, and how its files end."""
    each = FORMATS[name]

    assert name == each.name
    assert each.sentence.endswith(".")
    assert "/" in each.media_type
    assert any(file.endswith(each.suffix) for file in write([scanner()], name, TERMS).files)


def test_who_acts() -> None:
    """A person releases whatever machines act on, and nothing that is only read."""
    told = "zeek-intel suricata blocklist cidr rpz nftables ipset flowspec"

    assert set(told.split()) == set(ACTED_ON)


@pytest.mark.parametrize("name", WHOLE)
@given(st.lists(findings(), max_size=4, unique_by=lambda finding: (finding.centre, finding.id)))
def test_round_trip(name: str, told: list[Finding]) -> None:
    """What is written whole is read as the same findings, at each level."""
    [content] = write(told, name, TERMS).files.values()

    assert tuple(told) == read(content, name).findings


@pytest.mark.parametrize("name", FORMATS)
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=25, deadline=None)
@given(told=st.lists(findings(), max_size=5))
def test_anything(name: str, told: list[Finding]) -> None:
    """Each format writes anything that a finding may say, and counts what it leaves out."""
    output = write(told, name, TERMS)

    assert 0 <= sum(output.left_out.values()) <= len(told)


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_of_what_is_not_there(name: str) -> None:
    """Of a redacted finding no format writes what was taken away, in any file or file name."""
    secret = scanner(
        "45.77.88.99", why="Uniquely said.", labels=("uniquelabel",), ports=(PortCount("tcp", 54321, 7),)
    )
    for level in (Level.PREFIX, Level.NETWORK, Level.COUNTS):
        kept = replace(secret, level=level, why="", labels=(), ports=(), id="another")
        kept = (
            replace(kept, subject="45.77.88.0/24", subject_kind="prefix") if level is Level.PREFIX else kept
        )
        kept = replace(kept, subject="", subject_kind="") if level is not Level.PREFIX else kept
        told = written([kept], name)
        for token in (b"45.77.88.99", b"99.88.77.45", b"Uniquely", b"uniquelabel", b"54321"):
            assert token not in told
        assert level is Level.PREFIX or b"45.77.88" not in told


@pytest.mark.parametrize("name", FORMATS)
def test_empty(name: str) -> None:
    """No finding is valid in each format, and what is read gives none."""
    output = write([], name, TERMS)

    assert {} == output.left_out
    for content in output.files.values():
        content.decode()
        if name in READ:
            assert ((), {}) == read(content, name)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("field", ["id", "centre", "kind", "why", "labels", "ports", "classification"])
def test_injection(name: str, field: str) -> None:
    """Whatever stands in a text, no format has a line, a cell, a comment or a rule more for it."""
    hostile: object = HOSTILE
    hostile = {
        "labels": (HOSTILE,),
        "ports": (PortCount(HOSTILE, 23, 5),),
        "classification": EVERYTHING[0].classification._replace(type=HOSTILE),
    }.get(field, hostile)
    harmless = {
        "labels": ("word",),
        "ports": (PortCount("word", 23, 5),),
        "classification": EVERYTHING[0].classification._replace(type="word"),
    }.get(field, "word")
    told = write([replace(scanner(), **{field: hostile})], name, TERMS).files
    same = write([replace(scanner(), **{field: harmless})], name, TERMS).files

    for content, expected in zip(told.values(), same.values(), strict=True):
        assert shape(content.decode(), name) == shape(expected.decode(), name)


def shape(text: str, name: str) -> object:
    """How many lines, cells, keys or statements there are, and that no cell is a formula."""
    if FORMATS[name].media_type == "text/csv":
        rows = list(csv.reader(io.StringIO(text, newline="")))
        assert not [cell for row in rows for cell in row if cell[:1] in FORMULA and cell]
        return [len(row) for row in rows]
    if name in {"json", "intelmq"}:
        return [sorted(json.loads(line)) for line in text.split("\n") if line]
    if name in {"stix", "misp", "xarf"}:
        return len(json.loads(text)) if text.startswith("{") else text.count("\n")
    return [
        (line.count('"'), line.count(";"), line.count("{"), line.count("\t")) for line in text.split("\n")
    ]


@pytest.mark.parametrize("name", ACTED_ON)
def test_innocent(name: str) -> None:
    """Nobody stands on a list who may be forged, suffers, was cleared, is one of a hidden network, or is ours or reserved."""
    others = [scanner("45.1.0.1"), scanner("2a00:1::1"), scanner("10.0.0.1"), scanner("45.0.0.0/12")]
    output = write([*EVERYTHING[3:], *others], name, TERMS)
    told = b"".join(output.files.values()).decode()

    for finding in (*EVERYTHING[3:-1], *others):
        if finding.subject and finding.subject_kind == "address":
            assert finding.subject not in told
            assert ip_address(finding.subject).reverse_pointer.split(".in-addr")[0] not in told
    # Of those that are resolved, only the one whose organisation was wrong is still what it was.
    assert len(EVERYTHING[3:]) + len(others) - 1 == sum(output.left_out.values())


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\0", b'"', b"{" * 10_000, b"a,b\r\n1,2\r\n", b'{"id": 3}\n', b"\0" * 50]
)
def test_garbage(name: str, data: bytes) -> None:
    """What is no such file gives no finding, and no error."""
    told = read(data, name)

    assert () == told.findings


def test_unknown() -> None:
    """A format that there is not, or that is not read, is said to be so."""
    with pytest.raises(UsageError, match="no format pdf"):
        write([], "pdf", TERMS)
    with pytest.raises(UsageError, match="only written"):
        read(b"", "intelmq")
