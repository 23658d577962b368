"""The console and the API beside a command."""

from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct

from noroshi.api.application import application
from noroshi.api.crowd import Crowd
from noroshi.api.house import House
from noroshi.api.live import Live
from noroshi.api.server import Server
from noroshi.app import Application
from noroshi.cli.colours import NAME
from noroshi.cli.screen import Coloured, Screen
from noroshi.serving.site import address


class Answering(Struct, frozen=True):
    """Where the console answers."""

    address: str
    """Its address, such as http://localhost:8645."""
    invitation: str
    """While nobody can sign in: the link by which the first administrator does, once; else empty."""


@contextmanager
def answering(
    centre: Application, listen: str, live: Live | None = None, crowd: Crowd | None = None
) -> Iterator[Answering]:
    """Answer while the block runs.

    Parameters
    ----------
    listen
        Where, as HOST:PORT; port 0 takes any that is free.
    live
        The watch in this process, if one runs.
    crowd
        Counts those who follow and look on; None for one of its own.

    Raises
    ------
    UsageError
        If it cannot listen there.
    SettingsError
        If a setting of [console] is wrong.
    """
    server = Server(*address(listen))
    centre.answers_at(server.listen)
    house = House(centre, live, crowd)
    with server.beside(application(house), house.close):
        invited = centre.door.invitations.first()
        yield Answering(centre.door.settings.public, invited.link.reveal() if invited else "")


def show(where: Answering, screen: Screen) -> None:
    """Say where the console is, and how the first administrator gets in."""
    screen.line("The console is at ", Coloured(where.address, NAME))
    if where.invitation:
        screen.line("Whoever opens this link first is its administrator: ", Coloured(where.invitation, NAME))
