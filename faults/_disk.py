"""A small disk of its own, that can be filled to the last byte."""

import os
import subprocess
from pathlib import Path

SIZE = "96m"


class Disk:
    """A file system in memory, where we may mount one; else a plain folder, which never fills.

    Parameters
    ----------
    folder
        Where it is mounted.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=700", "noroshi-faults", str(folder)]
        done = os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0
        self.is_small = done
        """Whether it can be filled."""
        self._folder, self._filler = folder, folder / "filler"

    def fill(self) -> None:
        """Leave no room."""
        with self._filler.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(1 << 16))
            except OSError:
                return

    def empty(self) -> None:
        """Give the room back."""
        self._filler.unlink(missing_ok=True)

    def close(self) -> None:
        """Unmount it."""
        if self.is_small:
            subprocess.run(["umount", "--lazy", str(self._folder)], check=False)
