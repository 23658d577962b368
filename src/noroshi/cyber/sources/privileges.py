"""Giving up what opening an interface needed (capabilities(7))."""

import ctypes
import os
import struct
from contextlib import suppress
from pathlib import Path
from typing import Final

NET_ADMIN: Final = 12
NET_RAW: Final = 13

_VERSION: Final = 0x20080522
"""_LINUX_CAPABILITY_VERSION_3 (linux/capability.h)."""
_BOTH: Final = 1 << NET_ADMIN | 1 << NET_RAW
_DROP_FROM_BOUNDING, _NO_NEW_PRIVILEGES = 24, 38  # prctl(2)


def give_up() -> int:
    """Give up CAP_NET_RAW and CAP_NET_ADMIN, for this process and all that it starts, for good.

    Capabilities belong to a thread. One that is started later has what its parent has by then; one that was started
    before keeps what it has, and nobody else can take it away.

    Returns
    -------
    int
        How many threads keep one of the two.

    Raises
    ------
    OSError
        If the system refuses it.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    _succeed(libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0))
    with suppress(
        PermissionError
    ):  # this takes CAP_SETPCAP; without new privileges nothing brings them back anyway
        for capability in (NET_ADMIN, NET_RAW):
            _succeed(libc.prctl(_DROP_FROM_BOUNDING, capability, 0, 0, 0))
    header = struct.pack("Ii", _VERSION, 0)
    held = ctypes.create_string_buffer(24)
    _succeed(libc.capget(header, held))
    *lower, upper_effective, upper_permitted, upper_inheritable = struct.unpack("6I", held)
    lower = [
        each & ~_BOTH for each in lower
    ]  # effective, permitted and inheritable; what is ambient follows them
    _succeed(
        libc.capset(header, struct.pack("6I", *lower, upper_effective, upper_permitted, upper_inheritable))
    )
    return sum(bool(_permitted(thread) & _BOTH) for thread in Path("/proc/self/task").iterdir())


def _permitted(thread: Path) -> int:
    """Read what a thread may do; nothing if it has ended meanwhile."""
    try:
        status = (thread / "status").read_text("ascii").split()
    except FileNotFoundError:
        return 0
    return int(status[status.index("CapPrm:") + 1], 16)


def _succeed(answer: int) -> None:
    if answer:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
