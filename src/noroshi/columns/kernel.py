"""The only place that spells Numba's flags.

A kernel takes and returns arrays, plain numbers and NamedTuples of them, and
nothing else. Three lanes prove each one: compiled; compiled with bounds checks
(``NUMBA_BOUNDSCHECK=1``); and as plain Python (``NUMBA_DISABLE_JIT=1``).

A `kernel` allocates nothing: it writes to arrays that it is given. So Numba's reference
counting is switched off in it. With it, each mention of a NamedTuple's array in a loop costs two
atomic additions, and counting a packet took 290 ns instead of 30. Numba says "NRT required
but not enabled" of one that allocates; a function that must (`np.empty` inside) is a `builder`.

Two things more cost a loop dearly. A NamedTuple is handed to another function array by array, 170 words for
a batch of packets, so what is called for every row is `inline`. And a signed index may count from the end, which
is asked of each column anew: the innermost loops count with `np.uint64`. Together they took parsing a packet from
61 ns to 18.

Compiled code is cached between runs, because compiling takes tens of seconds and
a watch must see its first packet within two. The cache lies beside the source, or, where
that may not be written, in the user's cache folder; ``NUMBA_CACHE_DIR`` names another place
and ``NOROSHI_KERNEL_CACHE=0`` turns it off. With no such place, each run compiles anew.
"""

import os
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

import numba

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

_njit: Any = numba.njit  # its own types leave out _nrt

CACHED = os.environ.get("NOROSHI_KERNEL_CACHE", "1") != "0"


def kernel(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Compile a loop over arrays to machine code at its first call.

    The result has the function's own signature. It releases the interpreter lock,
    so delivery goes on while packets are read. No ``fastmath``: a kernel's sums are
    the same whatever the machine.

    Examples
    --------
    >>> @kernel
    ... def double(value: int) -> int:
    ...     return 2 * value
    >>> double(21)
    42
    """
    return _compiled(function, _nrt=False)


def inline(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Mark a small function that kernels call for every row, and have it compiled into them."""
    compiled = _njit(nogil=True, _nrt=False, forceinline=True)(function)
    return cast("Callable[Parameters, Result]", compiled)


def builder(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Compile a function that makes arrays: for what is done once, not once a batch."""
    return _compiled(function)


def _compiled(function: Callable[Parameters, Result], **flags: bool) -> Callable[Parameters, Result]:
    try:
        compiled = _njit(cache=CACHED, nogil=True, **flags)(function)
    except RuntimeError:  # nowhere to keep it: a read-only machine without a home, or code typed at a prompt
        compiled = _njit(nogil=True, **flags)(function)
    return cast("Callable[Parameters, Result]", compiled)
