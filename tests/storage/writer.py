"""A watch that concludes something new without end, until it is killed."""

import sys
from itertools import count

from noroshi.alerts.desk import Desk
from noroshi.clock import SystemClock
from noroshi.organisations.model import ChannelKind, Contact, Holding, HoldingKind, Organisation
from noroshi.organisations.responsibility import Responsibility
from noroshi.storage.books import Books
from tests.delivery.stories import detection

AT_ONCE = 20
CONTACTS = (Contact(ChannelKind.EMAIL, "soc@example.org"), Contact(ChannelKind.FILE, "-"))
RESPONSIBILITY = Responsibility(
    [Organisation("example", "Example", CONTACTS, (Holding(HoldingKind.PREFIX, "192.0.0.0/8"),))]
)


def main(url: str, start: int) -> None:
    """Open alerts, some in each transaction, and say how many there are after each."""
    with Books(url) as books:
        desk = Desk(books.alerts, RESPONSIBILITY, SystemClock())
        for first in count(start, AT_ONCE):
            subjects = (f"192.0.{each >> 8}.{each & 255}" for each in range(first, first + AT_ONCE))
            desk.conclude([detection(subject=subject) for subject in subjects])
            sys.stdout.write(f"{first + AT_ONCE}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
