"""Which prefixes an AS number announces, from a list in a file.

The file is CSV without a header, a row a range: first address, last address, AS number and,
if need be, its name. The public ip-location-db lists (asn-ipv4.csv, asn-ipv6.csv) come so.
"""

import csv
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    collapse_addresses,
    ip_address,
    summarize_address_range,
)
from pathlib import Path
from typing import TypeAlias, TypeVar

from noroshi.errors import UsageError
from noroshi.organisations.model import HoldingKind, Organisation
from noroshi.organisations.networks import Network
from noroshi.organisations.roster import Faults

Range: TypeAlias = tuple[IPv4Address, IPv4Address] | tuple[IPv6Address, IPv6Address]
"""First address and last, of one family."""

Found = TypeVar("Found")


def held_numbers(organisations: Iterable[Organisation]) -> set[int]:
    """Gather the AS numbers that anybody holds: the only ones worth reading."""
    return {
        int(holding.value)
        for organisation in organisations
        for holding in organisation.holdings
        if holding.kind is HoldingKind.ASN
    }


def read_announcements(paths: Sequence[Path], wanted: Collection[int]) -> Mapping[int, Sequence[Network]]:
    """Read what the wanted AS numbers announce, as the fewest prefixes.

    Parameters
    ----------
    paths
        One file or several, such as one a family.
    wanted
        AS numbers; rows about others are skipped.

    Returns
    -------
    dict
        AS number -> prefixes. One that no file knows is absent.

    Raises
    ------
    UsageError
        If a file cannot be opened.
    RosterError
        If rows of a file are not ranges, with all of them.
    """
    sought = frozenset(wanted)
    ranges: dict[int, list[Range]] = {}
    for path in paths:
        for number, announced in read_rows(path, partial(_announced, wanted=sought)):
            ranges.setdefault(number, []).append(announced)
    return {number: _prefixes(announced) for number, announced in ranges.items()}


def read_rows(path: Path, read: Callable[[list[str]], Found | None]) -> Iterator[Found]:
    """Read a list row by row.

    Parameters
    ----------
    read
        Reads the cells of a row; gives None where it wants nothing of it, and raises ValueError where it is wrong.

    Raises
    ------
    UsageError
        If the file cannot be opened.
    RosterError
        If rows of it are wrong, with all of them.
    """
    faults = Faults(path.name)
    line = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file, strict=True)
            for cells in rows:
                try:
                    found = read(cells)
                except ValueError as error:
                    faults.add(line, "", str(error))
                else:
                    if found:
                        yield found
                line = rows.line_num + 1
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError:
        raise faults.end(line, "is not UTF-8") from None
    except csv.Error as error:
        raise faults.end(line, f"is not CSV: {error}") from None
    faults.check()


def read_range(cells: Sequence[str]) -> Range:
    """Read the first and the last address of a range.

    Raises
    ------
    ValueError
        If it is none.
    """
    first, last = ip_address(cells[0]), ip_address(cells[1])
    if isinstance(first, IPv4Address) and isinstance(last, IPv4Address) and first <= last:
        return first, last
    if isinstance(first, IPv6Address) and isinstance(last, IPv6Address) and first <= last:
        return first, last
    raise ValueError(f"{first} to {last} is not a range")


def _announced(cells: list[str], wanted: Collection[int]) -> tuple[int, Range] | None:
    """Read a row; None if it is empty or about a number that nobody asked for."""
    if not cells:
        return None
    if len(cells) < 3 or not (cells[2].isascii() and cells[2].isdigit()):
        raise ValueError("is not: first address, last address, AS number")
    number = int(cells[2])
    return (number, read_range(cells)) if number in wanted else None


def _prefixes(ranges: Iterable[Range]) -> Sequence[Network]:
    """Cut ranges into the fewest prefixes."""
    cut: list[Network] = []
    for first, last in ranges:
        cut.extend(summarize_address_range(first, last))
    ipv4 = collapse_addresses(each for each in cut if isinstance(each, IPv4Network))
    ipv6 = collapse_addresses(each for each in cut if isinstance(each, IPv6Network))
    return (*ipv4, *ipv6)
