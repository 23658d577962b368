"""What of released block-lists a reader gets, now: nothing on the allow-list, nothing that may be spoofed, nothing after its end."""

import hashlib
from collections.abc import Iterable, Sequence
from ipaddress import ip_network

from noroshi.organisations.networks import Network
from noroshi.sharing.allowing.allowed import Allowed
from noroshi.sharing.blocking import Entry, Listing, listing
from noroshi.sharing.blocklists.model import BlockList, Line
from noroshi.sharing.finding import Finding


def current(lists: Iterable[BlockList], findings: Sequence[Finding], now: int, allowed: Allowed) -> Listing:
    """Give what is to be stopped of some block-lists: what was released, as far as it may still be listed.

    Parameters
    ----------
    findings
        What their lines rest on, as it is now, and as the reader may know it.
    now
        ns UTC.
    allowed
        What is never listed, as it is now.
    """
    until: dict[tuple[str, Network], int] = {}
    for line in lines_of(lists):
        key = (line.finding, ip_network(line.subject))
        until[key] = max(line.until, until.get(key, 0))
    released = [each for each in findings if each.subject and (each.id, ip_network(each.subject)) in until]
    told = listing(released, now, allowed)
    ends = (each._replace(until=min(each.until, until[each.finding, each.network])) for each in told.entries)
    return told._replace(entries=tuple(each for each in ends if now < each.until))


def lines_of(lists: Iterable[BlockList]) -> list[Line]:
    """Give all lines of some block-lists."""
    return [line for each in lists for line in each.lines]


def etag(name: str, entries: Iterable[Entry]) -> str:
    """Name what a file says; moments of writing, and what is counted down from them, do not count."""
    told = "\n".join((name, *(f"{each.network} {each.until} {each.reason}" for each in entries)))
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'
