"""Warning lists, in MISP's JSON: what is often taken for an attacker and is none, such as search engines, clouds, and benign scanners.

Only lists of addresses count: of the type "cidr", and of the type "string" where they are about addresses. Others, of names or
patterns, are passed over: a block-list has none.
"""

from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path

import msgspec
from msgspec import Struct, field

from noroshi.errors import SettingsError
from noroshi.sharing.allowing.allowed import Allowance, Because
from noroshi.sharing.allowing.written import content_of


class WarningList(Struct):
    """A list, as far as it is read."""

    name: str
    type: str = "string"
    lines: tuple[str, ...] = field(name="list", default=())
    matching_attributes: tuple[str, ...] = ()


def read_warning_lists(path: Path) -> tuple[Allowance, ...]:
    """Read a list, or every list.json below a folder, as MISP's own repository has them.

    Raises
    ------
    SettingsError
        If one cannot be read, is not what MISP writes, or there is none.
    """
    paths = sorted(path.rglob("list.json")) if path.is_dir() else [path]
    if not paths:
        raise SettingsError(
            f"[blocking] warning_lists: there is no list.json in {path}",
            hint="Name a file, or a folder of lists.",
        )
    return tuple(each for file in paths for each in allowances(content_of(file), str(file)))


def allowances(content: bytes, place: str) -> Iterator[Allowance]:
    """Read what a list has; lines of it that are no addresses are passed over, for some lists mix them with names.

    Raises
    ------
    SettingsError
        If it is not what MISP writes.
    """
    try:
        read = msgspec.json.decode(content, type=WarningList)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as fault:
        raise SettingsError(
            f"{place} is no warning list: {fault}", hint='MISP\'s have a "name", a "type" and a "list".'
        ) from None
    about_addresses = read.type == "cidr" or (
        read.type == "string" and any(each.startswith("ip-") for each in read.matching_attributes)
    )
    for text in read.lines if about_addresses else ():
        try:
            yield Allowance(ip_network(text.strip(), strict=False), Because.WARNING_LIST, read.name[:100])
        except ValueError:
            continue
