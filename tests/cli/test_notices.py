import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from noroshi.app import Application
from noroshi.app.delivering import outbox_of
from noroshi.clock import SystemClock
from tests.cli.centre import ROSTER, Centre
from tests.delivery.stories import detection


def deliver(centre: Centre) -> None:
    """Compose what is owed, and try it once."""
    with Application.open(centre.home, SystemClock()) as application:
        asyncio.run(outbox_of(application).run_once(application.clock.now(), early=True))


def by_channel(centre: Centre, *words: str) -> Mapping[str, dict[str, Any]]:
    """The notices of a list, by their channel."""
    return {each["channel"]: each for each in centre("notices", "list", "--json", *words).objects()}


@pytest.fixture
def dead(bare: Centre) -> Centre:
    """A centre with a notice that was given up, because its webhook is no place to post to."""
    text = ROSTER.replace(
        "channel: email, address: csirt@example.edu", "channel: webhook, address: 'http://a.example/'"
    )
    bare("init")
    bare("organisations", "import", str(bare.roster(text)))
    bare.alerted(detection())
    deliver(bare)
    return bare


def test_waiting(centre: Centre) -> None:
    """What is owed says what it waits for, and until when."""
    centre.alerted(detection("infection.external"), detection("misconfiguration", "192.0.2.20"))
    listed = centre("notices", "list", "--json").objects()

    assert {("high", "gathering"), ("low", "gathering")} == {
        (each["severity"], each["waits_for"]) for each in listed
    }
    assert all(each["waits_until"] > each["owed"] for each in listed)
    assert "gathering, in 59 min" in centre("notices", "list").out


def test_hours(bare: Centre) -> None:
    """Outside a contact's hours, that is what a notice waits for."""
    later = f"{datetime.now(UTC) + timedelta(days=2):%a}".lower()
    closed = f"channel: file, address: TOLD, days: {later}"
    bare("init")
    bare("organisations", "import", str(bare.roster(ROSTER.replace("channel: file, address: TOLD", closed))))
    bare.alerted(detection("infection.external"))

    assert "the contact's hours" == by_channel(bare)["file"]["waits_for"]


def test_again(centre: Centre) -> None:
    """A message that could not be sent says why, and when it is tried again."""
    centre.alerted(detection())
    deliver(centre)
    listed = by_channel(centre, "--all")

    assert ("sent", None) == (listed["file"]["state"], listed["file"]["waits_until"])
    assert ("composed", 1) == (listed["email"]["state"], listed["email"]["attempts"])
    assert "attempt 2" == listed["email"]["waits_for"]
    assert "attempt 2, in 1" in centre("notices", "list").out
    assert f": {listed['email']['error']}" in centre("notices", "list").out


def test_dead(dead: Centre) -> None:
    """A dead notice is listed first, with the reason."""
    said = dead("notices", "list")
    listed = by_channel(dead)

    assert ("dead", ["webhook"]) == (listed["webhook"]["state"], list(listed))
    assert "http:// to another machine is not allowed by the settings" in said.out
    assert "noroshi notices retry" in said.err


@pytest.mark.parametrize("which", ["notice", "message", "start", "dead"])
def test_retry(which: str, dead: Centre) -> None:
    """A dead message is tried again by a notice's id, its key, their first letters, or with all that are dead."""
    notice = by_channel(dead)["webhook"]
    word = {
        "notice": notice["id"],
        "message": notice["message"],
        "start": notice["id"][:10],
        "dead": "--dead",
    }
    [retried] = dead("notices", "retry", word[which], "--json").objects()

    assert (notice["message"], "waiting", [notice["id"]]) == (
        retried["key"],
        retried["state"],
        retried["notices"],
    )
    assert ("composed", "attempt 1") == (
        by_channel(dead)["webhook"]["state"],
        by_channel(dead)["webhook"]["waits_for"],
    )


def test_nothing_to_retry(centre: Centre) -> None:
    """What is not there, or has been sent, cannot be tried again."""
    centre.alerted(detection())
    deliver(centre)
    sent = by_channel(centre, "--state", "sent")["file"]["id"]

    assert 5 == centre("notices", "retry", "0123456789").code
    assert 6 == centre("notices", "retry", sent).code
    assert 2 == centre("notices", "retry").code
    assert 2 == centre("notices", "retry", sent, "--dead").code
    assert "Nothing is dead.\n" == centre("notices", "retry", "--dead").out


def test_about(centre: Centre) -> None:
    """Notices about one alert leave out the others; an alert that is not there is an error."""
    first, _ = centre.alerted(detection(), detection("infection.external", "192.0.2.18"))
    listed = centre("notices", "list", "--alert", first.lower(), "--json").objects()

    assert {first} == {each["alert"] for each in listed}
    assert 5 == centre("notices", "list", "--alert", "A-0000000").code
    assert "There are more" in centre("notices", "list", "--limit", "1").err


def test_show(centre: Centre) -> None:
    """A message is shown as its reader gets it, in the reader's language, by a notice's first letters."""
    [alert] = centre.alerted(detection())
    before = centre("notices", "show", by_channel(centre)["email"]["id"])
    deliver(centre)
    notice = by_channel(centre)["email"]["id"]
    [shown] = centre("notices", "show", notice[:10], "--json").objects()
    said = centre("notices", "show", notice)

    assert 5 == before.code
    assert ("waiting", [notice]) == (shown["message"]["state"], shown["message"]["notices"])
    assert "感染" in shown["subject"]
    assert alert in shown["text"]
    assert shown["text"] in said.out
