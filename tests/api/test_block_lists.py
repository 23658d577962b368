from email import message_from_string
from pathlib import Path

import httpx
import pytest
from msgspec.structs import replace

from noroshi.clock import DAY, SystemClock
from noroshi.delivery.settings import MailSecurity
from noroshi.organisations.model import Marking
from noroshi.people.audit import AuditWanted, What
from noroshi.people.rights import Right, Role
from noroshi.sharing.formats.catalogue import LIST_FILES
from tests.api.answering import BY, Answering
from tests.api.test_releases import signed_in
from tests.delivery.conftest import Certificates, certificates
from tests.delivery.mailroom import beside
from tests.delivery.stories import detection
from tests.organisations.test_rdap import answer, entity
from tests.sharing.blocked import seen, told

__all__ = ["certificates"]  # a fixture

FILE = "/blocklists/files/noroshi.txt"


def firewall(
    api: Answering, name: str = "vi", role: Role = Role.VIEWER, organisation: str = ""
) -> httpx.Client:
    """A program that may read block-lists, and nothing else."""
    person = api.person(name, role, organisation)
    _, secret = api.centre.door.tokens.add(person, "firewall", [Right.READ_BLOCK_LISTS], DAY, BY)
    client = api.nobody()
    client.headers["Authorization"] = f"Bearer {secret.reveal()}"
    return client


def released(api: Answering, about: str = "west") -> str:
    """Let two leads decide; give the block-list's id."""
    lea, kei = signed_in(api, "lea"), signed_in(api, "kei")
    made = lea.post("/blocklists", json={"about": [about], "reason": "a worm"}).raise_for_status().json()
    kei.post(f"/blocklists/{made['id']}/release", json={}).raise_for_status()
    return str(made["id"])


def test_two_persons(api: Answering) -> None:
    """An officer proposes, a lead releases; who proposed it cannot, nor can a program; the officer may end it."""
    told(api.centre, seen())
    officer, lea = signed_in(api, "mika", Role.OFFICER), signed_in(api, "lea")
    effect = officer.get("/blocklists/preview", params={"about": "west"}).raise_for_status().json()
    made = officer.post("/blocklists", json={"about": ["west"], "reason": "a worm"}).raise_for_status().json()
    own = lea.post("/blocklists", json={"about": ["west"], "reason": "mine"}).raise_for_status().json()
    refused = (
        officer.post(f"/blocklists/{made['id']}/release", json={}),
        lea.post(f"/blocklists/{own['id']}/release", json={}),
        api.client("kei", Role.LEAD).post(f"/blocklists/{made['id']}/release", json={}),
        api.client("kei", Role.LEAD).post("/blocklists", json={"about": ["west"], "reason": "x"}),
    )
    let = lea.post(f"/blocklists/{made['id']}/release", json={}).raise_for_status().json()
    shown = officer.get(f"/blocklists/{made['id']}").raise_for_status().json()
    listed = officer.get("/blocklists", params={"about": "west"}).raise_for_status().json()
    ended = officer.post(f"/blocklists/{made['id']}/withdraw", json={}).raise_for_status().json()

    assert (1, ["45.0.0.7"]) == (effect["addresses"], [each["subject"] for each in effect["entries"]])
    assert [403, 409, 403, 403] == [answer.status_code for answer in refused]
    assert ("released", "mika", "lea") == (let["state"], let["proposed_by"], let["released_by"])
    assert (let, effect["entries"]) == (shown["block_list"], shown["effect"]["entries"])
    assert {made["id"], own["id"]} == {each["id"] for each in listed}
    assert "withdrawn" == ended["state"]


def test_files(api: Answering) -> None:
    """A program with the scope reads each file, with an ETag that stands while nothing changes; and reads nothing else."""
    told(api.centre, seen())
    made, program = released(api), firewall(api)
    answers = {name: program.get(f"/blocklists/files/{name}").raise_for_status() for name in LIST_FILES}
    first = answers["noroshi.txt"]
    same = program.get(FILE, headers={"If-None-Match": first.headers["ETag"]})
    signed_in(api, "lea").post(f"/blocklists/{made}/withdraw", json={}).raise_for_status()
    other = program.get(FILE, headers={"If-None-Match": f'"x", {first.headers["ETag"]}'})

    assert list(LIST_FILES) == [each["name"] for each in program.get("/blocklists/files").json()]
    assert "45.0.0.7" in first.text
    assert len(LIST_FILES) == len({answer.headers["ETag"] for answer in answers.values()})
    assert (304, "", first.headers["ETag"]) == (same.status_code, same.text, same.headers["ETag"])
    assert (200, False) == (other.status_code, "45.0.0.7" in other.text)
    assert "text/plain; charset=utf-8" == first.headers["Content-Type"]
    assert [403, 403, 403, 404] == [
        program.get(path).status_code
        for path in ("/alerts", "/blocklists", f"/blocklists/{made}", "/blocklists/files/noroshi.pdf")
    ]


def test_ends(api: Answering, monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry is gone from the file at its end, and the ETag is another, without anybody's doing."""
    told(api.centre, seen(), seen("45.0.0.8", last=seen().last - 2 * DAY, first=0))
    released(api)
    program, now = firewall(api), SystemClock().now()
    before = program.get(FILE)
    monkeypatch.setattr(SystemClock, "now", lambda _: now + 2 * DAY)
    after = firewall(api, "vo").get(FILE)

    assert [True, True] == [each in before.text for each in ("45.0.0.7", "45.0.0.8")]
    assert [True, False] == [each in after.text for each in ("45.0.0.7", "45.0.0.8")]
    assert before.headers["ETag"] != after.headers["ETag"]


def test_members(api: Answering) -> None:
    """A member's program gets what the policy lets its organisation know, and nothing of what a partner has told."""
    [alert] = api.alerted(replace(detection("infection.external", "203.0.113.9"), may_be_spoofed=False))
    told(api.centre, seen())
    released(api)
    member = firewall(api, "ema", Role.MEMBER, "example")
    answer = member.get(FILE).raise_for_status()

    assert alert
    assert "# 0 entries\n" == answer.text
    assert 403 == member.get("/blocklists").status_code


def test_refused(api: Answering) -> None:
    """What cannot be meant so is refused with a problem, and not written."""
    told(api.centre)
    lea = signed_in(api, "lea")
    answers = [
        lea.post("/blocklists", json={"about": about, "reason": reason})
        for about, reason in ((["west"], "x"), (["nobody"], "x"), ([], "x"), (["west"], " "))
    ]

    assert [422, 404, 422, 422] == [each.status_code for each in answers]
    assert [] == lea.get("/blocklists?all=true").json()


def test_abuse_mail(api: Answering, tmp_path: Path) -> None:
    """Mail about what is released is written to whom the RDAP answers in the request name, or else those of the settings, and the audit has that; nobody else is written to."""
    config = api.centre.config
    api.centre.config = replace(config, centre=replace(config.centre, answer_to="team@centre.example"))
    told(api.centre, seen(marking=Marking.CLEAR))
    made, officer = released(api), signed_in(api, "mika", Role.OFFICER)
    given = [
        answer("45.0.0.0", "45.0.255.255", entity("abuse", "abuse@net.example")).decode(),
        "{}",
    ]
    mail = officer.post(f"/blocklists/{made}/abuse-mail", json={"rdap": given}).raise_for_status().json()
    without = officer.post(f"/blocklists/{made}/abuse-mail", json={"rdap": []}).raise_for_status().json()
    unnamed = officer.post(f"/blocklists/{made}/abuse-mail", json={})
    answers = tmp_path / "answers.ndjson"
    answers.write_text(given[0].replace("\n", " "), "utf-8")
    config = api.centre.config
    api.centre.config = replace(config, blocking=replace(config.blocking, rdap=str(answers)))
    named = officer.post(f"/blocklists/{made}/abuse-mail", json={}).raise_for_status().json()
    [file] = mail["files"]
    lines = api.centre.door.audit.page(AuditWanted(what=What.EXPORT), None, 9)

    assert ({}, {"malformed": 1}) == (mail["left_out"], mail["unusable"])
    assert "abuse@net.example" == message_from_string(file["content"])["To"]
    assert (422, [file["name"]]) == (unnamed.status_code, [each["name"] for each in named["files"]])
    assert ({"no-contact": 1}, []) == (without["left_out"], without["files"])
    assert {("mika", f"/api/v1/blocklists/{made}/abuse-mail")} == {
        (each.entry.who, each.entry.about) for each in lines
    }


def test_sending(api: Answering, certificates: Certificates, tmp_path: Path) -> None:
    """A lead has the centre send it, once, to those alone whom the RDAP answers of the settings name; no program does, and no officer. The audit has each time."""
    told(api.centre, seen(marking=Marking.CLEAR), seen("44.0.0.1", marking=Marking.CLEAR))
    path = f"/blocklists/{released(api)}/abuse-mail/sending"
    answers, lea = tmp_path / "answers", signed_in(api, "lea")
    answers.write_bytes(answer("45.0.0.0", "45.0.255.255", entity("abuse", "abuse@net.example")))
    others = answer("45.0.0.0", "45.0.255.255", entity("abuse", "victim@other.example")).decode()
    with beside(certificates, MailSecurity.PLAIN) as server:
        port, config = server.settings.port, api.centre.config
        api.centre.config = replace(
            config,
            centre=replace(config.centre, answer_to="team@centre.example"),
            blocking=replace(config.blocking, rdap=str(answers)),
            email=replace(config.email, host="127.0.0.1", port=port, security=MailSecurity.PLAIN),
        )
        foreseen = lea.get(path).raise_for_status().json()
        refused = [
            api.client("kei", Role.LEAD).post(path, json={}),
            signed_in(api, "mika", Role.OFFICER).post(path, json={}),
        ]
        first, again = (lea.post(path, json={"rdap": [others]}).raise_for_status().json() for _ in range(2))
        lines = api.centre.door.audit.page(AuditWanted(what=What.REPORT_ABUSE), None, 9)
        came = server.mailroom.envelopes

    assert (1, 1, 0, {"no-contact": 1}) == tuple(
        foreseen[name] for name in ("messages", "mailboxes", "earlier", "left_out")
    )
    assert [403, 403] == [each.status_code for each in refused]
    assert [(1, 0), (0, 1)] == [(each["sent"], each["earlier"]) for each in (first, again)]
    assert [["abuse@net.example"]] == [to for _, to in came]
    assert [("kei", "refused"), ("lea", "done"), ("lea", "done")] == [
        (each.entry.who, each.entry.outcome) for each in reversed(lines)
    ]
