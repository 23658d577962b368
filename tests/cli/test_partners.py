"""Two centres on loopback, each run by its commands, that know each other by their certificates."""

import re
import ssl
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec
import pytest
from msgspec.structs import replace

from noroshi.alerts.history import Deed
from noroshi.alerts.model import Outcome
from noroshi.alerts.moves import Asked, Move
from noroshi.alerts.wanted import Wanted
from noroshi.api.taxii.trust import Trust
from noroshi.app import Application
from noroshi.app.federating import Federation
from noroshi.cli.answering_partners import exchanging
from noroshi.cli.program import run
from noroshi.clock import HOUR, SECOND, SystemClock
from noroshi.config.home import Home
from noroshi.errors import SettingsError
from noroshi.indications.logbook import Logbook
from noroshi.organisations.model import Marking
from noroshi.people.audit import AuditWanted, What
from noroshi.sharing.taxii.collection import for_one, from_one
from noroshi.sharing.taxii.filters import EVERYTHING
from tests.api.certificates import Identity, identity
from tests.delivery.stories import detection
from tests.indications.signs import sign
from tests.sharing.taxii.shared import NOON, indicator

ROSTER = """\
organisations:
  - {id: east, name: East Centre, clearance: amber, tags: [partner], HELD BY east}
  - {id: west, name: West Centre, clearance: amber, tags: [partner]}
  - {id: example, name: Example University, HELD BY example}
"""
HOLDER = {"west": "east", "east": "example"}
"""Who holds a network, as each centre knows it."""


class Side:
    """A centre, and how it is told what to do."""

    def __init__(self, folder: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.home = Home(folder / name)
        self.identity: Identity = identity(folder, name)
        self.counters: Counter[str] = Counter()
        """What was done for partners, and what was refused, once they are answered."""
        self._capsys = capsys
        roster = folder / "partners.yaml"
        held = ROSTER.replace(f"HELD BY {HOLDER[name]}", "holdings: [{prefix: 192.0.2.0/24}]")
        roster.write_text(re.sub(", HELD BY [a-z]+", "", held), "utf-8")
        self.command("init")
        self.command("organisations", "import", str(roster))
        settings = self.home.settings.read_text("utf-8")
        given = {
            "listen": "127.0.0.1:0",
            "certificate": str(self.identity.certificate),
            "key": str(self.identity.key),
        }
        lines = "".join(f'{name} = "{value}"\n' for name, value in given.items())
        self.home.settings.write_text(
            settings.replace("[sharing]\n", f"[sharing]\n{lines}").replace(
                "[centre]\n", f'[centre]\nname = "{name}"\n'
            ),
            "utf-8",
        )

    def command(self, *words: str, code: int = 0) -> Sequence[dict[str, Any]]:
        """Run a command; give what it writes for programs."""
        self._capsys.readouterr()
        found = run([*words, "--home", str(self.home.path), "--json"])
        written = self._capsys.readouterr()
        assert code == found, written.err
        return [msgspec.json.decode(line) for line in (written.out or written.err).splitlines() if line]


@pytest.fixture
def sides(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[tuple[Side, Side, str]]:
    """Give a centre in the west, which answers partners, one in the east, and the address of the first."""
    west, east = Side(tmp_path, "west", capsys), Side(tmp_path, "east", capsys)
    west.command("partners", "add", "east", "--certificate", str(east.identity.certificate))
    with ExitStack() as around:
        centre = around.enter_context(Application.open(west.home, SystemClock()))
        exchange = around.enter_context(exchanging(centre))
        assert exchange is not None
        west.counters = exchange.counters
        centre.sharing.objects.publish(
            for_one("east", Marking.AMBER).id, [indicator(number) for number in range(2_500)], NOON
        )
        yield west, east, f"{exchange.address}taxii2/"


def taken(side: Side, partner: str) -> list[str]:
    """The ids of what a centre has from a partner."""
    with Application.open(side.home, SystemClock()) as centre:
        filters = msgspec.structs.replace(EVERYTHING, limit=10_000)
        return [line.id for line in centre.sharing.objects.manifest(from_one(partner).id, filters).items]


def test_pull(sides: tuple[Side, Side, str]) -> None:
    """What is new at a partner comes page by page, once, in its order; each side knows the other by its certificate alone."""
    west, east, address = sides
    pin = str(west.identity.certificate)
    east.command("partners", "add", "west", "--address", address, "--certificate", pin)
    [first], [second] = (east.command("partners", "pull", "west") for _ in range(2))
    [listed] = east.command("partners", "list")

    assert {"organisation": "west", "new": 2_500, "known": 0, "refused": 0} == first
    assert {"organisation": "west", "new": 0, "known": 0, "refused": 0} == second
    assert [indicator(number).id for number in range(2_500)] == taken(east, "west")
    assert (2_500, 0, "") == (listed["taken"], listed["refused"], listed["fault"])


def test_no_echo(sides: tuple[Side, Side, str]) -> None:
    """What a centre has told a partner, and may read there again, does not come back with what the partner tells."""
    west, east, address = sides
    with Application.open(west.home, SystemClock()) as there:
        there.sharing.objects.publish(from_one("east").id, [indicator(9_000)], NOON)
    east.command(
        *("partners", "add", "west", "--address", address, "--certificate", str(west.identity.certificate))
    )
    [pulled] = east.command("partners", "pull", "west")

    assert 2_500 == pulled["new"]
    assert indicator(9_000).id not in taken(east, "west")


def test_federated(sides: tuple[Side, Side, str]) -> None:
    """What a centre sees of a machine for which a partner answers is an alert of that partner's member, after one turn of each; withdrawn, it is closed."""
    west, east, address = sides
    with (
        Application.open(west.home, SystemClock()) as there,
        Application.open(east.home, SystemClock()) as here,
    ):
        now, seen = there.clock.now(), detection("infection.external", "192.0.2.17")
        evidence = replace(seen.evidence, first=now - SECOND, last=now)
        there.desk().conclude([replace(seen, at=now, evidence=evidence, partition="")])
        Federation(there).turn()
        name, pin = there.config.centre.name, str(west.identity.certificate)
        east.command("partners", "add", "west", "--name", name, "--address", address, "--certificate", pin)
        east.command("partners", "pull", "west")
        Federation(here).turn()
        alerts = here.alerts.page(Wanted(), now, 10).alerts
        [heard] = east.command("partners", "list")
        [gone] = east.command("partners", "withdraw", "west")
        [closed] = here.alerts.page(Wanted(), now, 10).alerts

    assert [("192.0.2.17", "example", name)] == [
        (alert.subject, alert.organisation, alert.detection.source) for alert in alerts
    ]
    assert (1, True) == (heard["findings"]["taken"], heard["counted"] is not None)
    assert (1, Outcome.FALSE_ALARM) == (gone["alerts"], closed.outcome)


def test_answered(sides: tuple[Side, Side, str]) -> None:
    """What the member says comes back over the wire into the history of the partner's alert, and a first sign goes there: one turn of each."""
    west, east, address = sides
    with (
        Application.open(west.home, SystemClock()) as there,
        Application.open(east.home, SystemClock()) as here,
    ):
        now, seen = there.clock.now(), detection("infection.external", "192.0.2.17")
        evidence = replace(seen.evidence, first=now - SECOND, last=now)
        [turn] = there.desk().conclude([replace(seen, at=now, evidence=evidence, partition="")])
        ask = ("--to", "east", "--kind", "port.rising", "--level", "network", "--for", "9d", "--reason", "x")
        west.command("releases", "ask", *ask)
        Logbook(there.indications, ["port.rising"]).conclude([sign(first=now - HOUR, bins=1)])
        Federation(there).turn()
        name, pin = there.config.centre.name, str(west.identity.certificate)
        east.command("partners", "add", "west", "--name", name, "--address", address, "--certificate", pin)
        east.command("partners", "pull", "west")
        federation = Federation(here)
        federation.turn()
        [told] = here.alerts.page(Wanted(), now, 10).alerts
        here.desk().move(told.id, Asked(Move.RESOLVE, "hanako", "Found a bot.", Outcome.CLEANED))
        federation.turn()
        with exchanging(here) as exchange:
            assert exchange is not None
            back, pin = f"{exchange.address}taxii2/", str(east.identity.certificate)
            west.command("partners", "add", "east", "--name", "east", "--address", back, "--certificate", pin)
            west.command("partners", "pull", "east")
        Federation(there).turn()
        line = there.alerts.history(turn.alert.id)[-1]
    [risen] = east.command("indications", "list")

    assert (Deed.ANSWERED, "east", Outcome.CLEANED, "") == (line.deed, line.who, line.outcome, line.note)
    assert (name, "tcp/7547") == (risen["first_seen_by"], risen["subject"])


def test_pinned(sides: tuple[Side, Side, str], tmp_path: Path) -> None:
    """A server with another certificate than the pinned one is asked nothing; why the pull failed is written down."""
    _, east, address = sides
    other = identity(tmp_path, "other")
    east.command("partners", "add", "west", "--address", address, "--certificate", str(other.certificate))
    [fault] = east.command("partners", "pull", "west", code=11)
    [shown] = east.command("partners", "show", "west")

    assert "its certificate is not the one that is pinned" in fault["message"]
    assert (1, fault["message"]) == (shown["failures"], f"{shown['fault']}")


def test_stranger(sides: tuple[Side, Side, str], tmp_path: Path) -> None:
    """Who shows a certificate that is not pinned, or none, is nobody; and so is who speaks no TLS. Each is counted."""
    west, _, address = sides
    other = identity(tmp_path, "other")
    trust = ssl.create_default_context(cafile=west.identity.certificate)
    trust.check_hostname = False
    bare = httpx.get(address, verify=trust)
    trust.load_cert_chain(other.certificate, other.key)

    assert 401 == bare.status_code
    for stranger in (address, address.replace("https:", "http:")):
        with pytest.raises(httpx.TransportError):
            httpx.get(stranger, verify=trust)
    assert {
        "refused: a certificate that is not pinned, or not valid": 1,
        "refused: no TLS that we speak, or none at all": 1,
    }.items() <= west.counters.items()


def test_certificate_added(sides: tuple[Side, Side, str], tmp_path: Path) -> None:
    """A certificate that is added while partners are answered opens the door a second later, and a removed one opens nothing."""
    west, _, address = sides
    other = identity(tmp_path, "other")
    trust = ssl.create_default_context(cafile=west.identity.certificate)
    trust.check_hostname = False
    trust.load_cert_chain(other.certificate, other.key)
    west.command("partners", "remove", "east")
    west.command("partners", "add", "east", "--certificate", str(other.certificate))
    known = until_answered(address, trust)
    [heard] = west.command("partners", "list")
    west.command("partners", "remove", "east")
    removed = httpx.get(address, verify=trust)

    assert (200, 401) == (known.status_code, removed.status_code)
    assert heard["heard"] is not None


def test_own_certificate_renewed(sides: tuple[Side, Side, str], tmp_path: Path) -> None:
    """A certificate of ours that is renewed is shown a second later, without a restart."""
    west, _, address = sides
    other, where = identity(tmp_path, "other"), urlsplit(address)
    new = other.certificate.read_text("ascii")
    other.certificate.replace(west.identity.certificate)
    other.key.replace(west.identity.key)
    until = time.monotonic() + 30
    shown = ""
    while new.strip() != shown.strip():
        assert time.monotonic() < until, "the old one is still shown"
        with suppress(ssl.SSLError):  # a connection that opens in the moment in which it changes
            shown = ssl.get_server_certificate((f"{where.hostname}", where.port or 0))


def test_own_certificate_unfit(tmp_path: Path) -> None:
    """A certificate that does not fit its key is refused once, with what to do, and the one before stays."""
    ours, other = identity(tmp_path, "ours"), identity(tmp_path, "other")
    trust = Trust(*ours, list[str]().append)
    other.certificate.replace(ours.certificate)
    with pytest.raises(SettingsError, match="do not fit") as refused:
        trust.renew(())
    trust.renew(())
    other.key.replace(ours.key)
    trust.renew(())

    assert "PEM" in f"{refused.value.hint}"


def until_answered(address: str, trust: ssl.SSLContext) -> httpx.Response:
    """Ask again and again until the connection holds."""
    for _ in range(5_000):  # each takes some milliseconds
        with suppress(httpx.TransportError):
            return httpx.get(address, verify=trust)
    raise AssertionError("the certificate stays unknown")


def test_withdraw(sides: tuple[Side, Side, str]) -> None:
    """All that a partner has told goes as a whole, and nothing more is pulled until it is added anew."""
    west, east, address = sides
    adding = (
        "partners",
        "add",
        "west",
        "--address",
        address,
        "--certificate",
        str(west.identity.certificate),
    )
    east.command(*adding)
    east.command("partners", "pull", "west")
    [gone] = east.command("partners", "withdraw", "west")
    left = taken(east, "west")
    east.command("partners", "pull", "west", code=2)
    east.command(*adding)
    [again] = east.command("partners", "pull", "west")

    assert (2_500, [], 2_500) == (gone["objects"], left, again["new"])
    with Application.open(east.home, SystemClock()) as centre:
        lines = centre.door.audit.page(AuditWanted(about="west"), None, 9)
        assert [
            What.PULL_PARTNER,
            What.ADD_PARTNER,
            What.WITHDRAW_PARTNER,
            What.PULL_PARTNER,
            What.ADD_PARTNER,
        ] == [row.entry.what for row in lines]


def test_add(sides: tuple[Side, Side, str], tmp_path: Path) -> None:
    """Who is no partner in the register, an address that is none, or is read on the way, and a file that is no certificate are refused."""
    _, east, _ = sides
    rubbish = tmp_path / "rubbish.pem"
    rubbish.write_text("rubbish")
    refused = [
        ("example",),
        ("nobody",),
        ("west", "--address", "taxii.example.org"),
        ("west", "--address", "http://taxii.example.org/"),
        ("west", "--certificate", str(rubbish)),
        ("west", "--certificate", str(tmp_path / "nothing")),
    ]

    assert [2, 5, 2, 2, 2, 2] == [
        run(["partners", "add", *each, "--home", str(east.home.path)]) for each in refused
    ]
    assert [] == east.command("partners", "list")


def test_remove(sides: tuple[Side, Side, str]) -> None:
    """A partner that is removed is none any more."""
    west, _, _ = sides
    west.command("partners", "remove", "east")
    west.command("partners", "remove", "east", code=5)

    assert [] == west.command("partners", "list")
