"""Combining two rows about one address: what two sensors saw of it."""

from typing import Any

import numpy as np

from noroshi.columns import distinct
from noroshi.columns.schema import as_mapping

SMALLEST = {"first", "ttl_low"}
LARGEST = {"last", "ttl_high", "peak", "live", "touched", "scan_told", "steady_told", "told"}
KEPT = {
    "hi",
    "lo",
    "hash",
    "side",
    "length",
    "way",
    "samples",
    "step",
    "window",
    "nmap_key",
    "unicorn_little",
    "unicorn_big",
    "first_sequence",
    "named_hi",
    "named_lo",
    "named_counts",
    "named_size",
}
DISTINCT = {
    "targets": ("target_counts", "target_size"),
    "ports": ("port_counts", "port_size"),
    "source_ports": ("source_port_counts", "source_port_size"),
    "senders": ("sender_counts", "sender_size"),
    "peers": ("peer_counts", "peer_size"),
}
_COUNTED = {name for pair in DISTINCT.values() for name in pair}


def combine(mine: tuple[Any, ...], row: int, others: tuple[Any, ...], other: int) -> None:
    """Combine `others[other]` into `mine[row]`: sums of counts, extremes of times, unions of sketches.

    What hangs on order cannot be combined and stays as it is (sample packets, the keys of
    Nmap and Unicornscan, the addresses of a dark range by name); of two sliding windows the larger peak is kept, which may be less than the
    peak of both together. A cluster therefore splits by address, and no row is ever in two places.
    """
    into, source = as_mapping(mine), as_mapping(others)
    for name, column in into.items():
        value = source[name][other]
        if name in SMALLEST:
            column[row] = min(column[row], value)
        elif name in LARGEST:
            column[row] = max(column[row], value)
        elif name in DISTINCT:
            _unite(into, row, source, other, name)
        elif name not in KEPT and name not in _COUNTED:
            column[row] += value


def _unite(into: Any, row: int, source: Any, other: int, name: str) -> None:
    counts, size = DISTINCT[name]
    have, theirs = int(into[size][row]), int(source[size][other])
    hashes, summed = distinct.merge(
        into[name][row][:have],
        into[counts][row][:have],
        source[name][other][:theirs],
        source[counts][other][:theirs],
    )
    kept = min(len(hashes), into[name].shape[1])
    into[name][row][:kept] = hashes[:kept]
    into[counts][row][:kept] = summed[:kept].astype(np.uint32)
    into[size][row] = kept
