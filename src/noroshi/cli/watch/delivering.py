"""Delivery beside the packets: a thread of its own, from the first packet until all is sent."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from noroshi.app import Application
from noroshi.cli.screen import Screen
from noroshi.delivery.outbox import Outbox


@contextmanager
def delivering(application: Application, screen: Screen) -> Iterator[Outbox]:
    """Deliver while the block runs; at its end, send what is left within the time that the settings give.

    Raises
    ------
    SettingsError
        If a secret is not where the settings say.
    StorageError
        If the database failed while the rest was sent; what is left waits for the next watch.
    """
    outbox = application.outbox()
    stop = threading.Event()
    faults: list[Exception] = []
    drain = application.config.delivery.drain

    def deliver() -> None:
        try:
            asyncio.run(outbox.deliver_until(stop, drain=drain))
        except Exception as fault:  # noqa: BLE001  # it is raised again in the thread that can show it
            faults.append(fault)

    # A daemon, so that a second Ctrl-C ends the process at once: whatever is not sent is written down.
    thread = threading.Thread(target=deliver, name="delivery", daemon=True)
    thread.start()
    try:
        yield outbox
    finally:
        stop.set()
        thread.join(0.5)
        if thread.is_alive():
            screen.remark(
                f"Sending what is left, for {drain:.0f} s at most; Ctrl-C leaves it for the next watch."
            )
            thread.join()
    if faults:
        raise faults[0]
