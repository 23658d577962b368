"""Alerts over HTTP: lists, pages, moves, conflicts."""

from http import HTTPStatus
from typing import Any

import numpy as np
from msgspec.structs import replace

from noroshi.people.audit import AuditWanted, What
from noroshi.people.rights import Role
from tests.api.answering import Answering
from tests.cyber.sources.reading import packets_of
from tests.delivery.stories import DARK, detection


def test_list(api: Answering) -> None:
    """A list has each alert with its organisation's name, and says how many there are."""
    [alert] = api.alerted()

    page = api.client().get("/alerts").raise_for_status().json()

    assert (1, None) == (page["total"], page["next"])
    assert [(alert, "Example University", "open", 1)] == [
        (each["id"], each["organisation_name"], each["state"], each["version"]) for each in page["items"]
    ]


def test_pages(api: Answering) -> None:
    """Page after page gives every alert once, in the order of the list."""
    ids = api.alerted(*(detection(subject=f"192.0.2.{last}") for last in range(1, 12)))
    asker, after, found = api.client(), None, []
    while True:
        page = asker.get("/alerts", params={"limit": 4, **({"after": after} if after else {})}).json()
        found.append([each["id"] for each in page["items"]])
        after = page["next"]
        if after is None:
            break

    assert [4, 4, 3] == [len(each) for each in found]
    assert sorted(ids) == sorted(each for page in found for each in page)


def test_show(api: Answering) -> None:
    """An alert has its evidence and history; its version is the ETag."""
    [alert] = api.alerted()

    answer = api.client().get(f"/alerts/{alert.lower()}")

    assert (HTTPStatus.OK, '"1"') == (answer.status_code, answer.headers["ETag"])
    assert ["opened"] == [each["deed"] for each in answer.json()["history"]]
    assert answer.json()["evidence"]["samples"]


def test_viewer_sees_no_samples(api: Answering) -> None:
    """Sample packets are for those who have the right to them."""
    [alert] = api.alerted()

    shown = api.client("viv", Role.VIEWER).get(f"/alerts/{alert}").json()

    assert [] == shown["evidence"]["samples"]


def test_samples_by_role(api: Answering) -> None:
    """Who may know where dark space lies reads samples as seen; others are told of a place that it is the same, or another."""
    [alert] = api.alerted()
    askers = {
        "lead": api.client("lea", Role.LEAD),
        "officer": api.client("mika"),
        "member": api.client("ema", Role.MEMBER, "example"),
    }

    shown = {
        name: asker.get(f"/alerts/{alert}").json()["evidence"]["samples"] for name, asker in askers.items()
    }

    assert ["198.51.100.13", "198.51.100.14"] == [each["destination"] for each in shown["lead"]]
    assert all(each["first_bytes"] and each["sequence"] for each in shown["lead"])
    for name in ("officer", "member"):
        assert ["dark-1", "dark-2"] == [each["destination"] for each in shown[name]]
        assert not any({"first_bytes", "sequence"} & each.keys() for each in shown[name])


def test_take_samples(api: Answering) -> None:
    """Sample packets are taken away as pcap by those who may read bytes and know where dark space lies; the audit has it."""
    [alert] = api.alerted()
    path = f"/alerts/{alert.lower()}/samples.pcap"

    taken = api.client("lea", Role.LEAD).get(path)
    refused = {
        role: api.client(role, Role(role), "example" if role == "member" else "").get(path).status_code
        for role in ("officer", "viewer", "member")
    }
    again = packets_of(taken.content)
    [read] = api.centre.people.audit.page(AuditWanted(what=What.READ_SAMPLES, who="lea"), None, 10)

    assert (200, f'attachment; filename="{alert}.pcap"') == (
        taken.status_code,
        taken.headers["Content-Disposition"],
    )
    assert [DARK + 13, DARK + 14] == (again.destination_lo & np.uint64(0xFFFF_FFFF)).tolist()
    assert {"officer": 403, "viewer": 403, "member": 403} == refused
    assert f"/api/v1{path}" == read.entry.about


def test_no_bytes(api: Answering) -> None:
    """Where no bytes were kept the answer says so, and why that may be."""
    seen = detection()
    bare = tuple({**each, "first_bytes": ""} for each in seen.evidence.samples)
    [alert] = api.alerted(replace(seen, evidence=replace(seen.evidence, samples=bare)))

    answer = api.client("lea", Role.LEAD).get(f"/alerts/{alert}/samples.pcap")

    assert 404 == answer.status_code
    assert f"no bytes of sample packets were kept of {alert}: flows have none" in answer.json()["detail"]


def move(asker: Any, alert: str, name: str, tag: str | None = '"1"', **body: Any) -> Any:
    """Ask for a move."""
    return asker.post(f"/alerts/{alert}/{name}", json=body, headers={"If-Match": tag} if tag else {})


def test_two_officers(api: Answering) -> None:
    """Of two who take an alert at the same time the slower one is told who was faster, and how it is now."""
    [alert] = api.alerted()
    mika, sato = api.client("mika"), api.client("sato")

    first, second = move(sato, alert, "acknowledge"), move(mika, alert, "acknowledge")
    told = second.json()

    assert (200, '"2"', "sato") == (first.status_code, first.headers["ETag"], first.json()["assignee"])
    assert (412, "/problems/version-conflict") == (second.status_code, told["type"])
    assert ("sato", "acknowledged", alert, 2) == (
        told["who"],
        told["deed"],
        told["alert"]["id"],
        told["alert"]["version"],
    )


def test_unseen(api: Answering) -> None:
    """Nobody changes an alert without saying which version they saw."""
    [alert] = api.alerted()

    missing, nonsense = move(api.client(), alert, "acknowledge", None), move(api.client(), alert, "note", "7")

    assert (428, "/problems/precondition-required") == (missing.status_code, missing.json()["type"])
    assert 400 == nonsense.status_code


def test_refused(api: Answering) -> None:
    """A move that the alert's state does not allow is a conflict, with a hint."""
    [alert] = api.alerted()

    answer = move(api.client(), alert, "reopen")

    assert (409, "/problems/move-refused", "Acknowledge or resolve it.") == (
        answer.status_code,
        answer.json()["type"],
        answer.json()["hint"],
    )


def test_undo(api: Answering) -> None:
    """What was done is undone."""
    [alert] = api.alerted()
    mika = api.client()

    done = move(mika, alert, "resolve", outcome="cleaned", note="reinstalled")
    undone = move(mika, alert, "undo", done.headers["ETag"])

    assert ("resolved", "open") == (done.json()["state"], undone.json()["state"])


def test_bulk_named(api: Answering) -> None:
    """Alerts that are named are moved one by one; each refusal says why."""
    one, other = api.alerted(detection(subject="192.0.2.1"), detection(subject="192.0.2.2"))
    body = {"move": "acknowledge", "ids": [[one, 1], [other, 9], ["A-NONE", None]]}

    done = api.client().post("/alerts/bulk", json=body).json()

    assert [[one, 2]] == done["done"]
    assert [other, "A-NONE"] == [each["id"] for each in done["refused"]]


def test_bulk_filter(api: Answering) -> None:
    """A move for all that a filter means reaches more than a page."""
    api.alerted(*(detection(subject=f"192.0.2.{last}") for last in range(1, 100)))
    body = {"move": "resolve", "outcome": "spoofed", "filter": {"state": ["open"], "subject": "192.0.2.0/26"}}
    mika = api.client()

    done = mika.post("/alerts/bulk", json=body).json()

    assert (63, []) == (len(done["done"]), done["refused"])
    assert 36 == mika.get("/alerts", params={"state": "open"}).json()["total"]


def test_similar(api: Answering) -> None:
    """Alerts of the same pattern are listed, without the alert itself."""
    one, other = api.alerted(detection(subject="192.0.2.1"), detection(subject="192.0.2.2"))

    similar = api.client().get(f"/alerts/{one}/similar").json()

    assert ([other], 1, True) == (
        [each["id"] for each in similar["items"]],
        similar["total"],
        similar["complete"],
    )


def test_text(api: Answering) -> None:
    """The text for the member is what a notice says, in the language asked for."""
    [alert] = api.alerted()

    english = api.client().get(f"/alerts/{alert}/text").json()
    japanese = api.client().get(f"/alerts/{alert}/text", params={"language": "ja"}).json()

    assert ("en", "ja") == (english["language"], japanese["language"])
    assert alert in english["text"]
    assert english["text"] != japanese["text"]
