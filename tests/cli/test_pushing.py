"""What a partner may know, pushed to its MISP."""

import asyncio
import random
import threading
from collections.abc import Iterator

import pytest

from noroshi.app import Application
from noroshi.app.pushing import Pusher, push_until
from noroshi.clock import MINUTE, SECOND, SystemClock
from noroshi.errors import ExchangeError, SettingsError
from noroshi.sharing.pausing import pause
from tests.cli.centre import ROSTER, Centre
from tests.cli.mispserver import KEY, Misp, misp
from tests.delivery.stories import detection

ABROAD = "  - {id: cert-abroad, name: Abroad, tags: [partner]}\n"
ASK = (
    *("releases", "ask", "--to", "cert-abroad", "--kind", "infection"),
    *("--level", "full", "--reason", "x", "--for", "7d"),
)


@pytest.fixture
def server() -> Iterator[Misp]:
    """Give a MISP."""
    with misp() as made:
        yield made


@pytest.fixture
def pushing(centre: Centre, server: Misp, monkeypatch: pytest.MonkeyPatch) -> Centre:
    """Give a centre with an alert of now that two persons have released to a partner, whose MISP the settings name."""
    assert 0 == centre("organisations", "import", str(centre.roster(ROSTER + ABROAD, "partners.yaml"))).code
    key = centre.folder / "misp.key"
    key.write_text(f"{KEY}\n")
    section = f'[misp]\nurl = "{server.url}"\npartner = "cert-abroad"\nkey_file = "{key}"\n'
    settings = centre.home.settings.read_text("utf-8")
    centre.home.settings.write_text(settings.replace("[misp]\n", section), "utf-8")
    centre.alerted(detection(subject="192.0.2.17", first=SystemClock().now() - 10 * MINUTE))
    monkeypatch.setenv("LOGNAME", "mika")
    [asked] = centre(*ASK, "--json").objects()
    monkeypatch.setenv("LOGNAME", "kei")
    assert 0 == centre("releases", "approve", asked["id"]).code
    return centre


def test_push(pushing: Centre, server: Misp) -> None:
    """An event that PyMISP takes is added; pushed again it is edited, and still there once; the audit says what was decided."""
    [first] = pushing("partners", "push", "--json").objects()
    server.age(60)
    [again] = pushing("partners", "push", "--json").objects()
    values = [attribute.value for event in server.events.values() for attribute in event.attributes]
    audit = pushing("audit", "--json").objects()

    assert [] == server.faults
    assert ({"added": 1, "edited": 0}, {"added": 0, "edited": 1}) == (
        {name: first[name] for name in ("added", "edited")},
        {name: again[name] for name in ("added", "edited")},
    )
    assert ["192.0.2.17"] == values
    assert ["HEAD /events/view", "POST /events/add", "HEAD /events/view", "POST /events/edit"] == server.asked
    assert {"share", "export"} <= {each["what"] for each in audit}


def test_policy(pushing: Centre, server: Misp) -> None:
    """What is withdrawn from the partner is no more in what is pushed than a number."""
    [release] = pushing("releases", "list", "--json").objects()
    pushing("releases", "withdraw", release["id"])
    pushing("partners", "push")
    values = [attribute.value for event in server.events.values() for attribute in event.attributes]

    assert [] == server.faults
    assert "192.0.2.17" not in values


def test_same(pushing: Centre, server: Misp) -> None:
    """A process brings an event once, and of one that has changed nothing but what is new."""
    with Application.open(pushing.home, SystemClock()) as application:
        pusher = Pusher(application)
        first, second = asyncio.run(pusher.push()), asyncio.run(pusher.push())
        asked = len(server.asked)
        pushing("alerts", "list")
        application.desk().conclude(
            [detection(subject="192.0.2.18", first=application.clock.now() - 10 * MINUTE)]
        )
        third = asyncio.run(pusher.push())

    assert ((1, 0, 0), (0, 0, 1), 2) == (first, second, asked)
    assert (0, 1, 0) == third
    assert 2 == sum(len(event.attributes) for event in server.events.values())
    assert [1, 1] == [attributes for attributes, _ in server.portions]


def test_bounded(pushing: Centre, server: Misp, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is brought at a time is bounded in attributes and in bytes; all of it arrives, in one event, and what is wrong later is withdrawn there."""
    monkeypatch.setattr("noroshi.sharing.misp.portions.MOST", 3)
    monkeypatch.setattr("noroshi.sharing.misp.portions.LARGEST", 2_000)
    with Application.open(pushing.home, SystemClock()) as application:
        first = application.clock.now() - 10 * MINUTE
        alerts = [detection(subject=f"192.0.2.{last}", first=first) for last in range(20, 30)]
        application.desk().conclude(alerts)
        pusher = Pusher(application)
        pushed = asyncio.run(pusher.push())
        server.age(60)
        [wrong] = pushing("alerts", "list", "--subject", "192.0.2.29", "--json").objects()
        pushing("alerts", "resolve", wrong["id"], "--as", "false-alarm")
        later = asyncio.run(pusher.push())
    [event] = server.events.values()

    assert [] == server.faults
    assert ((1, 0, 0), (0, 1, 0)) == (pushed, later)
    assert all(attributes <= 3 for attributes, _ in server.portions)
    assert all(size < 2_000 + 1_000 for _, size in server.portions)
    assert len(server.portions) >= 5
    assert {f"192.0.2.{last}" for last in (17, *range(20, 30))} == {each.value for each in event.attributes}
    assert ["192.0.2.29"] == [each.value for each in event.attributes if each.deleted]


def test_not_newer(pushing: Centre, server: Misp) -> None:
    """What a MISP refuses because it is no newer than what it has is said to be that, and is no matter of the key."""
    pushing("partners", "push")
    server.age(-3_600)
    refused = pushing("partners", "push")

    assert (11, True, False) == (refused.code, "later moment than ours" in refused.err, "key" in refused.err)


@pytest.mark.parametrize(
    ("status", "said"), [(403, "refuses our key"), (500, "HTTP 500"), (302, "HTTP 302"), (503, "HTTP 503")]
)
def test_failing(status: int, said: str, pushing: Centre, server: Misp) -> None:
    """A server that fails is named, nothing is lost, and the next push brings it."""
    server.status = status
    failed = pushing("partners", "push")
    server.status = 0
    [later] = pushing("partners", "push", "--json").objects()

    assert (11, True) == (failed.code, said in failed.err)
    assert 1 == later["added"]
    assert KEY not in failed.err


def test_gone(pushing: Centre, server: Misp) -> None:
    """A server that is not there is an error with a name."""
    server.shutdown()
    server.server_close()
    with Application.open(pushing.home, SystemClock()) as application, pytest.raises(ExchangeError):
        asyncio.run(Pusher(application).push())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("http://127.0.0.1", "http://misp.example"),
        ("http://127.0.0.1", "ftp://127.0.0.1"),
        ('"cert-abroad"', '""'),
        ("misp.key", "no.key"),
    ],
)
def test_settings(before: str, after: str, pushing: Centre, server: Misp) -> None:
    """A key is sent to nobody over plain HTTP, and nothing is pushed without a partner or a key."""
    settings = pushing.home.settings.read_text("utf-8")
    pushing.home.settings.write_text(settings.replace(before, after), "utf-8")
    with Application.open(pushing.home, SystemClock()) as application, pytest.raises(SettingsError):
        asyncio.run(Pusher(application).push())

    assert [] == server.asked


def test_by_itself(pushing: Centre, server: Misp) -> None:
    """A service pushes by itself, and again after a failure."""
    stop, server.status = threading.Event(), 500

    async def mend() -> None:
        await asyncio.to_thread(server.heard.wait, 60)
        server.status = 0
        await asyncio.to_thread(server.taken.wait, 60)
        stop.set()

    async def both() -> None:
        await asyncio.gather(push_until(application, stop), mend())

    settings = pushing.home.settings.read_text("utf-8")
    pushing.home.settings.write_text(settings.replace("#every = 300.0", "every = 0.1", 1), "utf-8")
    with Application.open(pushing.home, SystemClock()) as application:
        asyncio.run(asyncio.wait_for(both(), 60))

    assert 1 == len(server.events)


def test_waits() -> None:
    """A server that fails is asked less often, within a quarter of an hour, and not before it says; one that does not, as the settings say."""
    waits = [pause(10 * SECOND, failures, 0, NoChance()) // SECOND for failures in (0, 1, 2, 3, 50)]

    assert [10, 10, 20, 40, 900] == waits
    assert 3_000 == pause(10 * SECOND, 1, 3_000 * SECOND, NoChance()) // SECOND
    assert 3_600 == pause(3_600 * SECOND, 9, 0, NoChance()) // SECOND


class NoChance(random.Random):
    """Leaves nothing to chance."""

    def random(self) -> float:
        """Give 0."""
        return 0.0
