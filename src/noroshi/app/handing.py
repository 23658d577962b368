"""What a partner hands over, taken as its word: it lies where its objects do, and is believed as far as they are."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
from msgspec.structs import replace

from noroshi.app.centre import Application
from noroshi.errors import MoveRefusedError, UsageError
from noroshi.people.audit import By, What
from noroshi.sharing.finding import Finding
from noroshi.sharing.formats.catalogue import read
from noroshi.sharing.partners import Partner, PartnerState
from noroshi.sharing.publishing import kept
from noroshi.sharing.stix.writing import write
from noroshi.sharing.taxii.collection import from_one

MOST: Final = 100_000
"""Files of one folder."""

LARGEST: Final = 33 << 20
"""Bytes of a file that are read; each format refuses less than that by name."""

AT_A_TIME: Final = 1_000
"""Findings that are written down together."""

_EVENT: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class Handed(NamedTuple):
    """What became of what was handed over."""

    findings: int
    """How many were read."""
    new: int
    """Objects that were not there."""
    skips: dict[str, int]
    """What was not read, by reason."""


def hand(
    centre: Application, organisation: str, name: str, contents: Iterable[bytes], source: str, by: By
) -> Handed:
    """Take what a partner hands over.

    Parameters
    ----------
    name
        A format that is read.
    contents
        Of each file.
    source
        What the audit calls them.

    Raises
    ------
    NotFoundError
        If the organisation is no partner.
    MoveRefusedError
        If the partner is withdrawn.
    UsageError
        If the format is not read.
    StorageError
        If the database fails; what came before is taken.
    """
    partner = centre.sharing.partners.get(organisation)
    if partner.state is not PartnerState.ACTIVE:
        raise MoveRefusedError(
            f"{organisation} is withdrawn", hint="`noroshi partners add` says anew how we exchange with it."
        )
    collection, skips = from_one(organisation), Counter[StrEnum]()
    centre.sharing.objects.open(collection)
    count = new = 0
    for findings in _portions(_findings(partner, name, contents, skips)):
        count += len(findings)
        new += centre.sharing.objects.publish(collection.id, kept(write(findings)), centre.clock.now())
    now = centre.clock.now()
    centre.sharing.partners.took(organisation, new, 0, (), now)  # a person hands it over: no flood
    told = ", ".join(f"{number} {why.value}" for why, number in sorted(skips.items()))
    note = f"{name} from {source}: {count} findings, {new} new objects{f'; not read: {told}' if told else ''}"
    centre.people.audit.write([by.did(now, What.PULL_PARTNER, organisation, note)])
    return Handed(count, new, {why.value: number for why, number in skips.items()})


def contents_of(name: str, path: Path) -> Iterator[bytes]:
    """Read files one after another.

    Parameters
    ----------
    name
        Their format.
    path
        A file; or a folder: of MISP, a feed, whose manifest says which events it has; else all files in it.

    Raises
    ------
    UsageError
        If one cannot be read, or there are too many.
    """
    yield from map(_content, _files(name, path))


def _findings(
    partner: Partner, name: str, contents: Iterable[bytes], skips: Counter[StrEnum]
) -> Iterator[Finding]:
    """Read findings as the partner's own word, whoever made them: it answers for what it hands over."""
    for each in contents:
        told = read(each, name)
        skips.update(told.skips)
        yield from (replace(finding, centre=partner.name) for finding in told.findings)


def _files(name: str, path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    if name == "misp":
        return [path / f"{event}.json" for event in _manifest(path / "manifest.json")]
    found = sorted(each for each in path.iterdir() if each.is_file())
    if len(found) > MOST:
        raise UsageError(f"{path} has more than {MOST:,} files", hint="Hand over fewer at a time.")
    return found


def _manifest(path: Path) -> list[str]:
    """Give the events of a feed. Its names become names of files, so only what is a UUID counts."""
    try:
        named = msgspec.json.decode(_content(path), type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise UsageError(f"{path} is no manifest of a feed of MISP") from None
    if len(named) > MOST:
        raise UsageError(f"{path} has more than {MOST:,} events", hint="Hand over fewer at a time.")
    return [each for each in named if _EVENT.fullmatch(each)]


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST)
    except OSError as fault:
        raise UsageError(f"{path}: {fault.strerror}", hint="Name a file, or a folder.") from None


def _portions(findings: Iterator[Finding]) -> Iterator[list[Finding]]:
    portion: list[Finding] = []
    for each in findings:
        portion.append(each)
        if len(portion) >= AT_A_TIME:
            yield portion
            portion = []
    if portion:
        yield portion
