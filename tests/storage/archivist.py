"""A process that archives detections without end, until it is killed."""

import sys
from itertools import count
from pathlib import Path

from noroshi.clock import HOUR
from noroshi.storage.archive import ParquetArchive
from tests.alerts.stories import detection

AT_ONCE = 50


def main(folder: str) -> None:
    """Archive some detections at a time, an hour further each time, and say how many there are after each."""
    archive = ParquetArchive(Path(folder))
    for number in count():
        archive.keep([detection(subject=f"192.0.2.{each}", after=number * HOUR) for each in range(AT_ONCE)])
        archive.flush()
        sys.stdout.write(f"{(number + 1) * AT_ONCE}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
