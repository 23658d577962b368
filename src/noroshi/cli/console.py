"""`noroshi console`: the console and the API over a home, without a watch."""

import threading

from msgspec import Struct

from noroshi.api.application import application
from noroshi.api.server import Server
from noroshi.cli.colours import NAME
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.screen import Coloured
from noroshi.cli.watch.logs import log_to_standard_error
from noroshi.cli.watch.signals import stopped_by_signals
from noroshi.errors import UsageError
from noroshi.serving.site import address

app = command("console", "noroshi console", "noroshi console --listen 127.0.0.1:0 --json")


class Answering(Struct, frozen=True):
    """Where the console answers."""

    address: str
    """Its address, such as http://127.0.0.1:8645/."""
    invitation: str
    """While nobody can sign in: the link by which the first administrator does, once; else empty."""


OUTPUTS = (Answering,)


@app.default
def console(*, listen: str = "", here: Here = EVERYWHERE) -> None:
    """Answer with the console and the API, without a watch.

    While nobody can sign in, it shows a link by which the first administrator does.

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
        server = Server(*address(where), application(centre))
        invited = centre.door.invitations.first()
        link = invited.link.reveal() if invited else ""
        with server.beside(), stopped_by_signals(stop, screen):
            screen.record(Answering(server.address, link))
            screen.line("The console is at ", Coloured(server.address, NAME))
            if link:
                screen.line("Whoever opens this link first is its administrator: ", Coloured(link, NAME))
            stop.wait()
