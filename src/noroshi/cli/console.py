"""`noroshi console`: the console and the API over a home, without a watch."""

import threading
from time import time_ns

from msgspec import Struct

from noroshi.api.application import application as answering
from noroshi.api.gate import Session
from noroshi.api.server import Server
from noroshi.cli.colours import NAME
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.screen import Coloured
from noroshi.cli.watch.logs import log_to_standard_error
from noroshi.cli.watch.signals import stopped_by_signals
from noroshi.errors import UsageError
from noroshi.people.caller import Caller, Via
from noroshi.people.model import Person
from noroshi.people.rights import Role
from noroshi.serving.site import address

app = command("console", "noroshi console", "noroshi console --listen 127.0.0.1:0 --json")


class Answering(Struct, frozen=True):
    """Where the console answers."""

    address: str
    """Its address, such as http://127.0.0.1:8645/."""


OUTPUTS = (Answering,)


class OpenDoors:
    """Lets everybody in, until people can sign in."""

    def session(self, secret: str) -> Session:  # noqa: ARG002  # until people can sign in
        """Take whoever comes for the administrator."""
        person = Person("somebody", "Somebody", Role.ADMINISTRATOR)
        return Session(Caller(person, person.rights, Via.SESSION, "open"), "open", time_ns() + 10**13)

    def token(self, secret: str) -> Caller:
        """Take whoever comes for the administrator."""
        return self.session(secret).caller


@app.default
def console(*, listen: str = "", here: Here = EVERYWHERE) -> None:
    """Answer with the console and the API, without a watch.

    Parameters
    ----------
    listen
        Where, as HOST:PORT; else what [console] listen in the settings says.
    """
    screen = here.screen()
    log_to_standard_error(as_json=here.json)
    stop = threading.Event()
    with here.application() as centre:
        where = listen or centre.config.console.listen
        if not where:
            raise UsageError(
                "nobody says where to listen", hint="Set [console] listen in the settings, or say --listen."
            )
        server = Server(*address(where), answering(centre, OpenDoors()))
        with server.beside(), stopped_by_signals(stop, screen):
            screen.record(Answering(server.address))
            screen.line("The console is at ", Coloured(server.address, NAME))
            stop.wait()
