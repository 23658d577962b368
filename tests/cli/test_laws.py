"""What every command keeps."""

import inspect
import json
import struct
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

import msgspec
import pytest

import noroshi.app.pulling
from noroshi.alerts.patterns import pattern_of
from noroshi.app import Application
from noroshi.app.pushing import Pushed, Pusher
from noroshi.campaigns.model import campaign_id
from noroshi.cli.faults import Told
from noroshi.cli.manual import app_of, described, manual, outputs_of
from noroshi.cli.program import COMMANDS, GROUPS, Command, run
from noroshi.clock import SystemClock
from noroshi.errors import NoroshiError
from noroshi.indications.model import begun, indication_id
from noroshi.people.audit import AuditEntry, AuditWanted
from noroshi.people.caller import Via
from noroshi.sharing.pulling import Pulled
from tests.cli.centre import Centre
from tests.cli.test_notices import deliver
from tests.delivery.stories import detection
from tests.house.source import ROOT
from tests.indications.signs import sign
from tests.kept import kept
from tests.sharing.blocked import seen, told


def words_of(command: Command) -> str:
    """A command as a test's id shows it."""
    return command.words.replace(" ", "-")


every_command = pytest.mark.parametrize("command", COMMANDS, ids=words_of)


@every_command
def test_help(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    """Its help page says what it does, and shows an example that begins with its own words."""
    code = run([*command.words.split(), "--help"])
    written = capsys.readouterr()

    assert (0, "") == (code, written.err)
    assert command.sentence in written.out
    assert f"  noroshi {command.words}" in written.out.partition("Examples:")[2]


@every_command
def test_sentence(command: Command) -> None:
    """Its docstring begins with the sentence that the list of commands has."""
    function = app_of(command).default_command

    assert command.sentence == (inspect.getdoc(function) or "").splitlines()[0]


@every_command
def test_options(command: Command) -> None:
    """It takes --json, and explains every option."""
    arguments = [
        each for each in app_of(command).assemble_argument_collection(parse_docstring=True) if each.show
    ]

    assert "--json" in {name for each in arguments for name in each.names}
    assert [] == [each.names for each in arguments if not each.parameter.help]


@every_command
def test_fields(command: Command) -> None:
    """Every field of what it writes with --json has a sentence."""
    outputs = outputs_of(command)

    assert outputs
    assert [] == [
        name for output in outputs for name, sentence in described(output, {}) if not sentence.endswith(".")
    ]


@every_command
def test_unknown_option(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    """An option that it does not have is refused in a sentence, with code 2, and with --json as an object."""
    words = [*command.words.split(), "--no-such-option"]
    code = run(words)
    written = capsys.readouterr()
    told_code = run([*words, "--json"])
    told = msgspec.json.decode(capsys.readouterr().err, type=Told)

    assert (2, "") == (code, written.out)
    assert written.err.startswith("noroshi: ")
    assert f"`noroshi {command.words} --help`" in written.err
    assert ("UsageError", 2, 2) == (told.error, told.exit_code, told_code)


@pytest.mark.parametrize(
    "command",
    # A guide needs none: it comes with Noroshi.
    [
        each
        for each in COMMANDS
        if each.words not in {"generate", "demo", "init", "doctor", "restore", "guides show"}
    ],
    ids=words_of,
)
def test_no_home(command: Command, bare: Centre) -> None:
    """Without a home it says how to make one, with code 7, and makes none."""
    needed = {
        "organisations import": (str(bare.roster()),),
        "organisations show": ("example",),
        "reports member": ("example",),
        "who": ("192.0.2.7",),
        "watch": ("-",),
        "alerts show": ("A-1",),
        "indications show": ("I-1",),
        "campaigns show": ("C-1",),
        "alerts acknowledge": ("A-1",),
        "alerts resolve": ("A-1", "--as", "spoofed"),
        "alerts reopen": ("A-1",),
        "alerts assign": ("A-1", "--to", "mika"),
        "alerts snooze": ("A-1", "--for", "4h"),
        "alerts wake": ("A-1",),
        "alerts note": ("A-1", "--text", "test"),
        "alerts merge": ("A-1", "--into", "A-2"),
        "alerts unmerge": ("A-1",),
        "alerts undo": ("A-1",),
        "alerts mark": ("A-1", "--as", "red"),
        "releases ask": (
            *("--to", "abroad", "--level", "full", "--kind", "infection"),
            *("--for", "1d", "--reason", "test"),
        ),
        "alerts samples": ("A-1", "--out", str(bare.folder / "samples.pcap")),
        "releases approve": ("R-1",),
        "releases refuse": ("R-1",),
        "releases withdraw": ("R-1",),
        "releases explain": ("A-1", "--to", "abroad"),
        **{f"partners {each}": ("west",) for each in ("add", "show", "pull", "withdraw", "remove")},
        "partners take": ("west", "misp", str(bare.folder)),
        "partners push": (),
        "share": ("stix", "--to", "abroad", "--out", str(bare.folder / "shared")),
        "blocklists propose": ("A-1", "--reason", "test"),
        **{f"blocklists {each}": ("B-1",) for each in ("show", "release", "withdraw")},
        "blocklists report": ("B-1", "--rdap", str(bare.folder), "--out", str(bare.folder / "mails")),
        "silences add": ("--reason", "test", "--kind", "infection", "--for", "4h"),
        "silences lift": ("S-1",),
        "notices show": ("5f1c02aa9e",),
        "notices retry": ("--dead",),
        "people invite": ("mika", "--role", "officer"),
        "people change": ("mika", "--role", "lead"),
        "people deactivate": ("mika",),
        "people reset": ("mika",),
        "people tokens add": ("mika", "--name", "x", "--scope", "see", "--for", "1d"),
        "people tokens revoke": ("T-1",),
        "backup": (str(bare.folder / "b"),),
    }

    said = bare(*command.words.split(), *needed.get(command.words, ()))

    assert (7, "") == (said.code, said.out)
    assert "`noroshi init` makes one" in said.err
    assert not bare.home.path.exists()


def test_manual() -> None:
    """docs/commands.md is what `make handbook` writes."""
    assert manual().splitlines() == (ROOT / "docs" / "commands.md").read_text("utf-8").splitlines()


def test_codes() -> None:
    """Every error has the exit code that the tree in `noroshi.errors` draws for it."""
    drawn = inspect.getdoc(inspect.getmodule(NoroshiError)) or ""
    kinds = [NoroshiError]
    for kind in kinds:
        kinds += [each for each in kind.__subclasses__() if each.__module__ == NoroshiError.__module__]

    assert [] == [
        kind.__name__
        for kind in kinds[1:]
        if not any(
            kind.__name__ in line and line.endswith(f"exit {kind.exit_code}") for line in drawn.splitlines()
        )
    ]


def test_groups(capsys: pytest.CaptureFixture[str]) -> None:
    """The help page of a group lists its commands in their order."""
    for group in GROUPS:
        run([*group.split(), "--help"])
        page = capsys.readouterr().out
        sentences = [each.sentence for each in COMMANDS if each.words.rpartition(" ")[0] == group]
        found = [page.index(sentence[:40]) for sentence in sentences]

        assert found == sorted(found)


def loaded(*words: str) -> set[str]:
    """What a command line loads, in a process of its own."""
    script = (
        "import json, sys; from noroshi.cli.program import run; run(sys.argv[1:]);"
        "sys.stderr.write(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *words], check=True, capture_output=True, text=True, timeout=60
    )
    return set(json.loads(done.stderr.splitlines()[-1]))


def test_start() -> None:
    """The list of commands loads none of them, nor a library that takes long."""
    modules = loaded("--help")

    assert set() == {f"noroshi.cli.{each.module}" for each in COMMANDS} & modules
    assert set() == {"numpy", "numba", "sqlalchemy", "aiohttp"} & modules


@pytest.mark.parametrize(
    "words",
    [
        "alerts list",
        "alerts show ALERT",
        "indications show INDICATION",
        "notices list",
        "silences list",
        "releases list",
        "blocklists list",
        "organisations list",
        "people list",
        "audit",
    ],
)
def test_light(words: str, centre: Centre) -> None:
    """What only reads does without kernels, channels and migrations."""
    [alert] = centre.alerted()

    modules = loaded(*words.replace("ALERT", alert).split(), "--home", str(centre.home.path))

    assert "noroshi.storage.alerts" in modules
    assert set() == {"numba", "aiohttp", "alembic"} & modules


async def pulled(*_: object) -> Pulled:
    """Stand in for a pull: there is no partner's server here; `tests/cli/test_partners.py` has two."""
    return Pulled(1, 0, 0)


async def pushed(*_: object) -> Pushed:
    """Stand in for a push: there is no MISP here; `tests/cli/test_pushing.py` has one."""
    return Pushed(1, 0, 0)


def asked(command: Command, centre: Centre, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What each command has to be asked for to write something, in a centre with an alert and a silence."""
    first, second, third = centre.alerted(
        detection(), *(detection("infection.external", f"192.0.2.{last}") for last in (18, 19))
    )
    [silence] = centre(
        "silences", "add", "--kind", "x", "--for", "4h", "--reason", "test", "--json"
    ).objects()
    centre("alerts", "acknowledge", second)
    centre("alerts", "snooze", second, "--for", "4h")
    centre("alerts", "merge", third, "--into", second)
    deliver(centre)
    notice = next(
        each["id"]
        for each in centre("notices", "list", "--all", "--json").objects()
        if each["state"] == "composed"
    )
    centre("people", "invite", "mika", "--role", "officer")
    made = centre("people", "tokens", "add", "mika", "--name", "x", "--scope", "see", "--for", "1d", "--json")
    [token] = made.objects()
    ask = ["--to", "library", "--level", "full", "--kind", "x", "--for", "1d", "--reason", "test"]
    [release] = centre("releases", "ask", *ask, "--json").objects()
    with Application.open(centre.home, SystemClock()) as application:
        application.indications.record([begun(sign())])
        now = application.clock.now()
        application.desk().conclude(
            [detection(subject=each, first=now) for each in ("192.0.2.20", "203.0.113.20")]
        )
    if command.words == "releases approve":
        monkeypatch.setenv("LOGNAME", "somebody-else")
    if command.words == "releases tally":
        with Application.open(centre.home, SystemClock()) as application:
            reader = application.organisations.get("library")
            application.outlet().let_out(reader, [application.alerts.get(first)])
    blocked = ""
    if command.words.startswith("blocklists"):
        with Application.open(centre.home, SystemClock()) as application:
            told(application, seen())
        [proposed] = centre("blocklists", "propose", "west", "--reason", "test", "--json").objects()
        blocked = proposed["id"]
    if command.words in {"blocklists release", "blocklists report"}:
        monkeypatch.setenv("LOGNAME", "somebody-else")
    if command.words == "blocklists report":
        centre("blocklists", "release", blocked)
    if command.words.startswith("partners"):
        west = "organisations: [{id: west, name: West Centre, tags: [partner]}]"
        centre("organisations", "import", str(centre.roster(west, "partners.yaml")))
        centre("partners", "add", "west", "--address", "http://127.0.0.1:1/taxii2/")
        monkeypatch.setattr(noroshi.app.pulling, "pull", pulled)
        monkeypatch.setattr(Pusher, "push", pushed)
    capture = centre.folder / "empty.pcap"
    centre("backup", str(centre.folder / "b"))
    capture.write_bytes(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
    return {
        "organisations import": [str(centre.roster())],
        "organisations show": ["example"],
        "reports member": ["example"],
        "who": ["192.0.2.7", "198.18.0.1", "203.0.113.7"],
        "watch": [str(capture), "--no-delivery"],
        "alerts show": [first],
        "indications show": [indication_id(sign())],
        "campaigns show": [campaign_id(pattern_of(detection()))],
        "alerts acknowledge": [first],
        "alerts resolve": [first, "--as", "cleaned"],
        "alerts reopen": [second],
        "alerts assign": [first, "--to", "mika"],
        "alerts snooze": [first, "--for", "4h"],
        "alerts wake": [second],
        "alerts note": [first, "--text", "test"],
        "alerts merge": [first, "--into", second],
        "alerts unmerge": [third],
        "alerts undo": [third],
        "alerts mark": [first, "--as", "red"],
        "releases ask": ask,
        "releases approve": [release["id"]],
        "releases refuse": [release["id"]],
        "releases withdraw": [release["id"]],
        "releases explain": [first, second, "--to", "example"],
        **{f"partners {each}": ["west"] for each in ("add", "show", "pull", "withdraw", "remove")},
        "partners take": ["west", "json", str(centre.roster("", "none.jsonl"))],
        "share": ["stix", "--to", "example", "--out", str(centre.folder / "shared")],
        "blocklists propose": ["west", "--reason", "test"],
        **{f"blocklists {each}": [blocked] for each in ("show", "release", "withdraw")},
        "blocklists report": [blocked, "--rdap", str(centre.roster("", "rdap")), "--out", str(centre.folder)],
        "silences add": ["--kind", "infection", "--for", "4h", "--reason", "test"],
        "silences lift": [silence["id"]],
        "notices show": [notice],
        "notices retry": [notice],
        "guides show": ["infection.internal"],
        "people invite": ["yuki", "--role", "administrator"],
        "people change": ["mika", "--role", "lead"],
        "people deactivate": ["mika"],
        "people reset": ["mika"],
        "people tokens add": ["mika", "--name", "y", "--scope", "see", "--for", "1d"],
        "people tokens revoke": [token["id"]],
        "doctor": ["--offline"],
        "backup": [str(centre.folder / "c")],
        "restore": [str(centre.folder / "b"), "--replace"],
    }.get(command.words, [])


@pytest.mark.parametrize(
    "command",
    # Some have homes of their own to make; one takes the database back, of which nothing can be asked then; two never end;
    # and samples with bytes take a capture: tests/cli/test_alerts.py has one.
    [
        each
        for each in COMMANDS
        if each.words not in {"init", "demo", "downgrade", "serve", "console", "alerts samples"}
    ],
    ids=words_of,
)
def test_decodes(command: Command, centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line that it writes with --json is one of the objects that it documents; what it changes, the audit has."""
    words = asked(command, centre, monkeypatch)
    before, database = audited(centre), kept(centre.home.database)
    said = centre(*command.words.split(), *words, "--json")
    lines = said.out.splitlines()

    assert (0, "") == (said.code, said.err)
    assert lines
    assert [] == [line for line in lines if line not in rewritten(line, outputs_of(command))]
    if kept(centre.home.database) != database:
        written = [each for each in audited(centre) if each not in before]
        assert Via.COMMAND in {each.via for each in written if each.who not in {"", "noroshi"}}


def audited(centre: Centre) -> Sequence[AuditEntry]:
    """The audit, the first line first."""
    with centre.books() as books:
        return [row.entry for row in reversed(books.people.audit.page(AuditWanted(), None, 10_000))]


def rewritten(line: str, kinds: Iterable[type[msgspec.Struct]]) -> Iterator[str]:
    """What becomes of a line that is read as each kind of object and written again."""
    for kind in kinds:
        with suppress(msgspec.ValidationError):
            yield msgspec.json.encode(msgspec.json.decode(line, type=kind)).decode()
