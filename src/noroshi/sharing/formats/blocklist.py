"""Block-lists that any firewall reads: an address or prefix a line, below a comment that says until when."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from noroshi.clock import iso
from noroshi.sharing.blocking import Entry, Listing
from noroshi.sharing.formats.format import Terms
from noroshi.sharing.formats.words import word


def write_plain(told: Listing, _: Terms) -> Mapping[str, bytes]:
    """Write addresses as they are, and prefixes with their length."""
    return {"noroshi.txt": _lines(told.entries, [each.text for each in told.entries])}


def write_cidr(told: Listing, _: Terms) -> Mapping[str, bytes]:
    """Write each as a prefix with its length, an address too."""
    return {"noroshi.cidr": _lines(told.entries, [str(each.network) for each in told.entries])}


def _lines(entries: Sequence[Entry], texts: Sequence[str]) -> bytes:
    """Group lines by end and reason: a comment beside an address is not understood everywhere."""
    lines = zip(entries, texts, strict=True)

    def heading(line: tuple[Entry, str]) -> tuple[int, str]:
        return (line[0].until, line[0].reason)

    def written() -> Iterator[str]:
        yield f"# {len(entries)} entries\n"
        for (until, reason), group in groupby(sorted(lines, key=heading), heading):
            yield f"# {word(reason)}, until {iso(until)}\n"
            yield from (f"{text}\n" for _, text in group)

    return "".join(written()).encode()
