"""What a person, or a program, is told when something went wrong: what happened, and what to do next."""

import os
import sys
import traceback
from typing import Final

import msgspec

from noroshi.delivery.washing import washed, washed_through
from noroshi.errors import NoroshiError, RosterError

TRACEBACK: Final = "NOROSHI_TRACEBACK"
"""Set in the environment, it shows where an unforeseen error happened."""

UNFORESEEN: Final = 1
INTERRUPTED: Final = 130
"""128 + SIGINT, as shells say it."""
PIPE_BROKEN: Final = 141
"""128 + SIGPIPE."""


class Told(msgspec.Struct, frozen=True):
    """An error, as --json writes it to standard error."""

    error: str
    """The error's name, such as NotFoundError."""
    message: str
    """What happened, in one sentence."""
    hint: str
    """What to do next; may be empty."""
    exit_code: int
    """As the process ends with it."""
    faults: tuple[str, ...] = ()
    """Of a roster: every fault, as "line, field: reason"."""


def tell(fault: NoroshiError, *, as_json: bool) -> int:
    """Write an error to standard error; return its exit code."""
    faults = fault.faults if isinstance(fault, RosterError) else ()
    _write(Told(type(fault).__name__, fault.message, fault.hint, fault.exit_code, faults), as_json=as_json)
    return fault.exit_code


def unforeseen(fault: Exception, *, as_json: bool) -> int:
    """Write an error that nobody foresaw to standard error, in a sentence; return its exit code."""
    if TRACEBACK in os.environ:
        traceback.print_exception(fault)
    said = f"{type(fault).__name__}: {fault}" if str(fault) else type(fault).__name__
    hint = f"Please report it, with what {TRACEBACK}=1 shows."
    _write(Told(type(fault).__name__, f"unforeseen: {said}", hint, UNFORESEEN), as_json=as_json)
    return UNFORESEEN


def _write(told: Told, *, as_json: bool) -> None:
    if as_json:
        # A word of the command line may hold bytes that are no text; washed, it can be written.
        lines = [msgspec.json.encode(washed_through(msgspec.to_builtins(told))).decode()]
    else:
        lines = [f"noroshi: {washed(told.message)}"]
        lines += [f"  {washed(each)}" for each in told.faults]
        lines += [f"  {washed(told.hint)}"] if told.hint else []
    sys.stderr.write("\n".join(lines) + "\n")
