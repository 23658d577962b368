"""Block-lists at the command line: proposed by one, released by another, served as files, and nothing that must not be in them."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from noroshi.alerts.model import AlertState, Outcome
from noroshi.app import Application
from noroshi.clock import DAY, MINUTE, SystemClock, iso
from noroshi.detections.model import Subject
from noroshi.indications.model import begun, indication_id
from noroshi.people.audit import AuditEntry, What
from noroshi.people.caller import Via
from noroshi.sharing.blame import LIFETIME
from noroshi.sharing.finding import Finding, PortCount
from noroshi.sharing.formats.catalogue import FORMATS, LIST_FILES
from tests.cli.centre import ROSTER, Centre
from tests.delivery.stories import detection
from tests.indications.signs import sign
from tests.sharing.blocked import seen, told

ABROAD = """\
  - id: west
    name: West Centre
    tags: [partner]
    holdings: [{prefix: 45.9.0.0/16}]
  - id: college
    name: Example College
    holdings: [{prefix: 45.10.0.0/16}]
  - id: ours
    name: Ours
    tags: [operator]
    holdings: [{prefix: 45.8.0.0/24}]
"""
LISTS = [name for name, each in FORMATS.items() if each.lists]

GOOD = ("45.0.0.7", "45.0.1.0/24", "2a01:5::7")
BAD = (
    *("45.10.0.9", "45.9.1.1", "45.8.0.3", "8.8.8.8", "198.41.0.4", "10.0.0.1", "198.51.100.7"),
    *("45.0.2.9", "45.7.0.1", "45.6.0.1", "45.0.5.9"),
)
"""A member's, a partner's, the centre's, a resolver, a root server, a private and a monitored address; one that may be
spoofed; one of the operator's file; one of a warning list; one that is quiet for four days."""


def everything() -> list[Finding]:
    """What the partner tells: what may be listed, and what must not."""
    old = SystemClock().now() - LIFETIME - DAY
    changes: dict[str, dict[str, object]] = {
        "45.0.2.9": {"may_be_spoofed": True},
        "45.0.5.9": {"first": old, "last": old},
    }
    return [seen(each, **changes.get(each, {})) for each in (*GOOD, *BAD)]


@pytest.fixture
def blocking(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> Centre:
    """Give a centre with a partner, an operator's file and a warning list, where mika sits at the terminal."""
    assert 0 == centre("organisations", "import", str(centre.roster(ROSTER + ABROAD, "partners.yaml"))).code
    (centre.folder / "allow.txt").write_text("45.7.0.0/24  # the branch office\n")
    (centre.folder / "list.json").write_text(
        '{"name": "Clouds", "type": "cidr", "list": ["45.6.0.0/16", "a.b"]}'
    )
    settings = centre.home.settings.read_text("utf-8")
    for name, value in (
        ("allow", f'"{centre.folder}/allow.txt"'),
        ("warning_lists", f'["{centre.folder}/list.json"]'),
    ):
        before = next(line for line in settings.splitlines() if line.startswith(f"#{name} = "))
        settings = settings.replace(before, f"{name} = {value}")
    centre.home.settings.write_text(settings, "utf-8")
    monkeypatch.setenv("LOGNAME", "mika")
    return centre


def tell(centre: Centre, *findings: Finding) -> None:
    """Let the partner tell findings."""
    with Application.open(centre.home, SystemClock()) as application:
        told(application, *findings)


def proposed(centre: Centre, *about: str) -> str:
    """Propose a block-list; give its id."""
    [made] = centre("blocklists", "propose", *(about or ("west",)), "--reason", "a worm", "--json").objects()
    return str(made["id"])


def released(centre: Centre, patch: pytest.MonkeyPatch, *about: str) -> str:
    """Let two persons decide; give the block-list's id."""
    patch.setenv("LOGNAME", "mika")
    made = proposed(centre, *about)
    patch.setenv("LOGNAME", "kei")
    assert 0 == centre("blocklists", "release", made.lower()).code
    return made


def files(centre: Centre, out: Path, names: Sequence[str] = LISTS, to: str = "") -> str:
    """All that is written in some formats, for the centre itself or for somebody else."""
    for name in names:
        said = centre("share", name, "--out", str(out), *(["--to", to] if to else []))
        assert 0 == said.code, said.err
    return "\n".join(path.read_text() for path in sorted(out.iterdir()))


def test_law(blocking: Centre, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In no file of no format is anything on the allow-list, that may be spoofed, or that has ended; the rest is in each."""
    tell(blocking, *everything())
    released(blocking, monkeypatch)
    out = tmp_path / "out"
    whole = files(blocking, out)

    assert set(LIST_FILES) == {path.name for path in out.iterdir()}
    assert [] == [each for each in BAD if each in whole or ".".join(reversed(each.split("."))) in whole]
    for path in out.iterdir():
        content = path.read_text()
        both = path.name in {"noroshi.rules", "noroshi-addresses.lst"}  # prefixes here, addresses there
        assert both or all(each in content or _reversed(each) in content for each in GOOD[:2]), path


def _reversed(subject: str) -> str:
    """As a zone's names have it."""
    return ".".join(reversed(subject.partition("/")[0].split(".")))


def test_preview(blocking: Centre) -> None:
    """A dry run says what would be stopped, whose space is touched, and what is left alone and why; nothing is written."""
    tell(blocking, *everything())
    [effect] = blocking("blocklists", "propose", "west", "--dry-run", "--json").objects()
    said = blocking("blocklists", "propose", "west", "--dry-run").out

    assert 257 == effect["addresses"]
    assert list(GOOD) == [each["subject"] for each in effect["entries"]]
    assert {"allowed": 7, "expired": 1, "reserved": 2, "spoofed": 1} == effect["left_out"]
    assert {
        "member college": 1,
        "partner west": 1,
        "ours ours": 1,
        "service Google Public DNS": 1,
        "service root server a": 1,
        "file allow.txt": 1,
        "warning-list Clouds": 1,
        "reserved": 2,
    } == effect["touched"]
    assert "45.9.1.1: allowed, partner west" in said
    assert [] == blocking("blocklists", "list", "--all", "--json").objects()


def test_two_persons(blocking: Centre, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing is served before a different person has released it, nor after somebody has withdrawn it; the audit has each turn."""
    tell(blocking, seen())
    made = proposed(blocking)
    before = files(blocking, tmp_path / "before", ["blocklist"])
    alone = blocking("blocklists", "release", made)
    monkeypatch.setenv("LOGNAME", "kei")
    [let] = blocking("blocklists", "release", made, "--json").objects()
    during = files(blocking, tmp_path / "during", ["blocklist"])
    [ended] = blocking("blocklists", "withdraw", made, "--json").objects()
    after = files(blocking, tmp_path / "after", ["blocklist"])
    lines = [each for each in blocking("audit", "--json").objects() if each["about"] == made]

    assert (6, True) == (alone.code, "needs another person than mika" in alone.err)
    assert ("released", "mika", "kei") == (let["state"], let["proposed_by"], let["released_by"])
    assert ("withdrawn", "kei") == (ended["state"], ended["withdrawn_by"])
    assert [False, True, False] == ["45.0.0.7" in each for each in (before, during, after)]
    assert [
        ("kei", "withdraw-block-list", made, "done"),
        ("kei", "release-block-list", made, "done"),
        ("mika", "release-block-list", made, "refused"),
        ("mika", "propose-block-list", made, "done"),
    ] == [(each["who"], each["what"], each["about"], each["outcome"]) for each in lines]


@pytest.mark.parametrize(
    "change",
    [
        {"may_be_spoofed": True},
        {"state": AlertState.RESOLVED, "outcome": Outcome.FALSE_ALARM},
        {"subject": "45.0.0.8"},
        {"centre": "East Centre"},
    ],
    ids=str,
)
def test_shrinks(
    change: dict[str, object], blocking: Centre, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What the partner takes back after the release, or says otherwise now, is served no more; nothing else takes its place."""
    first = seen()
    tell(blocking, first)
    released(blocking, monkeypatch)
    tell(blocking, replace(first, version=first.version + 1, modified=first.modified + 1, **change))

    whole = files(blocking, tmp_path / "out", ["blocklist"])
    assert ("centre" in change) == ("45.0.0.7" in whole)
    assert "45.0.0.8" not in whole


def test_register_moves(blocking: Centre, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What a member comes to hold after the release is served no more, nor what the operator's file comes to have."""
    tell(blocking, seen(), seen("45.0.1.1"), seen("45.0.2.2"))
    released(blocking, monkeypatch)
    new = "organisations: [{id: new, name: New, holdings: [{prefix: 45.0.0.0/24}]}]"
    blocking("organisations", "import", str(blocking.roster(new, "new.yaml")))
    (blocking.folder / "allow.txt").write_text("45.0.1.0/24\n")

    whole = files(blocking, tmp_path / "out", ["cidr"])
    assert [False, False, True] == [each in whole for each in ("45.0.0.7", "45.0.1.1", "45.0.2.2")]


def test_partner_withdrawn(blocking: Centre, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What a partner told whose word was withdrawn as a whole is served no more."""
    tell(blocking, seen())
    released(blocking, monkeypatch)
    with Application.open(blocking.home, SystemClock()) as application:
        entry = AuditEntry(application.clock.now(), "kei", Via.COMMAND, What.WITHDRAW_PARTNER)
        application.sharing.partners.withdraw("west", entry)

    assert "45.0.0.7" not in files(blocking, tmp_path / "out", ["ipset"])


@pytest.mark.parametrize("fault", ["missing", "no prefix", "no list"])
def test_no_allow_list(fault: str, blocking: Centre, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """While a file of what is never listed cannot be read, nothing is served, and the error names the file."""
    tell(blocking, seen())
    released(blocking, monkeypatch)
    if fault == "missing":
        (blocking.folder / "allow.txt").unlink()
    elif fault == "no prefix":
        (blocking.folder / "allow.txt").write_text("45.7.0.0/24\n45.7.1.1/24\n")
    else:
        (blocking.folder / "list.json").write_text("[]")
    said = blocking("share", "nftables", "--out", str(tmp_path / "out"))

    assert 2 == said.code
    assert ("list.json" if fault == "no list" else "allow.txt") in said.err
    assert not (tmp_path / "out").exists()


def test_members_alert(blocking: Centre) -> None:
    """An alert about a member's machine proposes nothing, and says whose it is."""
    [alert] = blocking.alerted(detection(subject="45.10.0.17"))
    [effect] = blocking("blocklists", "propose", alert, "--dry-run", "--json").objects()
    said = blocking("blocklists", "propose", alert, "--reason", "x")

    assert ([], {"member college": 1}) == (effect["entries"], effect["touched"])
    assert (2, True) == (said.code, "nothing of it may be listed" in said.err)


def test_indication(blocking: Centre) -> None:
    """An indication proposes what partners saw send to its port of late, and nothing else."""
    first = replace(sign(), subject=Subject("port", "tcp/23"))
    with Application.open(blocking.home, SystemClock()) as application:
        application.indications.record([begun(first)])
    tell(blocking, seen(), seen("45.0.3.3", ports=(PortCount("tcp", 80, 1),)), seen("45.0.3.4", ports=()))
    [effect] = blocking("blocklists", "propose", indication_id(first), "--dry-run", "--json").objects()

    assert ["45.0.0.7"] == [each["subject"] for each in effect["entries"]]


def test_clock_of_a_partner(blocking: Centre) -> None:
    """A partner that says that something happens in a year does not have it stopped for a year."""
    later = SystemClock().now() + 365 * DAY
    soon = SystemClock().now() + MINUTE
    tell(blocking, seen(last=later), seen("45.0.3.3", last=soon))
    [effect] = blocking("blocklists", "propose", "west", "--dry-run", "--json").objects()
    [entry] = effect["entries"]

    assert "45.0.3.3" == entry["subject"]
    assert entry["until"] <= iso(SystemClock().now() + LIFETIME)


def test_others(blocking: Centre, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What one partner has told is in no list for anybody but the centre itself."""
    tell(blocking, seen())
    released(blocking, monkeypatch)

    assert "45.0.0.7" in files(blocking, tmp_path / "own", ["blocklist"])
    assert "45.0.0.7" not in files(blocking, tmp_path / "theirs", LISTS, "library")


def test_policy(blocking: Centre, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Once nobody holds an alert's address it may be listed; another organisation gets it once it may know the alert in full."""
    with Application.open(blocking.home, SystemClock()) as application:
        seen_now = detection("infection.external", "45.10.0.17", application.clock.now() - MINUTE)
        [turn] = application.desk().conclude([replace(seen_now, may_be_spoofed=False)])
    gone = (ROSTER + ABROAD).replace("45.10.0.0/16", "45.11.0.0/16")
    blocking("organisations", "import", str(blocking.roster(gone, "partners.yaml")))
    released(blocking, monkeypatch, turn.alert.id)
    own, before = (files(blocking, tmp_path / f"for-{to}", ["cidr"], to) for to in ("", "west"))
    monkeypatch.setenv("LOGNAME", "mika")
    ask = ("--to", "west", "--alert", turn.alert.id, "--level", "full", "--for", "1d", "--reason", "x")
    [asked] = blocking("releases", "ask", *ask, "--json").objects()
    monkeypatch.setenv("LOGNAME", "kei")
    blocking("releases", "approve", asked["id"])
    after = files(blocking, tmp_path / "after", ["cidr"], "west")
    blocking("alerts", "resolve", turn.alert.id, "--as", "false-alarm")

    assert [True, False, True] == ["45.10.0.17/32" in each for each in (own, before, after)]
    assert "45.10.0.17" not in files(blocking, tmp_path / "end", LISTS)


def test_shown(blocking: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list has what stands, and with --all what is over; one is shown with what it does now and what it left out."""
    nothing = blocking("blocklists", "list").out
    tell(blocking, *everything())
    made = released(blocking, monkeypatch)
    table = blocking("blocklists", "list").out
    shown = blocking("blocklists", "show", made.lower()).out
    [record] = blocking("blocklists", "show", made, "--json").objects()
    blocking("blocklists", "withdraw", made)

    assert "No block-lists that stand.\n" == nothing == blocking("blocklists", "list").out
    assert "a worm" in table
    assert "It would stop 257 IPv4 addresses" in shown
    assert ("released", 3) == (record["block_list"]["state"], len(record["effect"]["entries"]))
    assert len(BAD) == len(record["spared"])
    assert ["withdrawn"] == [
        each["state"] for each in blocking("blocklists", "list", "--all", "--json").objects()
    ]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["west"], 2, "needs a reason"),
        (["A-0000000", "--reason", "x"], 5, "A-0000000"),
        (["I-0000000", "--reason", "x"], 5, "I-0000000"),
        (["nobody", "--reason", "x"], 5, "nobody"),
        (["west", "--reason", "x"], 2, "nothing of it may be listed"),
    ],
)
def test_refused(words: list[str], code: int, said: str, blocking: Centre) -> None:
    """A proposal without a reason, about nothing that there is, or without an entry is refused and not written."""
    tell(blocking)
    heard = blocking("blocklists", "propose", *words)

    assert (code, True) == (heard.code, said in heard.err)
    assert [] == blocking("blocklists", "list", "--all", "--json").objects()
