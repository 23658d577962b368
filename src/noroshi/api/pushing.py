"""A push to a partner's MISP that somebody asked for: the request waits for it a while, and it goes on without."""

import threading
from concurrent.futures import Future, wait
from typing import Final

import structlog

from noroshi.app import Application
from noroshi.app.pushing import Pushed, Pusher
from noroshi.errors import MoveRefusedError, UsageError
from noroshi.people.audit import By

_log = structlog.get_logger("noroshi.api")

PATIENCE: Final = 20.0
"""Seconds that a request waits. MISP takes some 100 attributes a second (its issue 10495), so that ten thousand findings take it
minutes, and what stands between a caller and us seldom waits for one. So the push goes on in a thread of its own; a push that
is broken off instead would want somebody who asks again and again."""

THREAD: Final = "push"
"""What the thread is called."""


class Pushing:
    """Pushes one at a time; any thread may ask.

    Parameters
    ----------
    centre
        The centre.
    """

    def __init__(self, centre: Application) -> None:
        self._centre = centre
        self._pusher = Pusher(centre)
        self._lock = threading.Lock()
        self._latest: Future[Pushed] | None = None

    def push(self, partner: str, by: By, patience: float = PATIENCE) -> Pushed | None:
        """Begin a push, and give what it did; None if it still goes on.

        Raises
        ------
        NotFoundError
            If the partner is not registered.
        UsageError
            If the settings name no MISP of its.
        MoveRefusedError
            If a push goes on.
        ExchangeError, SettingsError, StorageError
            As for `Pusher.push`, if it fails in that time.
        """
        section = self._centre.config.misp
        self._centre.organisations.get(partner)
        if not section.url or section.partner != partner:
            raise UsageError(f"the settings name no MISP of {partner}'s", hint="[misp] says whose it is.")
        with self._lock:
            if self._latest is not None and not self._latest.done():
                raise MoveRefusedError("a push goes on", hint="Ask again when it is over; the audit says so.")
            begun = self._latest = Future()
        # A daemon: whoever ends the centre waits for no MISP. What was not brought is brought with the next push.
        threading.Thread(target=self._carry_out, args=(begun, by), name=THREAD, daemon=True).start()
        wait([begun], patience)
        return begun.result() if begun.done() else None

    def _carry_out(self, begun: "Future[Pushed]", by: By) -> None:
        try:
            begun.set_result(self._pusher.push_for(by))
        except BaseException as fault:  # noqa: BLE001  # whatever it is, whoever waits is to know, and perhaps nobody waits any more
            _log.warning("a push that was asked for has failed", exc_info=fault)
            begun.set_exception(fault)
