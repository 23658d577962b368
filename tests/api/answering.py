"""A centre with two members that answers over HTTP, and people who ask it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from noroshi.api.application import application
from noroshi.api.house import House
from noroshi.api.live import Live
from noroshi.api.server import Server
from noroshi.app import Application
from noroshi.cli.program import run
from noroshi.clock import HOUR, SystemClock
from noroshi.config.home import Home
from noroshi.detections.model import Detection
from noroshi.people.audit import By, What
from noroshi.people.caller import Via
from noroshi.people.model import Person
from noroshi.people.rights import Role
from noroshi.people.sessions import Entered, Visit
from tests.delivery.stories import detection

ROSTER = """\
organisations:
  - id: example
    name: Example University
    contacts: [{channel: file, address: FOLDER/example.ndjson}]
    holdings:
      - {prefix: 192.0.2.0/25}
      - {prefix: 192.0.2.128/25, use: dark}
  - id: library
    name: Lending Library
    contacts: [{channel: email, address: desk@lending.example}]
    holdings:
      - {prefix: 203.0.113.0/24}
      - {prefix: 198.51.100.128/25, use: dark}
"""
BY = By("tests", Via.COMMAND)


class Answering:
    """A centre that answers, and who may ask it."""

    def __init__(self, centre: Application, server: Server) -> None:
        self.centre = centre
        self.server = server
        self.url = f"{server.address}api/v1"
        self.pages = httpx.Client(base_url=server.address)
        """A browser that has not signed in, at the root."""
        self.people: dict[str, Person] = {}
        self.clients = [self.pages]

    def person(self, name: str, role: Role = Role.OFFICER, organisation: str = "") -> Person:
        """Invite somebody, once."""
        if name not in self.people:
            invited = self.centre.door.invitations.invite(name, name, role, BY, organisation=organisation)
            self.people[name] = invited.person
        return self.people[name]

    def token(self, person: Person) -> str:
        """Make a token with all rights of a person."""
        return self.centre.door.tokens.add(person, "tests", person.rights, HOUR, BY)[1].reveal()

    def entered(self, person: Person) -> Entered:
        """Sign somebody in, as a browser does."""
        return self.centre.door.sessions.open(person, Visit(), What.SIGN_IN, "tests")

    def client(self, name: str = "mika", role: Role = Role.OFFICER, organisation: str = "") -> httpx.Client:
        """Give a program that asks for somebody."""
        token = self.token(self.person(name, role, organisation))
        return self._client(headers={"Authorization": f"Bearer {token}"})

    def browser(self, name: str = "mika", role: Role = Role.OFFICER, organisation: str = "") -> httpx.Client:
        """Give a browser in which somebody has signed in; it sends no CSRF header by itself."""
        entered = self.entered(self.person(name, role, organisation))
        return self._client(cookies={"noroshi_session": entered.cookie.reveal()})

    def nobody(self) -> httpx.Client:
        """Give somebody who has not signed in."""
        return self._client()

    def alerted(self, *detections: Detection) -> Sequence[str]:
        """Record detections as the desk does; give the ids of the alerts."""
        turns = self.centre.desk().conclude(detections or [detection()])
        return [turn.alert.id for turn in turns]

    def _client(self, **given: Any) -> httpx.Client:
        client = httpx.Client(base_url=self.url, timeout=30, **given)
        self.clients.append(client)
        return client


@contextmanager
def answering(folder: Path, live: Live | None = None, members: str = ROSTER) -> Iterator[Answering]:
    """Let a centre with these members answer while the block runs."""
    home = Home(folder / "home")
    assert run(["init", "--monitored", "198.51.100.0/25", "--home", str(home.path)]) == 0
    roster = folder / "members.yaml"
    roster.write_text(members.replace("FOLDER", str(folder)), "utf-8")
    assert run(["organisations", "import", str(roster), "--home", str(home.path)]) == 0
    with answered(home, live) as made:
        yield made


@contextmanager
def answered(home: Home, live: Live | None = None) -> Iterator[Answering]:
    """Let the centre of a home answer while the block runs."""
    with Application.open(home, SystemClock()) as centre:
        server = Server("127.0.0.1", 0)
        made = Answering(centre, server)
        house = House(centre, live)
        with server.beside(application(house), house.close):
            try:
                yield made
            finally:
                for client in made.clients:
                    client.close()
