import asyncio
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pyotp
import pytest

from noroshi.app import Application
from noroshi.clock import DAY, SECOND, SystemClock
from noroshi.people.audit import By, What
from noroshi.people.caller import Via
from noroshi.people.rights import Role
from noroshi.people.sessions import Visit
from noroshi.sharing.partners import Partner
from noroshi.storage.archive import ParquetArchive
from tests.cli.centre import ROSTER, Centre
from tests.cli.test_notices import deliver
from tests.delivery.stories import detection


def findings(centre: Centre, *words: str) -> Mapping[str, set[str]]:
    """What was found, by level: each as "check: what"."""
    found: dict[str, set[str]] = {"fine": set(), "warning": set(), "broken": set()}
    for each in centre("doctor", "--json", *words).objects():
        found[each["level"]].add(f"{each['check']}: {each['said']}")
        assert bool(each["advice"]) == (each["level"] != "fine")
    return found


def set_(centre: Centre, section: str, line: str) -> None:
    """Put a line into a section of the settings."""
    path = centre.home.settings
    path.write_text(path.read_text("utf-8").replace(f"[{section}]\n", f"[{section}]\n{line}\n"), "utf-8")


def said(found: set[str], text: str) -> bool:
    """Whether something that was found says a text."""
    return any(text in each for each in found)


@contextmanager
def listening() -> Iterator[int]:
    """Give a port at which somebody takes connections, and says nothing."""
    ports: list[int] = []
    ready, stop = threading.Event(), threading.Event()

    async def serve() -> None:
        server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
        ports.append(server.sockets[0].getsockname()[1])
        ready.set()
        async with server:
            await asyncio.to_thread(stop.wait)

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    ready.wait(10)
    try:
        yield ports[0]
    finally:
        stop.set()
        thread.join()


@pytest.fixture
def sound(bare: Centre) -> Centre:
    """A centre in which nothing is amiss."""
    text = ROSTER.partition("  - id: library")[0].replace("      - {asn: AS64500}\n", "")
    lines = [line for line in text.splitlines() if "email" not in line]
    lines.insert(3, "    tags: [operator]")
    bare("init")
    bare("organisations", "import", str(bare.roster("\n".join(lines))))
    return bare


def test_sound(sound: Centre) -> None:
    """Where nothing is amiss it says so of everything, with code 0."""
    told = sound("doctor")
    found = findings(sound)

    assert (0, "") == (told.code, told.err)
    assert told.out.endswith("0 broken, 0 warnings.\n")
    assert (set(), set()) == (found["warning"], found["broken"])
    assert {"versions", "kernel cache", "disk", "home", "database", "settings"} < {
        each.partition(":")[0] for each in found["fine"]
    }


def test_partners(sound: Centre) -> None:
    """Two partners of one name, one called like this centre, and one that is none in the register are warned of."""
    with Application.open(sound.home, SystemClock()) as centre:
        for organisation, name in (("north", "CERT"), ("south", "CERT"), ("west", centre.config.centre.name)):
            entry = By("tests", Via.COMMAND).did(1, What.ADD_PARTNER, organisation)
            centre.sharing.partners.add(Partner(organisation, name), "", entry)
    found = findings(sound)

    assert said(found["fine"], "partners: 3 partners")
    assert said(found["warning"], "both called 'CERT', so what one tells counts as the other's: north, south")
    assert said(
        found["warning"], "called 'Noroshi' as this centre is, so nothing that it tells is taken: west"
    )
    assert said(found["warning"], "without the tag partner in the register: north, south, west")


def test_no_home(bare: Centre) -> None:
    """Without a home it says how to make one, with code 9."""
    told = bare("doctor")

    assert 9 == told.code
    assert "`noroshi init` makes one" in told.out


def test_settings(sound: Centre) -> None:
    """A setting that is misspelt, or a secret that is missing, is broken."""
    set_(sound, "email", 'password_file = "/nowhere/password"')
    secret = findings(sound)["broken"]
    set_(sound, "email", 'pasword_file = ""')
    spelt = findings(sound)["broken"]

    assert said(secret, "[email] password: cannot read /nowhere/password")
    assert said(spelt, "has no setting called pasword_file")


def test_domain(sound: Centre) -> None:
    """A setting that the domain does not take is broken."""
    set_(sound, "domains.cyber", "scan_packets = 0")

    assert said(findings(sound)["broken"], "scan_packets: at least 1")


def test_readable_secrets(sound: Centre) -> None:
    """Secrets that others may read are broken, and so is a database that they may."""
    secret = sound.folder / "secret"
    secret.write_text("open sesame", "utf-8")
    secret.chmod(0o644)
    set_(sound, "webhook", f'secret_file = "{secret}"')
    sound.home.path.chmod(0o755)
    sound.home.database.chmod(0o644)
    found = findings(sound)["broken"]

    assert said(found, f"others on this machine may read {secret}")
    assert said(found, f"may read {sound.home.database}")


def test_damage(sound: Centre) -> None:
    """A damaged database is broken, however it is damaged."""
    with sound.home.database.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 4096)

    assert said(findings(sound)["broken"], "")
    assert 9 == sound("doctor").code


def test_archive(sound: Centre) -> None:
    """It says how much the archive holds, whether it can be written, and whether there is to be one."""
    archive = ParquetArchive(sound.home.detections)
    archive.keep([detection()])
    archive.flush()
    (sound.home.detections / ".dead.new").touch()
    held = findings(sound)["fine"]
    shutil.rmtree(sound.home.archive)
    sound.home.archive.touch()
    blocked = findings(sound)["warning"]
    set_(sound, "watch", "archive = false")
    unwanted = findings(sound)["fine"]

    assert said(held, "MiB in 1 file of 1 day; 1 unfinished file")
    assert said(blocked, f"archive: {sound.home.archive} cannot be written, so detections are dropped")
    assert said(unwanted, "archive: the settings want none")


def test_new_database(sound: Centre) -> None:
    """A database that has gone is not passed over in silence."""
    for path in sound.home.path.glob("noroshi.db*"):
        path.unlink()

    assert said(findings(sound)["warning"], "database: there was none")


def test_register(centre: Centre) -> None:
    """Overlaps, contradictions, AS numbers that nothing is known of and missing contacts are warnings."""
    text = ROSTER.replace("  - id: library", "      - {prefix: 192.0.2.0/25, use: dark}\n  - id: library")
    centre("organisations", "import", str(centre.roster(text)))
    found = findings(centre, "--offline")["warning"]

    assert said(found, "held by several: 203.0.113.0/24")
    assert said(found, "held live and dark at once: 192.0.2.0/25")
    assert said(found, "no list says what AS64500 announces")
    assert said(found, "without a contact: library")
    assert said(found, "nobody is told when a sensor falls silent")
    assert said(found, "mail comes from noroshi@localhost")


def test_nobody(bare: Centre) -> None:
    """A register without anybody, and no dark space, are warnings."""
    bare("init")
    found = findings(bare)["warning"]

    assert said(found, "nobody is registered")
    assert said(found, "no address is dark")


def test_reaching(bare: Centre) -> None:
    """A server that answers is fine, one that does not is broken, and with --offline none is asked."""
    with listening() as port:
        text = ROSTER.replace(
            "channel: email, address: csirt@example.edu",
            f"channel: webhook, address: 'http://127.0.0.1:{port}/hook'",
        ).replace("channel: file, address: TOLD", "channel: syslog, address: 'syslog+tcp://127.0.0.1:1'")
        bare("init")
        bare("organisations", "import", str(bare.roster(text)))
        asked, offline = findings(bare), findings(bare, "--offline")

    assert said(asked["fine"], f"webhook: 127.0.0.1:{port} answers")
    assert said(asked["broken"], "syslog: 127.0.0.1:1 cannot be reached")
    assert {"webhook", "syslog"}.isdisjoint(
        each.partition(":")[0] for each in offline["fine"] | offline["broken"]
    )
    assert said(offline["warning"], "is not signed")


def test_mail(centre: Centre) -> None:
    """A mail server that cannot be used is broken."""
    with listening() as port:
        set_(centre, "email", f'port = {port}\nhost = "127.0.0.1"')

        assert said(findings(centre)["broken"], f"the mail server 127.0.0.1:{port} cannot be used")


def test_files(bare: Centre) -> None:
    """A file that a contact is told in must be one that can be written."""
    bare("init")
    bare("organisations", "import", str(bare.roster(ROSTER.replace("TOLD", "/nowhere/told.ndjson"))))

    assert said(findings(bare, "--offline")["broken"], "/nowhere/told.ndjson cannot be written")


def test_dead(bare: Centre) -> None:
    """Messages that were given up are broken, those that are tried again a warning."""
    unusable = "channel: webhook, address: 'http://a.example/'"
    bare("init")
    bare(
        "organisations", "import", str(bare.roster(ROSTER.replace("channel: file, address: TOLD", unusable)))
    )
    bare.alerted(detection())
    deliver(bare)
    found = findings(bare, "--offline")

    assert said(found["broken"], "1 message given up; the latest to webhook:http://a.example/")
    assert said(found["warning"], "1 message could not be sent yet")


def test_overdue(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    """Notices that nobody delivers are broken after an hour."""
    centre.alerted(detection())
    now = SystemClock().now()
    early = findings(centre, "--offline")["broken"]
    monkeypatch.setattr(SystemClock, "now", lambda _: now + 2 * 3600 * SECOND)
    late = findings(centre, "--offline")["broken"]

    assert not said(early, "overdue")
    assert said(late, "2 notices overdue, for 2 h at most")


def test_old_list(sound: Centre, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list that has not been renewed for long is a warning."""
    listed = tmp_path / "scanners.json"
    listed.write_text("[]", "utf-8")
    set_(sound, "domains.cyber", f'survey_scanners = "{listed}"')
    fresh = findings(sound)["fine"]
    now = SystemClock().now()
    monkeypatch.setattr(SystemClock, "now", lambda _: now + 100 * DAY)

    assert said(fresh, f"{listed} is 0 days old")
    assert said(findings(sound)["warning"], f"{listed} is 100 days old")


def with_authenticator(sound: Centre) -> None:
    """Let somebody have an authenticator."""
    with Application.open(sound.home, SystemClock()) as application:
        door = application.door
        link = door.invitations.invite("mika", "Mika", Role.OFFICER, By("chief", Via.COMMAND)).link.reveal()
        secret = link.rpartition("/")[2]
        enrolment = door.joining.with_password(secret, "correct horse battery staple")
        code = pyotp.TOTP(enrolment.seed.reveal()).now()
        door.joining.with_code(secret, enrolment.id, code, Visit())


def test_key(sound: Centre) -> None:
    """The centre's key is fine where it is closed to others and opens what it sealed; else it says what is wrong."""
    without = findings(sound)
    with_authenticator(sound)
    there = findings(sound)
    sound.home.key.chmod(0o644)
    readable = findings(sound)
    sound.home.key.write_bytes(bytes(32))
    sound.home.key.chmod(0o600)
    another = findings(sound)
    sound.home.key.unlink()
    missing = findings(sound)

    assert not said(set().union(*without.values()), "key:")
    assert said(there["fine"], "key: the centre's key is closed to others")
    assert said(readable["broken"], "key: others on this machine may read")
    assert said(another["broken"], "key: it is not the one with which codes of mika were sealed")
    assert said(missing["broken"], "key: the centre's key is missing, so no code of 1 authenticator fits")
    assert not sound.home.key.exists()
