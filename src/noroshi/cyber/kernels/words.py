"""Reading numbers out of raw bytes; the caller has checked that they are there."""

import numpy as np

from noroshi.columns.kernel import inline
from noroshi.columns.schema import U8, Whole


@inline
def big16(data: U8, at: Whole) -> Whole:
    """Read 16 bits, most significant byte first."""
    return np.int64(data[at]) << 8 | np.int64(data[at + 1])


@inline
def big32(data: U8, at: Whole) -> Whole:
    """Read 32 bits, most significant byte first."""
    return (
        np.int64(data[at]) << 24
        | np.int64(data[at + 1]) << 16
        | np.int64(data[at + 2]) << 8
        | np.int64(data[at + 3])
    )


@inline
def big64(data: U8, at: Whole) -> Whole:
    """Read 64 bits, most significant byte first, as an unsigned word."""
    return np.uint64(big32(data, at)) << np.uint64(32) | np.uint64(big32(data, at + 4))


@inline
def little16(data: U8, at: Whole) -> Whole:
    """Read 16 bits, least significant byte first."""
    return np.int64(data[at]) | np.int64(data[at + 1]) << 8


@inline
def little32(data: U8, at: Whole) -> Whole:
    """Read 32 bits, least significant byte first."""
    return (
        np.int64(data[at])
        | np.int64(data[at + 1]) << 8
        | np.int64(data[at + 2]) << 16
        | np.int64(data[at + 3]) << 24
    )


@inline
def file16(data: U8, at: Whole, is_big: Whole) -> Whole:
    """Read 16 bits in the order that a capture file was written in."""
    return big16(data, at) if is_big else little16(data, at)


@inline
def file32(data: U8, at: Whole, is_big: Whole) -> Whole:
    """Read 32 bits in the order that a capture file was written in."""
    return big32(data, at) if is_big else little32(data, at)
