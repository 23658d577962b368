"""What is handed to partners over HTTP, pushed to their MISP, and handed over by them."""

import json
import threading
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import httpx
import pytest
from msgspec.structs import replace

from noroshi.api.pushing import THREAD, Pushing
from noroshi.api.routes import handing
from noroshi.client.client import Client
from noroshi.clock import MINUTE
from noroshi.errors import MoveRefusedError
from noroshi.people.audit import AuditWanted, What
from noroshi.people.rights import Role
from noroshi.sharing.formats.catalogue import write
from noroshi.sharing.taxii.collection import from_one
from tests.api.answering import BY, ROSTER, Answering, answering
from tests.api.test_partners import PARTNERS, added
from tests.api.test_releases import signed_in, wanted
from tests.cli.mispserver import KEY, Misp, misp
from tests.delivery.stories import detection
from tests.sharing.blocked import seen
from tests.sharing.formats.telling import TERMS

SHARE, PUSH, TAKE = (f"/partners/abroad/{each}" for each in ("share", "push", "take"))


@pytest.fixture
def api(tmp_path: Path) -> Iterator[Answering]:
    """A centre that answers, with a partner and an alert of ten minutes ago that may be told to it by prefix."""
    with answering(tmp_path, members=ROSTER + PARTNERS) as made:
        added(signed_in(made, "root", Role.ADMINISTRATOR))
        made.alerted(
            detection("infection.external", "203.0.113.9", first=made.centre.clock.now() - 10 * MINUTE)
        )
        yield made


@pytest.fixture
def lea(api: Answering) -> httpx.Client:
    """A lead's browser."""
    return signed_in(api, "lea")


@pytest.fixture
def server(api: Answering, tmp_path: Path) -> Iterator[Misp]:
    """The partner's MISP, which the settings name."""
    key = tmp_path / "misp.key"
    key.write_text(KEY)
    with misp() as made:
        config = api.centre.config
        section = replace(config.misp, url=made.url, partner="abroad", key_file=str(key))
        api.centre.config = replace(config, misp=section)
        yield made


def released(api: Answering, lea: httpx.Client) -> None:
    """Let two persons release prefixes to the partner."""
    asked = lea.post("/releases", json=wanted(to="abroad", level="prefix")).raise_for_status().json()["id"]
    signed_in(api, "kei").post(f"/releases/{asked}/approve").raise_for_status()


def notes(api: Answering, what: What) -> list[tuple[str, str, str]]:
    """The audit's lines about something: who, about what, and the note."""
    rows = api.centre.door.audit.page(AuditWanted(what=what), None, 9)
    return [(row.entry.who, row.entry.about, row.entry.note) for row in rows]


def test_share(api: Answering, lea: httpx.Client) -> None:
    """Nothing of an alert is written for a partner before its release; after it so much as was released, and the audit has it."""
    before = lea.post(SHARE, json={"format": "json"}).raise_for_status().json()
    released(api, lea)
    after = lea.post(SHARE, json={"format": "json"}).raise_for_status().json()
    [file] = after["files"]
    told = [json.loads(line)["subject"] for line in file["content"].splitlines()]
    later = lea.post(SHARE, json={"format": "json", "since": "2100-01-01"}).raise_for_status().json()

    assert "203.0.113" not in json.dumps(before)
    assert (["203.0.113.0/24"], "findings.jsonl", "abroad") == (told, file["name"], after["to"])
    assert (1, 0) == (after["findings"], later["findings"])
    assert ("lea", "json for abroad", "1 findings") in notes(api, What.EXPORT)


def test_share_refused(api: Answering, lea: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written for nobody or in no format, and of more alerts than one answer has nothing is let out."""
    answers = [
        lea.post("/partners/nobody/share", json={"format": "json"}),
        lea.post(SHARE, json={"format": "pdf"}),
        lea.post(SHARE, json={"format": "json", "out": "/tmp"}),
        lea.post(SHARE, json={"format": "json", "since": "x"}),
    ]
    monkeypatch.setattr(handing, "MOST", 0)
    many = lea.post(SHARE, json={"format": "json"})

    assert [404, 422, 400, 400] == [each.status_code for each in answers]
    assert (422, True) == (many.status_code, "more than 0 alerts" in many.json()["detail"])
    assert () == tuple(api.centre.sharing.ledger.tallies())


def test_list(lea: httpx.Client) -> None:
    """Of a format on which machines act a partner gets what stands on released block-lists, and nothing else."""
    told = lea.post(SHARE, json={"format": "nftables"}).raise_for_status().json()

    assert (0, ["noroshi.nft"]) == (told["findings"], [each["name"] for each in told["files"]])
    assert "203.0.113" not in told["files"][0]["content"]


def test_push(api: Answering, lea: httpx.Client, server: Misp) -> None:
    """What a partner may know is brought to its MISP once; asked again there is nothing to bring, and the audit has both."""
    released(api, lea)
    first, again = (lea.post(PUSH).raise_for_status().json() for _ in range(2))
    counts = [{name: each[name] for name in ("added", "edited", "same")} for each in (first, again)]

    assert [] == server.faults
    assert [{"added": 1, "edited": 0, "same": 0}, {"added": 0, "edited": 0, "same": 1}] == counts
    assert [("lea", "misp for abroad", f"{each} added, 0 edited") for each in (0, 1)] == notes(
        api, What.EXPORT
    )


def test_push_refused(api: Answering, lea: httpx.Client, server: Misp) -> None:
    """Nothing is pushed to another partner than the one whose MISP the settings name; a server that fails is a bad gateway."""
    released(api, lea)
    answers = [lea.post(f"/partners/{each}/push").status_code for each in ("nobody", "over-there")]
    asked, server.status = len(server.asked), 500
    failed = lea.post(PUSH)

    assert ([404, 422], 0, 502) == (answers, asked, failed.status_code)
    assert [("lea", "misp for abroad", "it answered HTTP 500")] == notes(api, What.EXPORT)


def test_push_goes_on(api: Answering, lea: httpx.Client, server: Misp) -> None:
    """A push that takes longer than a request may goes on without it; meanwhile there is no other."""
    released(api, lea)
    pushing, may_answer, over = Pushing(api.centre), threading.Event(), threading.Event()
    take = server.take

    def take_late(body: bytes, identity: str) -> tuple[int, str]:
        may_answer.wait(60)
        over.set()
        return take(body, identity)

    server.take = take_late  # type: ignore[method-assign]  # a MISP that takes its time
    first = pushing.push("abroad", BY, patience=0)
    with pytest.raises(MoveRefusedError):
        pushing.push("abroad", BY)
    is_early = over.is_set()
    may_answer.set()
    for thread in threading.enumerate():
        if thread.name == THREAD:
            thread.join(60)

    assert (None, False, 1) == (first, is_early, len(server.events))
    assert [("tests", "misp for abroad", "1 added, 0 edited")] == notes(api, What.EXPORT)


def test_taken(api: Answering, lea: httpx.Client) -> None:
    """What a partner hands over lies with what it has told; handed over again it changes nothing, and the audit has both."""
    [(name, content)] = write([seen()], "json", TERMS).files.items()
    given = {"format": "json", "source": name, "content": content.decode()}
    first, again = (lea.post(TAKE, json=given).raise_for_status().json() for _ in range(2))

    assert (1, True) == (first["findings"], first["new"] > 0)
    assert (1, 0) == (again["findings"], again["new"])
    assert first["new"] == api.centre.sharing.objects.count(from_one("abroad").id)
    assert [("lea", "abroad")] * 2 == [each[:2] for each in notes(api, What.PULL_PARTNER)]


def test_take_refused(api: Answering, lea: httpx.Client) -> None:
    """Nothing is taken of who is no partner, in no format, of a file by its path, or of more than is read at once."""
    asked = [
        ("nobody", {}, 404),
        ("over-there", {}, 404),
        ("abroad", {"format": "intelmq"}, 422),
        ("abroad", {"format": "pdf"}, 422),
        ("abroad", {"source": "../x.jsonl"}, 422),
        ("abroad", {"source": "/etc/passwd"}, 422),
        ("abroad", {"path": "/etc/passwd"}, 400),
        ("abroad", {"content": "x" * handing.LARGEST}, 413),
    ]
    usual = {"format": "json", "source": "x.jsonl", "content": ""}
    answers = [lea.post(f"/partners/{each}/take", json={**usual, **given}) for each, given, _ in asked]

    assert [status for _, _, status in asked] == [each.status_code for each in answers]
    assert [] == notes(api, What.PULL_PARTNER)


def test_withdrawn(lea: httpx.Client) -> None:
    """Nothing more is taken of a partner that was withdrawn."""
    lea.post("/partners/abroad/withdrawal").raise_for_status()
    answer = lea.post(TAKE, json={"format": "json", "source": "x.jsonl", "content": ""})

    assert HTTPStatus.CONFLICT == answer.status_code


@pytest.mark.usefixtures("server")
async def test_client(api: Answering, lea: httpx.Client) -> None:
    """The typed client shares, pushes and takes."""
    released(api, lea)
    async with Client(api.server.address, api.token(api.person("kei", Role.LEAD))) as centre:
        shared = await centre.partners.share("abroad", "stix", "2020-01-01")
        pushed = await centre.partners.push("abroad")
        taken = await centre.partners.take("abroad", "stix", "x.json", shared.files[0].content)

    assert (1, 1, 1) == (shared.findings, pushed.added, taken.findings)
