"""A watch centre with alerts at hand, answering over HTTP as `noroshi console` does."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from noroshi.alerts.patterns import pattern_of
from noroshi.api.live import Live
from noroshi.app import Application
from noroshi.app.partnering import Partnering
from noroshi.campaigns.model import campaign_id
from noroshi.cli.answering import answering
from noroshi.cli.program import run
from noroshi.clock import DAY, HOUR, MINUTE, SystemClock
from noroshi.config.home import Home
from noroshi.detections.model import Phase
from noroshi.indications.logbook import Logbook
from noroshi.people.audit import By, What
from noroshi.people.caller import Via
from noroshi.people.model import Person
from noroshi.people.rights import Role
from noroshi.people.sessions import Visit
from noroshi.sharing.finding import Level
from noroshi.sharing.partners import Partner
from noroshi.sharing.releases import Released
from noroshi.sharing.releasing import Releasing
from noroshi.sharing.taxii.objects import Fault
from tests.api.answering import ROSTER
from tests.delivery.stories import detection
from tests.indications.signs import sign

BY = By("tests", Via.COMMAND)

PARTNERS = """\
  - {id: abroad, name: CERT Abroad, clearance: amber, tags: [partner, "group:asia"]}
"""

KINDS = ("infection.internal", "infection.external", "dos.victim", "misconfiguration")


class Served:
    """A centre that answers."""

    def __init__(self, centre: Application, url: str) -> None:
        self.centre = centre
        self.url = url
        self.alerts: list[str] = []
        self.indications: list[str] = []
        self._rises = centre.clock.now() - 2 * HOUR
        self._people: dict[str, Person] = {}

    def person(self, name: str, role: Role = Role.OFFICER, organisation: str = "") -> Person:
        """Invite somebody, once."""
        if name not in self._people:
            door = self.centre.door
            invited = door.invitations.invite(name, name.title(), role, BY, organisation=organisation)
            self._people[name] = invited.person
        return self._people[name]

    def invitation(self, name: str, role: Role = Role.OFFICER) -> str:
        """Invite somebody; give the path of the link."""
        invited = self.centre.door.invitations.invite(name, name.title(), role, BY)
        return f"/invitations/{invited.link.reveal().rpartition('/')[2]}"

    def cookie(self, person: Person) -> str:
        """Sign somebody in, as a browser does; give what its cookie holds."""
        entered = self.centre.door.sessions.open(person, Visit(), What.SIGN_IN, "tests")
        return entered.cookie.reveal()

    def exchange(self) -> None:
        """Exchange with a partner of which something could not be read, and which is asked to be told of an alert."""
        centre, now = self.centre, self.centre.clock.now()
        Partnering(centre, BY).add(Partner("abroad", "CERT Abroad"))
        faults = [Fault("indicator--1", "it is no JSON object", b"<html>" + bytes(40))]
        centre.sharing.partners.took("abroad", 3, 99, faults, now)
        centre.sharing.partners.count("abroad", {"taken": 2, "declined: nobody": 1, "unread: part": 1}, now)
        reader = centre.organisations.get("abroad")
        centre.outlet().let_out(reader, [centre.alerts.get(each) for each in self.alerts])
        releasing = Releasing(
            centre.sharing,
            centre.alerts,
            centre.indications,
            centre.organisations,
            centre.people.audit,
            BY,
            centre.clock,
        )
        releasing.ask(
            Released(alert=self.alerts[0]), "abroad", Level.PREFIX, "They have asked for it.", now + DAY
        )

    def alerted(self, count: int, kind: str = "infection.external", host: int = 100) -> Sequence[str]:
        """Have so many machines of Example University seen now; give the ids of the alerts."""
        now = self.centre.clock.now()
        seen = [detection(kind, f"192.0.2.{host + each}", now - each * MINUTE) for each in range(count)]
        ids = [turn.alert.id for turn in self.centre.desk().conclude(seen)]
        self.alerts += ids
        return ids

    def risen(self, *ports: str, bins: int = 1, phase: Phase = Phase.NEW) -> Sequence[str]:
        """Have ports rise since two hours ago, each told so many bins of time later; give the ids of the indications."""
        signs = [sign(port, phase, bins, self._rises + at) for at, port in enumerate(ports)]
        changed = Logbook(self.centre.indications, [each.kind for each in signs]).conclude(signs)
        self.indications += [each.id for each in changed]
        return [each.id for each in changed]

    def spread(self) -> str:
        """Have a machine of another member show the pattern that those of Example University show; give the campaign's id."""
        seen = detection("infection.external", "203.0.113.66", self.centre.clock.now() - HOUR)
        self.centre.desk().conclude([seen])
        return campaign_id(pattern_of(seen))


@contextmanager
def served(folder: Path, live: Live | None = None) -> Iterator[Served]:
    """Let a centre with two dozen alerts answer while the block runs, with a watch beside it where one is given."""
    home, roster = Home(folder / "home"), folder / "members.yaml"
    assert run(["init", "--monitored", "198.51.100.0/25", "--home", str(home.path)]) == 0
    roster.write_text((ROSTER + PARTNERS).replace("FOLDER", str(folder)), "utf-8")
    assert run(["organisations", "import", str(roster), "--home", str(home.path)]) == 0
    with Application.open(home, SystemClock()) as centre, answering(centre, "127.0.0.1:0", live) as where:
        made = Served(centre, where.address.rstrip("/"))
        for place, kind in enumerate(KINDS):
            made.alerted(6, kind, 10 + 10 * place)
        made.risen("tcp/7547", "tcp/23", "tcp/5555")
        made.exchange()
        yield made
