"""To whom abuse of an address is reported, from answers of RDAP (RFC 9083) that lie in files: nobody is asked at run time.

A registry answers a few queries a minute, and is told by each what one is looking for. So answers are fetched beforehand, by
whoever may do so, a file each or a line each.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
from msgspec import Struct, field

from noroshi.columns.addresses import address_words
from noroshi.errors import UsageError

LARGEST: Final = 4 << 20
"""Bytes of one answer; those of the registries have some 10 kB."""

MOST: Final = 1_000_000
"""Networks that are kept."""

DEEPEST: Final = 5
"""Levels of entities within entities; registries write two."""

ABUSE: Final = "abuse"
"""The role of an entity that abuse is reported to (RFC 9083, 10.2.4)."""

_MAILBOX: Final = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})")


class Unusable(StrEnum):
    """Why an answer gave no contact."""

    MALFORMED = "malformed"
    """It is not JSON, or not what RFC 9083 says of a network."""
    TOO_LARGE = "too-large"
    """It is larger than 4 MiB, or there are a million networks already."""
    NO_CONTACT = "no-contact"
    """It is about a network, and names no mailbox for abuse."""


class Entity(Struct):
    """Somebody in an answer."""

    roles: tuple[str, ...] = ()
    card: list[Any] = field(name="vcardArray", default_factory=list)
    entities: tuple["Entity", ...] = ()


class Answer(Struct):
    """An answer about a network, as far as it is read."""

    first: str = field(name="startAddress")
    last: str = field(name="endAddress")
    entities: tuple[Entity, ...] = ()


class _Span(NamedTuple):
    first: int  # of the 128 bits of an address
    last: int  # inclusive
    contact: str


_decoder: Final = msgspec.json.Decoder(Answer)


class AbuseContacts:
    """Says to whom abuse of an address is reported.

    Parameters
    ----------
    answers
        Answers of RDAP, as JSON.
    """

    def __init__(self, answers: Iterable[bytes]) -> None:
        self.skips: Counter[Unusable] = Counter()
        """Answers that gave no contact, by reason."""
        spans: list[_Span] = []
        for answer in answers:
            read = Unusable.TOO_LARGE if len(spans) >= MOST else _read(answer)
            if isinstance(read, Unusable):
                self.skips[read] += 1
            else:
                spans.append(read)
        self._spans = sorted(spans)
        self._latest = _latest_ends(self._spans)

    @classmethod
    def read(cls, path: Path) -> "AbuseContacts":
        """Read a file with an answer a line, or a folder with an answer a file.

        Raises
        ------
        UsageError
            If it cannot be read.
        """
        try:
            return cls(_answers(path))
        except OSError as fault:
            raise UsageError(
                f"{path}: {fault.strerror}", hint="Name a folder of RDAP answers, or a file with one a line."
            ) from None

    def __len__(self) -> int:
        """Count the networks of which it says so."""
        return len(self._spans)

    def of(self, address: str) -> str:
        """Give the mailbox of the smallest network around an address; empty if no answer has one.

        Raises
        ------
        ValueError
            If it is no address.
        """
        number = _number(address)
        best: _Span | None = None
        place = bisect_right(self._spans, number, key=lambda span: span.first) - 1
        # Back to where nothing that begins earlier reaches this far; networks of registries are nested in a few levels.
        while place >= 0 and self._latest[place] >= number:
            span = self._spans[place]
            if span.last >= number and (best is None or span.last - span.first < best.last - best.first):
                best = span
            place -= 1
        return best.contact if best else ""


def _latest_ends(spans: list[_Span]) -> list[int]:
    """Give for each span the latest end of it and of all before it."""
    ends: list[int] = []
    for span in spans:
        ends.append(max(span.last, ends[-1]) if ends else span.last)
    return ends


def _answers(path: Path) -> Iterator[bytes]:
    if path.is_dir():
        for each in sorted(path.iterdir()):
            if each.is_file():
                with each.open("rb") as file:
                    yield file.read(LARGEST + 1)
        return
    with path.open("rb") as file:
        while line := file.readline(LARGEST + 1):
            if line.strip():
                yield line
            while len(line) > LARGEST and not line.endswith(b"\n"):  # the rest of a line that is too long
                line = file.readline(LARGEST + 1)


def _read(answer: bytes) -> _Span | Unusable:
    if len(answer) > LARGEST:
        return Unusable.TOO_LARGE
    try:
        read = _decoder.decode(answer)
        first, last = ip_address(read.first), ip_address(read.last)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError, ValueError):
        return Unusable.MALFORMED
    if first.version != last.version or int(first) > int(last):
        return Unusable.MALFORMED
    contact = next(_mailboxes(read.entities, DEEPEST), "")
    if not contact:
        return Unusable.NO_CONTACT
    return _Span(_number(str(first)), _number(str(last)), contact)


def _number(address: str) -> int:
    """Give an address of either family in 128 bits; what names an interface is cut off."""
    high, low = address_words(address.partition("%")[0])
    return high << 64 | low


def _mailboxes(entities: Iterable[Entity], levels: int) -> Iterator[str]:
    """Give the mailboxes of those with the role, in the order of the answer."""
    for entity in entities if levels else ():
        if ABUSE in entity.roles:
            yield from _emails(entity.card)
        yield from _mailboxes(entity.entities, levels - 1)


def _emails(card: list[Any]) -> Iterator[str]:
    """Give the mailboxes of a jCard (RFC 7095): properties are lists of name, parameters, type and value."""
    properties = card[1] if len(card) > 1 and isinstance(card[1], list) else []
    for each in properties:
        if isinstance(each, list) and len(each) > 3 and each[0] == "email" and isinstance(each[3], str):
            written = each[3].removeprefix("mailto:")
            if _MAILBOX.fullmatch(written):
                yield written
