"""Longest-prefix match over many addresses at once."""

from typing import NamedTuple

from noroshi.columns.schema import I32, U64


class PrefixTable(NamedTuple):
    """Prefixes compiled for look-up."""

    placeholder: I32


def compile_prefixes(hi: U64, lo: U64, length: I32, entry: I32) -> PrefixTable:
    """Compile prefixes: `length` counts the bits of the 128-bit mapped form (a /24 is 120)."""
    raise NotImplementedError


def find(table: PrefixTable, hi: int, lo: int) -> int:
    """Find one address's entry, -1 if none; for use inside kernels."""
    raise NotImplementedError


def find_all(table: PrefixTable, hi: U64, lo: U64, entry: I32) -> None:
    """Find every address's entry, into `entry`."""
    raise NotImplementedError
