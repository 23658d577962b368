"""A centre that answers partners over TAXII, on loopback."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from noroshi.api.server import Server
from noroshi.api.taxii.application import taxii_application
from noroshi.api.taxii.exchange import Exchange
from noroshi.app import Application
from noroshi.cli.program import run
from noroshi.clock import HOUR, SystemClock
from noroshi.config.home import Home
from noroshi.organisations.model import Marking
from noroshi.people.audit import By, What
from noroshi.people.caller import Via
from noroshi.people.rights import Right, Role
from noroshi.people.secret import Secret
from noroshi.sharing.partners import SECRET, Partner
from noroshi.sharing.taxii.collection import for_all, for_one, from_one
from noroshi.sharing.taxii.media import TAXII

ROSTER = """\
organisations:
  - {id: east, name: East Centre, clearance: amber, tags: [partner]}
  - {id: west, name: West Centre, clearance: green, tags: [partner]}
  - {id: south, name: South Centre, tags: [partner], valid_until: 2026-01-01}
  - {id: example, name: Example University}
"""
BY = By("tests", Via.COMMAND)
ROOT = "/taxii2/centre"
CLEAR, GREEN, AMBER = (for_all(marking) for marking in (Marking.CLEAR, Marking.GREEN, Marking.AMBER))
TO_EAST, FROM_EAST = for_one("east", Marking.AMBER), from_one("east")
COLLECTIONS = (CLEAR, GREEN, AMBER, TO_EAST, FROM_EAST, from_one("west"))


class Exchanging:
    """A centre that answers partners, and who may ask it."""

    def __init__(self, centre: Application, exchange: Exchange, address: str) -> None:
        self.centre = centre
        self.exchange = exchange
        self.address = address
        self.secrets: dict[str, str] = {}
        self.clients: list[httpx.Client] = []
        for collection in COLLECTIONS:
            centre.sharing.objects.open(collection)

    def partner(self, organisation: str, **more: Any) -> str:
        """Add a partner, once; give its secret."""
        if organisation not in self.secrets:
            secret, now = Secret.new(SECRET), self.centre.clock.now()
            partner = Partner(organisation, f"{organisation} centre", created=now, **more)
            self.centre.sharing.partners.add(
                partner, secret.digest, BY.did(now, What.ADD_PARTNER, organisation)
            )
            self.secrets[organisation] = secret.reveal()
        return self.secrets[organisation]

    def client(self, organisation: str = "east", **headers: str) -> httpx.Client:
        """Give a partner's program."""
        return self._client(
            auth=(organisation, self.partner(organisation)),
            headers={"Accept": TAXII, "Content-Type": TAXII, **headers},
        )

    def nobody(self, **headers: str) -> httpx.Client:
        """Give a program that comes with nothing but headers."""
        return self._client(headers=headers)

    def token(self, organisation: str, *scopes: Right) -> str:
        """Make an API token of somebody of an organisation."""
        name = f"p-{organisation}"
        invited = self.centre.door.invitations.invite(name, name, Role.MEMBER, BY, organisation=organisation)
        return self.centre.door.tokens.add(invited.person, "tests", scopes, HOUR, BY)[1].reveal()

    def _client(self, **given: Any) -> httpx.Client:
        client = httpx.Client(base_url=self.address, timeout=30, **given)
        self.clients.append(client)
        return client


@contextmanager
def exchanging(folder: Path) -> Iterator[Exchanging]:
    """Let a centre with two partners answer while the block runs."""
    home = Home(folder / "home")
    assert run(["init", "--home", str(home.path)]) == 0
    roster = folder / "partners.yaml"
    roster.write_text(ROSTER, "utf-8")
    assert run(["organisations", "import", str(roster), "--home", str(home.path)]) == 0
    with Application.open(home, SystemClock()) as centre:
        server, exchange = Server("127.0.0.1", 0), Exchange(centre)
        made = Exchanging(centre, exchange, server.address.rstrip("/"))
        with server.beside(taxii_application(exchange), lambda: None):
            try:
                yield made
            finally:
                for client in made.clients:
                    client.close()
