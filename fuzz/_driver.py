"""What every fuzz target stands on: mutated inputs, one after the other, and a watch over time and memory.

A target is a parser, valid inputs to begin with, and the errors that it may raise. Anything else that
it raises is a find, and so is taking too long or too much memory: the input is saved, its name is printed,
and the script exits with 1. `python fuzz/NAME.py FILE...` tries inputs again.

It knows nothing of coverage; that needs a compiler's help. What it knows is structure: numbers at the
edges of their range, pieces of other inputs, and the target's own words.
"""

import argparse
import contextlib
import hashlib
import mmap
import os
import random
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
FINDS = ROOT / ".cache" / "fuzz"
REGRESSIONS = ROOT / "tests" / "replay" / "regressions"

# Numba reads these when it is imported, which is after this module. Kernels are tried with bounds checks.
os.environ["NUMBA_BOUNDSCHECK"] = "1"
os.environ["NUMBA_CACHE_DIR"] = str(ROOT / ".cache" / "kernels" / "checked")

SLOWEST = 10.0
"""Seconds that one input may take."""

MOST_GROWTH = 512 << 20
"""Bytes by which the process may grow, beyond what the seeds took."""

LARGEST = 1 << 18
"""Bytes of an input."""

EDGES = (
    0,
    1,
    2,
    3,
    4,
    7,
    8,
    15,
    16,
    31,
    32,
    63,
    64,
    100,
    127,
    128,
    255,
    256,
    1023,
    4096,
    0x7FFF,
    0x8000,
    0xFFFF,
)
WIDE_EDGES = (*EDGES, 1 << 18, (1 << 24) + 4, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFC, 0xFFFFFFFF)

Parser = Callable[[bytes], object]


def fuzz(
    parse: Parser, *, seeds: Sequence[bytes], named: tuple[type[Exception], ...], words: Sequence[bytes] = ()
) -> None:
    """Feed a parser mutated inputs for as long as the command line says, and exit with what came of it.

    Parameters
    ----------
    parse
        Takes an input.
    seeds
        Valid inputs; earlier finds are added to them.
    named
        The errors that a bad input may end in.
    words
        What the input's language is made of.
    """
    options = argparse.ArgumentParser(description=sys.modules["__main__"].__doc__)
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--seed", type=int, default=None)
    options.add_argument("inputs", nargs="*", type=Path, help="try these once, instead of mutating")
    wanted = options.parse_args()
    name = Path(sys.argv[0]).stem
    if wanted.inputs:
        for path in wanted.inputs:
            _try(parse, path.read_bytes(), named)
        print(f"{name}: {len(wanted.inputs)} tried, nothing found")
        return
    kept = (path.read_bytes() for path in sorted((REGRESSIONS / name).glob("*")))
    pool = [*seeds, *kept]
    for each in pool:  # also compiles the kernels, which takes longer than an input may
        _try(parse, each, named)
    seed = random.SystemRandom().randrange(1 << 32) if wanted.seed is None else wanted.seed
    sys.exit(_watch(name, _Child(parse, pool, named, words, seed, wanted.seconds)))


class _Child:
    """The process that feeds the parser; what it is at can be seen from outside."""

    def __init__(
        self,
        parse: Parser,
        pool: Sequence[bytes],
        named: tuple[type[Exception], ...],
        words: Sequence[bytes],
        seed: int,
        seconds: float,
    ) -> None:
        self.seed, self.seconds = seed, seconds
        self._parse, self._pool, self._named, self._words = parse, pool, named, words
        self._shared = mmap.mmap(-1, LARGEST + 16)

    @property
    def tried(self) -> int:
        """How many inputs were tried, the present one among them."""
        return int.from_bytes(self._shared[:8], "little")

    @property
    def input(self) -> bytes:
        """The present input."""
        return self._shared[16 : 16 + int.from_bytes(self._shared[8:16], "little")]

    def run(self) -> None:
        """Feed the parser until the time is up; ends the process."""
        rng, end, tried = random.Random(self.seed), time.monotonic() + self.seconds, 0
        try:
            while time.monotonic() < end:
                data = mutated(rng, self._pool, self._words)[:LARGEST]
                tried += 1
                self._shared[: 16 + len(data)] = (
                    tried.to_bytes(8, "little") + len(data).to_bytes(8, "little") + data
                )
                _try(self._parse, data, self._named)
        except BaseException:  # noqa: BLE001  # whatever it is, it is a find
            traceback.print_exc()
            os._exit(1)
        os._exit(0)


def _try(parse: Parser, data: bytes, named: tuple[type[Exception], ...]) -> None:
    with contextlib.suppress(*named):
        parse(data)


def _watch(name: str, child: _Child) -> int:
    """Run the child, and end it where it hangs or grows."""
    process = os.fork()
    if process == 0:
        child.run()
    since, at, first = time.monotonic(), 0, _size(process)
    why = ""
    while not why:
        done, status = os.waitpid(process, os.WNOHANG)
        if done:
            code = os.waitstatus_to_exitcode(status)
            if code == 0:
                print(
                    f"{name}: {child.tried:,} inputs in {child.seconds:.0f} s, nothing found (seed {child.seed})"
                )
                return 0
            why = "an error without a name" if code == 1 else f"ended by signal {-code}"
            break
        time.sleep(0.1)
        if child.tried != at:
            since, at = time.monotonic(), child.tried
        elif time.monotonic() - since > SLOWEST:
            why = f"takes more than {SLOWEST:.0f} s"
        size = _size(process)
        if size - first > MOST_GROWTH:
            why = f"grew by {size - first >> 20} MiB"
    _end(process)
    FINDS.mkdir(parents=True, exist_ok=True)
    path = FINDS / f"{name}-{hashlib.sha256(child.input).hexdigest()[:12]}"
    path.write_bytes(child.input)
    print(f"{name}: {why}; input {child.tried:,} of seed {child.seed} is in {path.relative_to(ROOT)}")
    return 1


def _end(process: int) -> None:
    with contextlib.suppress(ProcessLookupError, ChildProcessError):  # it may have ended by itself
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)


def _size(process: int) -> int:
    """How much memory a process has, in bytes."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1]) * resource.getpagesize()
    except OSError:
        return 0


def mutated(rng: random.Random, pool: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    """Make an input of the pool's, changed in a few places."""
    data = bytearray(rng.choice(pool))
    for _ in range(rng.choice((1, 1, 2, 3, 5, 8, 20))):
        place = rng.randint(0, len(data))
        change = rng.randrange(9)
        if change == 0:
            data[place : place + 1] = bytes([rng.choice(EDGES) & 0xFF])
        elif change == 1:
            data[place : place + 2] = rng.choice(EDGES).to_bytes(2, rng.choice(("little", "big")))
        elif change == 2:
            aligned = place & ~3
            data[aligned : aligned + 4] = rng.choice(WIDE_EDGES).to_bytes(4, rng.choice(("little", "big")))
        elif change == 3 and data:
            data[place % len(data)] ^= 1 << rng.randrange(8)
        elif change == 4:
            del data[place : place + rng.choice((1, 2, 4, 16, 200))]
        elif change == 5:
            other = rng.choice(pool)
            start = rng.randint(0, len(other))
            data[place:place] = other[start : start + rng.choice((4, 16, 64, 1000))]
        elif change == 6:
            piece = data[place : place + rng.choice((1, 4, 32, 200))]
            data[place:place] = piece * rng.choice((1, 2, 10, 100))
        elif change == 7 and words:
            data[place : place + rng.choice((0, 0, 4))] = rng.choice(words)
        else:
            del data[place:]
    return bytes(data)
