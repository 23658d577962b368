"""Who holds an address: look-ups a second on one core, beside a radix tree from PyPI over the same prefixes.

python benchmarks/prefixes.py [--prefixes 100000] [--addresses 10000000]
"""

import argparse
import importlib
from collections.abc import Callable
from typing import Any

import numpy as np

from _measuring import Stopwatch, best, stay_on_one_core, verdict
from noroshi.columns.addresses import MAPPED, address_text
from noroshi.columns.prefixes import PrefixTable, compile_prefixes, find_all
from noroshi.columns.schema import I32, I64, U64

GOAL = 50.0
"""Million look-ups a second (issue 2)."""

ASKED_OF_THE_TREE = 300_000
"""Addresses that the peer is asked for: it answers one at a time, and slower."""

NOTHING = -1


def main() -> None:
    """Print a line for ours and one for the peer, and hold their answers against each other."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--prefixes", type=int, default=100_000)
    parser.add_argument("--addresses", type=int, default=10_000_000)
    given = parser.parse_args()
    stay_on_one_core()
    dice = np.random.default_rng(1)
    length, prefix = random_prefixes(dice, given.prefixes)
    entry = np.arange(len(prefix), dtype=np.int32)
    with Stopwatch() as compiling:
        table = compile_prefixes(np.zeros_like(prefix), prefix, (length + 96).astype(np.int32), entry)
    address = dice.integers(1 << 32, size=given.addresses).astype(np.uint64) | np.uint64(MAPPED)
    near = prefix[dice.integers(len(prefix), size=given.addresses)] | dice.integers(
        256, size=given.addresses
    ).astype(np.uint64)
    print(f"{len(prefix):,} prefixes from /8 to /32, compiled in {compiling.wall:.2f} s")
    ours = 0.0
    for name, asked in (("anywhere", address), ("in the prefixes", near)):
        ours = best(lambda asked=asked: look_up(table, asked)[0], 5)  # type: ignore[misc]  # bound early on purpose
        print(f"{'noroshi, addresses ' + name:<42}{given.addresses / ours / 1e6:>8.1f} million/s")
        compare(
            asked[:ASKED_OF_THE_TREE],
            look_up(table, asked[:ASKED_OF_THE_TREE])[1],
            prefix,
            length,
            given.addresses / ours,
        )
    verdict("look-ups in the prefixes", given.addresses / ours / 1e6, GOAL, "million/s on one core")


def random_prefixes(dice: np.random.Generator, count: int) -> tuple[I64, U64]:
    """Draw distinct prefixes of every length from 8 to 32, long ones more often, as in a routing table."""
    length = dice.integers(8, 33, size=2 * count)
    bits = dice.integers(1 << 32, size=2 * count) >> (32 - length) << (32 - length)
    _, first = np.unique(bits << 6 | length, return_index=True)
    chosen = np.sort(first)[:count]
    return length[chosen], bits[chosen].astype(np.uint64) | np.uint64(MAPPED)


def look_up(table: PrefixTable, address: U64) -> tuple[float, I32]:
    """Look addresses up; give the processor seconds and the answers."""
    answer = np.empty(len(address), np.int32)
    with Stopwatch() as watch:
        find_all(table, np.zeros_like(address), address, answer)
    return watch.cpu, answer


def compare(address: U64, answer: I32, prefix: U64, length: I64, ours: float) -> None:
    """Ask the peer the same, and stop if it answers otherwise."""
    tree = radix_tree(prefix, length)
    if tree is None:
        print("  py-radix: not installed")
        return
    texts = [address_text(0, int(word)) for word in address]
    with Stopwatch() as watch:
        theirs = np.fromiter(map(tree, texts), np.int32, len(texts))
    rate = len(texts) / watch.cpu
    print(
        f"{'  py-radix, the same':<42}{rate / 1e6:>8.2f} million/s; ours is {ours / rate:,.0f} times as fast"
    )
    different = np.flatnonzero(theirs != answer)
    if len(different):
        raise SystemExit(f"{len(different)} answers differ, the first for {texts[different[0]]}")
    print(f"  {len(texts):,} answers are equal")


def radix_tree(prefix: U64, length: I64) -> Callable[[str], int] | None:
    """Fill py-radix's tree; give what answers for an address."""
    try:
        radix: Any = importlib.import_module("radix")
    except ImportError:
        return None
    tree = radix.Radix()
    for entry, (word, bits) in enumerate(zip(prefix.tolist(), length.tolist(), strict=True)):
        tree.add(f"{address_text(0, word)}/{bits}").data["entry"] = entry

    def find(address: str) -> int:
        node = tree.search_best(address)
        return node.data["entry"] if node else NOTHING

    return find


if __name__ == "__main__":
    main()
