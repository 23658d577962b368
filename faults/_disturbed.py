"""A service to which everything happens, and all that it depends on."""

import os
import random
import shutil
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

from _centre import Centre, Ports, end
from _clock import Clock
from _disk import Disk
from _mail import Mail
from _postgresql import Postgresql
from _receiver import REFUSED, Receiver
from _webhooks import Webhooks
from noroshi.cyber.scenarios import Scenario


class Disturbed:
    """A service, kept alive, with a trouble a method.

    Parameters
    ----------
    folder
        Where everything lies; must not exist.
    played
        Whose members it has.
    chance
        Decides how long a trouble lasts.
    around
        Ends what was started.
    on_server
        Whether its database is PostgreSQL's.
    """

    def __init__(
        self, folder: Path, played: Scenario, chance: random.Random, around: ExitStack, *, on_server: bool
    ) -> None:
        folder.mkdir()
        self.counts: Counter[str] = Counter()
        """How often each trouble has happened, by name."""
        self._chance = chance
        self._clock, self._disk = Clock(folder / "clock"), Disk(folder / "disk")
        around.callback(self._disk.close)
        self._webhooks, self._mail = Webhooks(chance), Mail(chance)
        self.receivers: tuple[Receiver, ...] = (self._webhooks, self._mail)
        self._server = Postgresql(around) if on_server else None
        (folder / "captures").mkdir()
        ports = Ports(self._webhooks.port, self._mail.port)
        url = self._server.url if self._server else ""
        self.centre = Centre(folder / "disk" / "home", folder / "captures", ports, played, url)
        self._service = self.centre.serve(self._clock.program())
        around.callback(self._service_gone)
        self._troubles = self._possible()

    def happen(self) -> None:
        """Let something fail, whatever it is."""
        name = self._chance.choice(sorted(self._troubles))
        self.counts[name] += 1
        self._troubles[name]()
        self.keep_alive()

    def keep_alive(self) -> None:
        """Start the service anew where it has ended, as systemd does."""
        if self._service.poll() is not None:
            self.counts["service restarted"] += 1
            self._service = self.centre.serve(self._clock.program())

    def arrive(self, piece: Path) -> None:
        """Put a capture where a capture program would have closed it."""
        beside = self.centre.captures / f".{piece.name}"
        shutil.copy(piece, beside)
        os.utime(beside)
        beside.rename(self.centre.captures / piece.name)

    def calm(self) -> None:
        """Let nothing fail any more."""
        self._clock.set_right()

    def end(self) -> int:
        """End the service in order; give its exit code."""
        return end(self._service)

    def _possible(self) -> Mapping[str, Callable[[], None]]:
        """Give what can fail here, by name."""
        troubles = {
            "service killed": self._kill,
            "database held": lambda: self.centre.hold(self._chance.uniform(1, 6)),
            "webhooks gone": lambda: self._gone(self._webhooks),
            "webhooks slow": lambda: self._slow(self._webhooks),
            "mail gone": lambda: self._gone(self._mail),
            "mail slow": lambda: self._slow(self._mail),
            "mail refused": self._mail_refused,
            "mail dropped": self._mail_dropped,
            "clock jumped": lambda: self._clock.jump(self._chance),
        }
        if self._server:
            server = self._server
            troubles["database killed"] = lambda: server.crash(self._chance)
        if self._disk.is_small:
            troubles["disk full"] = self._disk_full
        else:
            print("no disk of its own can be mounted here, so none is filled")
        return troubles

    def _kill(self) -> None:
        self._service_gone()
        time.sleep(self._chance.uniform(0, 1))

    def _service_gone(self) -> None:
        self._service.kill()
        self._service.wait()

    def _gone(self, receiver: Receiver) -> None:
        receiver.down()
        self._last()
        receiver.up()

    def _slow(self, receiver: Receiver) -> None:
        receiver.slowness = self._chance.uniform(1, 5)
        self._last()
        receiver.slowness = 0

    def _mail_refused(self) -> None:
        self._mail.refused = 1
        self._last()
        self._mail.refused = REFUSED

    def _mail_dropped(self) -> None:
        before, self._mail.dropped = self._mail.dropped, 1
        self._last()
        self._mail.dropped = before

    def _disk_full(self) -> None:
        self._disk.fill()
        self._last()
        self._disk.empty()

    def _last(self) -> None:
        time.sleep(self._chance.uniform(0.5, 4))
