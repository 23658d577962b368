"""A process that delivers until it is killed, or until nothing is left if told so."""

import asyncio
import random
import sys
import threading

from noroshi.clock import SystemClock
from noroshi.delivery.channels.switchboard import channels
from noroshi.delivery.outbox import Outbox
from noroshi.delivery.settings import DeliverySettings, Pace, Persistence, WebhookSettings
from noroshi.organisations.model import Severity
from tests.delivery.open_books import OpenBooks

SECRET = "between us"


def main(database: str, until: str) -> None:
    """Deliver, a message a notice, as fast as may be."""
    books, stop = OpenBooks(database), threading.Event()
    settings = DeliverySettings(
        paces=dict.fromkeys(Severity, Pace(wait=0, interval=0)),
        most=1,
        rates={},
        poll=0.001,
        persistence=Persistence(first=1),
        webhook=WebhookSettings(secret=SECRET),
    )
    clock = SystemClock()
    outbox = Outbox(
        books.messages, books.organisations, channels(settings, clock), settings, clock, {}, random.Random(7)
    )
    if until == "done":
        stop.set()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    asyncio.run(outbox.deliver_until(stop, drain=30))


if __name__ == "__main__":
    main(*sys.argv[1:])
