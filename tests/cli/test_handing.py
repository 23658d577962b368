"""What a partner hands over in files, and mail to those who answer for what is blocked."""

import email
import json
from email.message import Message
from pathlib import Path
from typing import cast

import pymisp
import pytest
import xarf

from noroshi.app import Application
from noroshi.app.taking import taker
from noroshi.clock import DAY, SECOND, SystemClock
from noroshi.organisations.model import Marking
from noroshi.sharing.formats.catalogue import read, write
from tests.cli.centre import ROSTER, Centre
from tests.cli.test_blocklists import ABROAD, tell
from tests.organisations.test_rdap import answer, entity
from tests.sharing.blocked import WEST, seen, told
from tests.sharing.formats.telling import TERMS

RDAP = answer("45.0.0.0", "45.0.255.255", entity("abuse", "abuse@net.example"))


@pytest.fixture
def handing(centre: Centre) -> Centre:
    """Give a centre with a partner, from whom nothing has come yet."""
    assert 0 == centre("organisations", "import", str(centre.roster(ROSTER + ABROAD, "partners.yaml"))).code
    with Application.open(centre.home, SystemClock()) as application:
        told(application)
    return centre


def event(*subjects: str, to_ids: bool = True) -> pymisp.MISPEvent:
    """An event as PyMISP makes it, of today."""
    made = pymisp.MISPEvent()
    made.info, made.Orgc = "Seen", pymisp.MISPOrganisation()
    made.Orgc.from_dict(name="Somebody", uuid="4d9c1a2e-6a0b-4c55-9b1f-3f6c2d0e8b11")
    made.add_tag("tlp:green")
    for subject in subjects:
        attribute = pymisp.MISPAttribute()
        attribute.from_dict(type="ip-src", value=subject, to_ids=to_ids, first_seen="2026-01-01T00:00:00Z")
        attribute.add_tag('rsit:malicious-code="infected-system"')
        made.attributes.append(attribute)
    made.add_attribute("domain", "a.example", to_ids=True)
    return made


def feed(folder: Path, *events: pymisp.MISPEvent) -> Path:
    """A feed as MISP's own generator writes it."""
    folder.mkdir()
    manifest: dict[str, object] = {}
    for each in events:
        (folder / f"{each.uuid}.json").write_text(json.dumps(each.to_feed()))
        manifest |= each.manifest
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


def proposed(centre: Centre) -> list[str]:
    """What could be blocked of what the partner has told."""
    [effect] = centre("blocklists", "propose", "west", "--dry-run", "--json").objects()
    return [each["subject"] for each in effect["entries"]]


def test_misp(handing: Centre, tmp_path: Path) -> None:
    """A feed that PyMISP wrote is taken as the partner's word: what may be acted on can be blocked; taken again it changes nothing."""
    where = feed(tmp_path / "feed", event("45.0.0.7", "10.1.2.3"), event("45.0.1.1", to_ids=False))
    [first] = handing("partners", "take", "west", "misp", str(where), "--json").objects()
    [again] = handing("partners", "take", "west", "misp", str(where), "--json").objects()
    [line] = handing("audit", "--what", "pull-partner", "--json").objects()[:1]

    assert (3, {"no-source": 2}) == (first["findings"], first["skips"])
    assert (3, 0) == (again["findings"], again["new"])
    assert ["45.0.0.7"] == proposed(handing)
    assert ("west", True) == (line["about"], "0 new objects" in line["note"])


def test_misp_of_ours(handing: Centre, tmp_path: Path) -> None:
    """Our own feed is read as it was meant: what is spared there is spared here, and what was withdrawn is."""
    files = write([seen(), seen("45.0.0.8", may_be_spoofed=True)], "misp", TERMS).files
    (tmp_path / "feed").mkdir()
    for name, content in files.items():
        (tmp_path / "feed" / name).write_bytes(content)
    handing("partners", "take", "west", "misp", str(tmp_path / "feed"))

    assert ["45.0.0.7"] == proposed(handing)


def test_members_are_told(handing: Centre, tmp_path: Path) -> None:
    """A report about a member's machine becomes its alert, which names the partner; one of a year ago does not."""
    now, reports = SystemClock().now() // SECOND, tmp_path / "reports"
    reports.mkdir()
    for number, (subject, at) in enumerate((("45.10.0.9", now), ("45.10.0.8", now - 365 * DAY // SECOND))):
        [report] = write([seen(subject, last=at * SECOND, first=at * SECOND)], "xarf", TERMS).files.values()
        assert [] == xarf.parse(report.decode()).errors
        (reports / f"{number}.json").write_bytes(report)
    handing("partners", "take", "west", "xarf", str(reports))
    with Application.open(handing.home, SystemClock()) as application:
        taker(application).take(WEST)
    [alert] = handing("alerts", "list", "--json").objects()

    assert ("college", "45.10.0.9", "infection.external") == (
        alert["organisation"],
        alert["subject"],
        alert["kind"],
    )
    assert [] == proposed(handing)


def test_path_of_an_event(handing: Centre, tmp_path: Path) -> None:
    """A manifest names events, and no files elsewhere."""
    where = tmp_path / "feed"
    where.mkdir()
    (tmp_path / "secret.json").write_text(json.dumps({"Event": {"Attribute": []}}))
    (where / "manifest.json").write_text(json.dumps({"../secret": {}, "/etc/passwd": {}}))
    [taken] = handing("partners", "take", "west", "misp", str(where), "--json").objects()

    assert (0, {}) == (taken["findings"], taken["skips"])


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["nobody", "misp", "x"], 5, "nobody"),
        (["west", "misp", "x"], 2, "x"),
        (["west", "intelmq", "x"], 2, "only written"),
        (["west", "pdf", "x"], 2, "no format"),
    ],
)
def test_refused(words: list[str], code: int, said: str, handing: Centre, tmp_path: Path) -> None:
    """Nothing is taken of nobody, in no format, or from nowhere."""
    (tmp_path / "there").mkdir()
    given = [*words[:2], str(tmp_path / ("nowhere" if words[1] == "misp" else "there"))]
    if words[1] != "misp":
        (tmp_path / "there" / "one").write_text("")
    heard = handing("partners", "take", *given)

    assert code == heard.code
    assert ("nowhere" if said == "x" else said) in heard.err


def test_withdrawn(handing: Centre, tmp_path: Path) -> None:
    """Nothing more is taken of a partner that was withdrawn."""
    assert 0 == handing("partners", "withdraw", "west").code
    assert (
        6 == handing("partners", "take", "west", "misp", str(feed(tmp_path / "feed", event("45.0.0.7")))).code
    )


def test_abuse_mail(handing: Centre, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Mail about what is released goes to whom RDAP names, with a report that XARF's own parser takes; about the rest it says why none does."""
    answers = tmp_path / "answers"
    answers.write_bytes(RDAP + b"\n{}\n")
    settings = handing.home.settings.read_text("utf-8")
    handing.home.settings.write_text(
        settings.replace('#answer_to = ""', 'answer_to = "team@centre.example"'), "utf-8"
    )
    clear = {"marking": Marking.CLEAR}
    tell(handing, seen(**clear), seen("45.0.0.8"), seen("44.0.0.1", **clear), seen("45.0.3.0/24", **clear))
    monkeypatch.setenv("LOGNAME", "mika")
    made = handing("blocklists", "propose", "west", "--reason", "x", "--json").objects()[0]["id"]
    words = ("blocklists", "report", made, "--rdap", str(answers), "--out", str(tmp_path / "mails"), "--json")
    early = handing(*words)
    monkeypatch.setenv("LOGNAME", "kei")
    handing("blocklists", "release", made)
    [done] = handing(*words).objects()
    [file] = done["files"]
    mail = email.message_from_bytes(Path(file).read_bytes())
    text, machine, report = cast("list[Message]", mail.get_payload())
    content = report.get_payload(decode=True)
    assert isinstance(content, bytes)

    assert (6, True) == (early.code, "not released" in early.err)
    assert ({"no-contact": 2, "not-cleared": 1}, {"malformed": 1}) == (done["left_out"], done["unusable"])
    assert ("abuse@net.example", "team@centre.example") == (mail["To"], mail["From"])
    assert "multipart/report" == mail.get_content_type()
    assert "message/feedback-report" == machine.get_content_type()
    assert "45.0.0.7" in text.as_string()
    assert "45.0.0.7" == json.loads(content)["source_identifier"]
    assert [] == xarf.parse(content.decode()).errors
    assert ["45.0.0.7"] == [each.subject for each in read(Path(file).read_bytes(), "xarf").findings]
