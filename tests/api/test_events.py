"""The stream of what happens: live, resumed, narrowed, ended."""

import json
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from sqlalchemy import update

from noroshi.cli.program import run
from noroshi.config.home import Home
from noroshi.detections.model import Phase
from noroshi.indications.logbook import Logbook
from noroshi.organisations.model import Marking
from noroshi.people.rights import Role
from noroshi.storage.tables.epoch import epoch
from noroshi.storage.transactions import writing
from tests.api.answering import BY, Answering, answered, answering
from tests.api.test_releases import signed_in, wanted
from tests.delivery.stories import detection
from tests.indications.signs import sign

CALLERS = [("mika", Role.OFFICER, ""), ("ema", Role.MEMBER, "example")]


class Event(NamedTuple):
    """An event, as a browser reads it."""

    name: str
    id: str
    data: Any


class Stream:
    """A stream that somebody follows, and breaks off where they like."""

    def __init__(self, asker: httpx.Client, **headers: str) -> None:
        self._opened = asker.stream("GET", "/events", headers=headers)
        self.answer = self._opened.__enter__()
        self._events = self._read(self.answer.iter_lines())

    def next(self, name: str) -> Event:
        """Wait for the next event of a name."""
        return next(event for event in self._events if event.name == name)

    def any(self) -> Event:
        """Wait for the next event, whichever it is."""
        return next(self._events)

    def rest(self) -> list[Event]:
        """Give all that comes until the stream ends."""
        return list(self._events)

    def close(self) -> None:
        """Break it off."""
        self._opened.__exit__(None, None, None)

    @staticmethod
    def _read(lines: Iterator[str]) -> Iterator[Event]:
        fields: dict[str, str] = {}
        for line in lines:
            if line:
                name, _, value = line.partition(": ")
                fields[name] = value
            elif fields:
                yield Event(fields["event"], fields.get("id", ""), json.loads(fields["data"]))
                fields = {}


def numbers(*events: Event) -> list[str]:
    """Give the two numbers in the ids of events, which follow the epoch."""
    return [each.id.partition(".")[2] for each in events]


def test_live(api: Answering) -> None:
    """What happens to an alert arrives as it happens, with the alert as it is."""
    stream = Stream(api.client())
    hello = stream.next("hello")
    [alert] = api.alerted()
    told = stream.next("alert")
    stream.close()

    kind = stream.answer.headers["Content-Type"].partition(";")[0]
    assert ("text/event-stream", f"{api.centre.epoch()}.0.0") == (kind, hello.id)
    assert "Content-Encoding" not in stream.answer.headers
    assert ("opened", "noroshi", alert) == (told.data["deed"], told.data["who"], told.data["alert"]["id"])
    assert ["1.0"] == numbers(told)


def test_resume(api: Answering) -> None:
    """Whoever comes back gets what they missed, once each and in order, and then what happens next."""
    asker = api.client()
    stream = Stream(asker)
    stream.next("hello")
    api.alerted(*(detection(subject=f"192.0.2.{last}") for last in range(1, 4)))
    seen = [stream.next("alert") for _ in range(2)]
    stream.close()
    api.alerted(*(detection(subject=f"192.0.2.{last}") for last in range(4, 9)))
    again = Stream(asker, **{"Last-Event-ID": seen[-1].id})
    seen += [again.next("alert") for _ in range(6)]
    api.alerted(detection(subject="192.0.2.9"))
    seen.append(again.next("alert"))
    again.close()

    assert [f"{number}.0" for number in range(1, 10)] == numbers(*seen)
    assert [f"192.0.2.{last}" for last in range(1, 10)] == [each.data["alert"]["subject"] for each in seen]


def test_resume_by_query(api: Answering) -> None:
    """A page that cannot send the header names the latest event in the address."""
    before = api.centre.epoch()
    api.alerted(detection(subject="192.0.2.1"), detection(subject="192.0.2.2"))
    with api.client().stream("GET", "/events", params={"last_event_id": f"{before}.1.0"}) as answer:
        ids = [line for line in _until(answer.iter_lines(), "event: alert") if line.startswith("id: ")]

    assert [f"id: {before}.1.0", f"id: {before}.2.0"] == ids


def _until(lines: Iterator[str], last: str) -> Iterator[str]:
    for line in lines:
        yield line
        if line == last:
            return


def test_indications(api: Answering) -> None:
    """Indications arrive as they change, to members as well; whoever was away gets each as it is now, once."""
    officer, member = api.client(), api.client("ema", Role.MEMBER, "example")
    streams = [Stream(officer), Stream(member)]
    greeted = [stream.next("hello").id for stream in streams]
    logbook = Logbook(api.centre.indications, ["port.rising"])
    (begun,) = logbook.conclude([sign()])
    told = [stream.next("indication") for stream in streams]
    (ended,) = logbook.conclude([sign(phase=Phase.ENDED, bins=9)])
    api.alerted(detection(subject="192.0.2.17"))
    for stream in streams:
        stream.next("alert")
        stream.close()
    again = [
        Stream(asker, **{"Last-Event-ID": since})
        for asker, since in zip((officer, member), greeted, strict=True)
    ]
    resumed = [(stream.next("alert"), stream.next("indication")) for stream in again]
    for stream in again:
        stream.close()

    assert [(begun.id, False)] * 2 == [(each.data["id"], each.data["ended"]) for each in told]
    assert ["0.1"] == numbers(told[0])
    assert [("192.0.2.17", ended.id, True)] * 2 == [
        (alert.data["alert"]["subject"], sign.data["id"], sign.data["ended"]) for alert, sign in resumed
    ]
    assert ["1.0", "1.2"] == numbers(*resumed[0])


def test_uncleared(api: Answering) -> None:
    """Who may read nothing green is told of no indication: not by the stream, a list, its page or the search box."""
    invited = api.centre.door.invitations.invite(
        "ivo", "Ivo", Role.MEMBER, BY, organisation="example", clearance=Marking.CLEAR
    )
    api.people["ivo"] = invited.person
    member = api.client("ivo")
    stream = Stream(member)
    greeted = stream.next("hello")
    (begun,) = Logbook(api.centre.indications, ["port.rising"]).conclude([sign()])
    stream.next("tick")
    stream.close()
    again = Stream(member, **{"Last-Event-ID": greeted.id})
    names = [again.any().name for _ in range(2)]
    again.close()

    assert ["hello", "tick"] == names
    assert [] == member.get("/indications").json()["items"]
    assert HTTPStatus.NOT_FOUND == member.get(f"/indications/{begun.id}").status_code
    assert [] == member.get("/search", params={"q": begun.id}).json()


def test_member(api: Answering) -> None:
    """A member's stream has nothing of others, not even where it resumes."""
    member = api.client("ema", Role.MEMBER, "example")
    stream = Stream(member)
    greeted = stream.next("hello")
    api.alerted(detection("infection.external", "203.0.113.9"), detection(subject="192.0.2.17"))
    told = stream.next("alert")
    stream.close()
    again = Stream(member, **{"Last-Event-ID": greeted.id})
    resumed = again.next("alert")
    again.close()

    assert ["192.0.2.17"] * 2 == [each.data["alert"]["subject"] for each in (told, resumed)]


def test_members_ids(api: Answering) -> None:
    """The ids of a member's events tell nothing of how much happens to others, nor whether two are the same place."""
    member = api.client("ema", Role.MEMBER, "example")
    api.alerted(*(detection("infection.external", f"203.0.113.{last}") for last in range(1, 8)))
    greetings = []
    for _ in range(2):
        stream = Stream(member)
        greetings.append(stream.next("hello"))
        stream.close()
    api.alerted(detection(subject="192.0.2.17"))
    again = Stream(member, **{"Last-Event-ID": greetings[0].id})
    resumed, told = again.next("hello").data["resumed"], again.next("alert")
    again.close()

    ids = [greetings[0].id, greetings[1].id, told.id]
    assert (3, {59}) == (len(set(ids)), {len(each) for each in ids})
    assert (True, "192.0.2.17") == (resumed, told.data["alert"]["subject"])


@pytest.mark.parametrize("of", ["8", "8.0", "A" * 59, "nonsense", "another's"])
def test_ids_of_others(of: str, api: Answering) -> None:
    """An id that is not one of their own organisation's resumes nothing: the stream begins where it stands."""
    stranger = Stream(api.client("laura", Role.MEMBER, "library"))
    others = stranger.next("hello").id
    stranger.close()
    stream = Stream(
        api.client("ema", Role.MEMBER, "example"), **{"Last-Event-ID": others if of == "another's" else of}
    )
    greeted = stream.next("hello")
    stream.close()

    assert not greeted.data["resumed"]


def test_deactivated(api: Answering) -> None:
    """The stream of somebody who is deactivated ends with the next tick."""
    asker = api.client("sato")
    stream = Stream(asker)
    stream.next("hello")
    api.centre.door.roll.change("sato", BY, active=False)

    assert "alert" not in {event.name for event in stream.rest()}
    stream.close()
    assert 401 == asker.get("/alerts").status_code


def test_ticks(api: Answering) -> None:
    """While nothing happens it ticks, and says that no watch runs here."""
    stream = Stream(api.client())
    tick = stream.next("tick")
    stream.close()

    assert (None, False) == (tick.data["latest"], tick.data["watching"])


def test_beyond(api: Answering) -> None:
    """Whoever was told of more than there is, as after a database's file was put back, is told that nothing is resumed."""
    stream = Stream(api.client(), **{"Last-Event-ID": f"{api.centre.epoch()}.8.0"})
    greeted = stream.next("hello")
    [alert] = api.alerted()
    told = stream.next("alert")
    stream.close()

    assert (False, ["0.0"]) == (greeted.data["resumed"], numbers(greeted))
    assert alert == told.data["alert"]["id"]


def test_put_back(tmp_path: Path) -> None:
    """After a back-up was restored, nobody resumes in numbers that were given a second time, and all begin anew."""
    file = str(tmp_path / "before.tar.zst")
    with answering(tmp_path) as api:
        api.alerted(detection(subject="192.0.2.1"))
        assert run(["backup", file, "--home", str(api.centre.home.path)]) == 0
        ids: list[str] = []
        for name, role, organisation in CALLERS:
            stream = Stream(api.client(name, role, organisation))
            stream.next("hello")
            api.alerted(detection(subject=f"192.0.2.{2 + len(ids)}"))
            ids.append(stream.next("alert").id)
            stream.close()
    home = Home(tmp_path / "home")
    assert run(["restore", file, "--replace", "--home", str(home.path)]) == 0
    with answered(home) as api:
        api.alerted(*(detection(subject=f"192.0.2.{last}") for last in range(20, 30)))
        resumed = []
        for (name, role, organisation), since in zip(CALLERS, ids, strict=True):
            asker = api.client(name, role, organisation)
            stream = Stream(asker, **{"Last-Event-ID": since})
            greeted = stream.next("hello")
            stream.close()
            again = Stream(asker, **{"Last-Event-ID": greeted.id})
            resumed.append((greeted.data["resumed"], again.next("hello").data["resumed"]))
            again.close()

    assert [(False, True)] * 2 == resumed


def test_put_back_meanwhile(api: Answering) -> None:
    """Where a database is put back under those who follow, as a server's can be, their streams end with a tick."""
    stream = Stream(api.client())
    stream.next("tick")
    with writing(api.centre._engine) as connection:
        connection.execute(update(epoch).values(value="0b7d2e44"))

    assert {each.name for each in stream.rest()} <= {"tick"}
    stream.close()


def test_sharing(api: Answering) -> None:
    """With the next tick the centre's people hear that something was marked or released; a member never does."""
    [alert] = api.alerted()
    lead = signed_in(api, "lea")
    streams = [Stream(lead), Stream(api.client("ema", Role.MEMBER, "example"))]
    for stream in streams:
        stream.next("tick")
    lead.put(f"/alerts/{alert}/mark", json={"marking": "red"}).raise_for_status()
    lead.post("/releases", json=wanted()).raise_for_status()
    heard = [stream.next("tick").data["sharing"] for stream in streams]
    for stream in streams:
        stream.close()

    assert [2, None] == heard
