"""GnuPG, which runs beside us: asked by arguments and pipes, never through a shell.

It is under the GPL, so it is a program that people install, and no part of this one. pysequoia, which would do the same in this process, is
under Apache-2.0 itself, but its wheels hold sequoia-openpgp, which is under the LGPL. PGPy has had no release since 2022.
"""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from noroshi.clock import SECOND
from noroshi.delivery.protection.certificate import Certificate
from noroshi.errors import DeliveryError

WITHIN: Final = 30
"""Seconds that it may take: a smart card answers within two."""

QUIETLY: Final = (
    "--batch",
    "--no-tty",
    "--quiet",
    "--no-auto-check-trustdb",
    "--no-auto-key-locate",
    "--disable-dirmngr",  # asks no server, whatever a key says
    "--status-fd=2",
)
STATUS: Final = "[GNUPG:] "

WRONG: Final = {"e": "has expired", "r": "is revoked", "d": "is disabled", "i": "is invalid"}
"""The second field of a listed key, where it cannot be used (GnuPG's doc/DETAILS, field 2)."""


class Answer(NamedTuple):
    """What it answered."""

    output: bytes
    statuses: tuple[tuple[str, ...], ...]
    """Each a keyword and its arguments."""


class GnuPG:
    """Runs the program.

    Parameters
    ----------
    program
        Its name or path.
    home
        Where it keeps keys; None for an empty one each time.
    passphrase
        Opens the key; empty if its agent knows how, or none is needed.
    """

    def __init__(self, program: str, home: Path | None, passphrase: str) -> None:
        self._program = program
        self._home = home
        self._passphrase = passphrase

    def run(self, *options: str, given: bytes = b"", unlocks: bool = False) -> Answer:
        """Run the program once, until it ends.

        Parameters
        ----------
        given
            What it reads.
        unlocks
            Whether it will need the passphrase.

        Raises
        ------
        DeliveryError
            If it is not there, takes too long, or says that something went wrong.
        """
        if unlocks and self._passphrase:
            options = ("--pinentry-mode=loopback", "--passphrase-fd=0", *options)
            given = self._passphrase.encode() + b"\n" + given  # it reads a line, and leaves the rest
        with self._place() as home:
            done = self._run((self._program, f"--homedir={home}", *QUIETLY, *options), given)
        lines = done.stderr.decode("utf-8", "replace").splitlines()
        if done.returncode:
            raise DeliveryError(f"gpg: {_complaint(lines)}", retry=True)
        statuses = (tuple(line.removeprefix(STATUS).split()) for line in lines if line.startswith(STATUS))
        return Answer(done.stdout, tuple(statuses))

    def _run(self, command: tuple[str, ...], given: bytes) -> "subprocess.CompletedProcess[bytes]":
        try:
            return subprocess.run(  # noqa: S603  # a program of the settings, with our own arguments
                command,
                input=given,
                capture_output=True,
                timeout=WITHIN,
                env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"},
                check=False,
            )
        except OSError as fault:
            raise DeliveryError(
                f"{self._program} cannot be run: {fault.strerror}",
                retry=True,
                hint="OpenPGP needs GnuPG: apt-get install gnupg.",
            ) from fault
        except subprocess.TimeoutExpired as fault:
            raise DeliveryError(f"{self._program} did not answer within {WITHIN} s", retry=True) from fault

    @contextmanager
    def _place(self) -> Iterator[Path]:
        if self._home is not None:
            yield self._home.absolute()
            return
        with tempfile.TemporaryDirectory(prefix="noroshi-", ignore_cleanup_errors=True) as empty:
            yield Path(empty)


def listed(listing: bytes) -> list[Certificate]:
    """Read what it says of keys, in colons (GnuPG's doc/DETAILS).

    Parameters
    ----------
    listing
        Records, a line each: pub or sec begins a key, fpr is the fingerprint of what came before, uid a name.
    """
    keys: list[list[list[str]]] = []
    for line in listing.decode("utf-8", "replace").splitlines():
        fields = [*line.split(":"), *[""] * 12]
        if fields[0] in {"pub", "sec"}:
            keys.append([])
        if keys:
            keys[-1].append(fields)
    return [_certificate(key) for key in keys]


def _certificate(records: list[list[str]]) -> Certificate:
    first = records[0]
    names = [fields[9] for fields in records if fields[0] == "uid" and fields[1] not in WRONG]
    prints = [fields[9] for fields in records if fields[0] == "fpr"]
    uses = first[11] if len(first) > 11 else ""
    return Certificate(
        prints[0] if prints else "",
        frozenset(_mailbox(name) for name in names),
        _moment(first[6]),
        WRONG.get(first[1][:1], "") or ("" if set("ES") & set(uses) else "has nothing to use it with"),
    )


def _mailbox(name: str) -> str:
    """Take the address out of a user id, such as "Night watch <csirt@example.edu>"."""
    return name.rpartition("<")[2].rpartition(">")[0].lower() or name.lower()


def _moment(seconds: str) -> int | None:
    return int(seconds) * SECOND if seconds.isascii() and seconds.isdecimal() and len(seconds) < 11 else None


def _complaint(lines: list[str]) -> str:
    """Say what went wrong: the last sentence for people."""
    said = [line.removeprefix("gpg: ") for line in lines if not line.startswith(STATUS)]
    return said[-1][:200] if said else "it failed"
