"""Block-lists that any firewall reads: an address or prefix a line, below a comment that says until when."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from noroshi.clock import iso
from noroshi.sharing.blocking import Entry
from noroshi.sharing.finding import Finding
from noroshi.sharing.formats.format import Output, Terms, listed
from noroshi.sharing.formats.words import word


def write_plain(findings: Sequence[Finding], terms: Terms) -> Output:
    """Write addresses as they are, and prefixes with their length."""
    told = listed(findings, terms)
    return Output({"noroshi.txt": _lines(told.entries, [each.text for each in told.entries])}, told.left_out)


def write_cidr(findings: Sequence[Finding], terms: Terms) -> Output:
    """Write each as a prefix with its length, an address too."""
    told = listed(findings, terms)
    return Output(
        {"noroshi.cidr": _lines(told.entries, [str(each.network) for each in told.entries])}, told.left_out
    )


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
