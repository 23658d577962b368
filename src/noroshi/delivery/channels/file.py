"""Newline-delimited JSON, appended to a file or written to standard output."""

import asyncio
import os
import stat
import sys

from noroshi.delivery.document import encoded
from noroshi.delivery.message import Message
from noroshi.errors import DeliveryError

STANDARD_OUTPUT = "-"


class FileChannel:
    """Appends one line a message, and returns when it is on the disk.

    A line that was cut short by a kill or a full disk is ended first, so that it spoils
    no other; the message that was cut is written again, whole, under its key.
    """

    async def send(self, message: Message) -> None:
        """Append the message as one line.

        Raises
        ------
        DeliveryError
            If the file cannot be written; worth another attempt, as a disk can be freed or
            a folder made. Not so if it is something else than a regular file.
        """
        line = encoded(message) + b"\n"
        path = message.contact.address
        try:
            if path == STANDARD_OUTPUT:
                sys.stdout.buffer.write(line)
                sys.stdout.flush()
            else:
                await asyncio.to_thread(_append, path, line)
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise DeliveryError(f"{path}: {reason}", retry=isinstance(error, OSError)) from error


def _append(path: str, line: bytes) -> None:
    # Without O_NONBLOCK, opening a named pipe that nobody reads would wait for ever.
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NONBLOCK | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "r+b", buffering=0) as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise ValueError("not a regular file")
        length = os.fstat(handle).st_size
        if length and os.pread(handle, 1, length - 1) != b"\n":
            line = b"\n" + line
        while line:
            line = line[file.write(line) :]
        os.fsync(handle)
