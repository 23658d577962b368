import re

import pytest
from msgspec.structs import replace

from noroshi.alerts.history import Said
from noroshi.alerts.model import AlertState, Outcome
from noroshi.app import Application
from noroshi.clock import SystemClock
from noroshi.detections.model import Phase
from noroshi.organisations.model import Severity
from tests.cli.centre import Centre
from tests.cyber.sources.reading import packets_of
from tests.delivery.stories import detection

INSIDE = detection("infection.internal", "192.0.2.17")
OUTSIDE = detection("infection.external", "192.0.2.18")
VICTIM = detection("dos.victim", "203.0.113.5")


def subjects(centre: Centre, *words: str) -> list[str]:
    """The subjects that a list has, in its order."""
    return [each["subject"] for each in centre("alerts", "list", "--json", *words).objects()]


def test_list(centre: Centre) -> None:
    """The list has the most severe first, in words and as JSON."""
    centre.alerted(OUTSIDE, INSIDE)
    listed = centre("alerts", "list", "--json").objects()
    said = centre("alerts", "list")

    assert ["critical", "high"] == [each["severity"] for each in listed]
    assert ("open", "example", "192.0.2.0/25", ["mirai"]) == tuple(
        listed[0][name] for name in ("state", "organisation", "holding", "labels")
    )
    assert said.out.index(listed[0]["id"]) < said.out.index(listed[1]["id"])


def test_classified(centre: Centre) -> None:
    """Where an alert's kind stands in the taxonomy is said wherever it is listed or shown, for people and for programs."""
    place = "malicious-code/infected-system"
    [alert] = centre.alerted(INSIDE)
    programs = [
        centre(*words, "--json").objects()[0]
        for words in (("alerts", "list"), ("alerts", "acknowledge", alert), ("notices", "list"))
    ]
    [shown] = centre("alerts", "show", alert, "--json").objects()

    assert [place] * 4 == [each["classification"] for each in (*programs, shown["alert"])]
    assert place in "".join(centre("alerts", "list").out.split())
    assert place in centre("alerts", "show", alert).out


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["--organisation", "library"], ["203.0.113.5"]),
        (["--kind", "infection"], ["192.0.2.17", "192.0.2.18"]),
        (["--kind", "dos.victim"], ["203.0.113.5", "203.0.113.5"]),
        (["--subject", "192.0.2.18"], ["192.0.2.18"]),
        (["--severity", "critical"], ["192.0.2.17"]),
        (["--state", "resolved"], []),
        (["--limit", "1"], ["192.0.2.17"]),
    ],
)
def test_wanted(words: list[str], found: list[str], centre: Centre) -> None:
    """Each condition leaves out what does not meet it."""
    centre.alerted(INSIDE, OUTSIDE, VICTIM)

    assert found == subjects(centre, *words)


def test_limit(centre: Centre) -> None:
    """A list that is cut says of how many it is."""
    centre.alerted(INSIDE, OUTSIDE)

    assert "1 of 2" in centre("alerts", "list", "--limit", "1").err
    assert 2 == centre("alerts", "list", "--limit", "0").code


def test_nothing(centre: Centre) -> None:
    """An empty list says so to people, and nothing to programs."""
    assert "No alerts that are open or acknowledged.\n" == centre("alerts", "list").out
    assert "" == centre("alerts", "list", "--json").out


def test_show(centre: Centre) -> None:
    """All that an alert rests on is shown: numbers, thresholds, labels, doubt, samples, history, notices."""
    [alert] = centre.alerted(INSIDE)
    said = centre("alerts", "show", alert.lower())

    assert (0, "") == (said.code, said.err)
    for text in (
        INSIDE.why,
        "192.0.2.17, may be spoofed",
        "example (Example University)",
        "dark addresses  41",
        "tcp/23 (50), tcp/2323 (7), and more",
        "57 of 57 match",
        "Confidence 85%",
        "against may be spoofed",
        "198.51.100.13",
        "all the same: source 192.0.2.17",
        "opened",
        "email:csirt@example.edu",
    ):
        assert text in said.out


def test_show_json(centre: Centre) -> None:
    """As JSON nothing of a detection is lost."""
    [alert] = centre.alerted(INSIDE)
    [shown] = centre("alerts", "show", alert, "--json").objects()
    evidence = INSIDE.evidence

    assert alert == shown["alert"]["id"]
    assert [each.name for each in evidence.measures] == [
        each["name"] for each in shown["evidence"]["measures"]
    ]
    assert list(evidence.samples) == shown["evidence"]["samples"]
    assert list(INSIDE.confidence.against) == shown["confidence"]["against"]
    assert ["opened"] == [each["deed"] for each in shown["history"]]
    assert {"file", "email"} == {each["channel"] for each in shown["notices"]}


def test_what_a_partner_says(centre: Centre) -> None:
    """The history says what the partner answered whose alert it is, for people and for programs; the alert stands as before."""
    [alert] = centre.alerted(INSIDE)
    with Application.open(centre.home, SystemClock()) as application:
        said = Said(alert, "East Centre", AlertState.RESOLVED, Outcome.CLEANED, application.clock.now())
        application.desk().hear([said])
    shown = centre("alerts", "show", alert).out
    [program] = centre("alerts", "show", alert, "--json").objects()

    assert re.search(r"East Centre +says: cleaned", shown)
    assert ("answered", "cleaned", "resolved") == tuple(
        program["history"][-1][name] for name in ("deed", "outcome", "about")
    )
    assert "open" == program["alert"]["state"]


def test_life(centre: Centre) -> None:
    """An alert is acknowledged, resolved with an outcome and reopened; the history says who and why."""
    [alert] = centre.alerted(INSIDE)
    taken = centre("alerts", "acknowledge", alert, "--by", "mika", "--note", "called them")
    closed = centre("alerts", "resolve", alert, "--as", "cleaned", "--by", "mika")
    again = centre("alerts", "reopen", alert, "--json", "--by", "aino")
    [shown] = centre("alerts", "show", alert, "--json").objects()

    assert f"{alert}  acknowledged  by mika\n" == taken.out
    assert f"{alert}  resolved: cleaned  by mika\n" == closed.out
    assert [("open", None)] == [(each["state"], each["outcome"]) for each in again.objects()]
    assert [
        ("opened", "noroshi", INSIDE.why),
        ("acknowledged", "mika", "called them"),
        ("resolved", "mika", ""),
        ("reopened", "aino", ""),
    ] == [(each["deed"], each["who"], each["note"]) for each in shown["history"]]


def test_by(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who says nothing else does it under the login name."""
    [alert] = centre.alerted(INSIDE)
    monkeypatch.setenv("LOGNAME", "officer")

    assert "by officer" in centre("alerts", "acknowledge", alert).out


def test_several(centre: Centre) -> None:
    """Several alerts are moved at once, or none of them where one may not."""
    first, second = centre.alerted(INSIDE, OUTSIDE)
    centre("alerts", "acknowledge", second)
    refused = centre("alerts", "acknowledge", first, second)
    unknown = centre("alerts", "resolve", first, "A-0000000", "--as", "spoofed")
    untouched = subjects(centre, "--state", "open")
    done = centre("alerts", "resolve", first, second, "--as", "not-ours")

    assert (6, 5, 0) == (refused.code, unknown.code, done.code)
    assert f"alert {second} is acknowledged already" in refused.err
    assert ["192.0.2.17"] == untouched
    assert ["192.0.2.17", "192.0.2.18"] == subjects(centre, "--state", "resolved")


@pytest.mark.parametrize("outcome", ["whatever", "quiet"])
def test_outcome(outcome: str, centre: Centre) -> None:
    """An outcome that there is none of, or that only the centre says, is refused with those that there are."""
    [alert] = centre.alerted(INSIDE)
    said = centre("alerts", "resolve", alert, "--as", outcome)

    assert 2 == said.code
    assert "research-scanner" in said.err
    assert '"quiet",' not in said.err


def test_over(centre: Centre) -> None:
    """A story that is over is shown as ended; one that came back with its episodes."""
    ended = replace(INSIDE, phase=Phase.ENDED, at=INSIDE.at + 1)
    again = detection("infection.internal", "192.0.2.17", first=INSIDE.at + 2)
    centre.alerted(INSIDE, ended)
    over = centre("alerts", "list").out
    centre.alerted(again)

    assert "open, ended" in over
    assert "open, 2 episodes" in centre("alerts", "list").out


def test_hostile(centre: Centre) -> None:
    """What an attacker put into a sample cannot reach the terminal."""
    samples = ({"time": "now", "banner": "\x1b]0;owned\x07\x1b[2J"},)
    dirty = replace(INSIDE, evidence=replace(INSIDE.evidence, samples=samples), severity=Severity.HIGH)
    [alert] = centre.alerted(dirty)
    said = centre("alerts", "show", alert)

    assert "\x1b" not in said.out
    assert "\\u001b]0;owned" in said.out


def test_handled(centre: Centre) -> None:
    """An alert is assigned, snoozed, woken and noted, and each is undone; the history says who, what and for whom."""
    [alert] = centre.alerted(INSIDE)
    assigned = centre("alerts", "assign", alert, "--to", "aino", "--by", "mika")
    snoozed = centre("alerts", "snooze", alert, "--for", "4h", "--by", "mika", "--json").objects()
    hidden, only = subjects(centre), subjects(centre, "--snoozed", "only")
    centre("alerts", "wake", alert, "--by", "aino")
    shown = subjects(centre)
    centre("alerts", "note", alert, "--text", "on Monday", "--by", "aino")
    centre("alerts", "acknowledge", alert, "--by", "aino")
    undone = centre("alerts", "undo", alert, "--by", "aino").out
    history = centre("alerts", "show", alert, "--json").objects()[0]["history"]
    said = centre("alerts", "show", alert).out

    assert f"{alert}  open  by mika\n" == assigned.out
    assert ("aino", True) == (snoozed[0]["assignee"], bool(snoozed[0]["snoozed_until"]))
    assert ([], [INSIDE.subject.value], [INSIDE.subject.value]) == (hidden, only, shown)
    assert f"{alert}  open  by aino\n" == undone
    assert [
        ("assigned", "mika", "aino"),
        ("snoozed", "mika", snoozed[0]["snoozed_until"]),
        ("woken", "aino", ""),
        ("noted", "aino", ""),
        ("acknowledged", "aino", ""),
        ("undone", "aino", "acknowledged"),
    ] == [(each["deed"], each["who"], each["about"]) for each in history[1:]]
    assert "assigned to" in said
    assert "assigned: aino" in said


def test_together(centre: Centre) -> None:
    """Alerts are merged into another, dealt with by it, and taken out again."""
    first, second = centre.alerted(INSIDE, OUTSIDE)
    merged = centre("alerts", "merge", second, "--into", first.lower(), "--by", "mika")
    listed = subjects(centre), subjects(centre, "--merged", "only")
    refused = centre("alerts", "acknowledge", second)
    centre("alerts", "acknowledge", first, "--by", "mika")
    [alone] = centre("alerts", "unmerge", second, "--json").objects()

    assert f"{second}  open, merged into {first}  by mika\n" == merged.out
    assert (["192.0.2.17"], ["192.0.2.18"]) == listed
    assert (6, True) == (refused.code, f"is merged into {first}" in refused.err)
    assert ("acknowledged", "mika", "") == (alone["state"], alone["assignee"], alone["merged_into"])


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["--subject", "192.0.2.16/31"], ["192.0.2.17"]),
        (["--text", "0.2.18"], ["192.0.2.18"]),
        (["--assignee", "mika"], ["192.0.2.17"]),
        (["--assignee", ""], ["192.0.2.18"]),
        (["--ended"], []),
        (["--no-ended"], ["192.0.2.17", "192.0.2.18"]),
        (["--from", "2026-11-24"], ["192.0.2.17", "192.0.2.18"]),
        (["--to", "2026-11-24"], []),
        (["--silenced", "only"], ["192.0.2.18"]),
        (["--silenced", "hide"], ["192.0.2.17"]),
    ],
)
def test_filters(words: list[str], found: list[str], centre: Centre) -> None:
    """A list is narrowed by how officers stand to alerts, when they were seen, about what, and by text."""
    first, _ = centre.alerted(INSIDE, OUTSIDE)
    centre("alerts", "assign", first, "--to", "mika")
    centre("silences", "add", "--subject", "192.0.2.18", "--for", "4h", "--reason", "works")

    assert found == subjects(centre, *words)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["snooze", "ALERT"], 2, "a snooze needs an end"),
        (["snooze", "ALERT", "--until", "2020-01-01"], 2, "is over already"),
        (["note", "ALERT", "--text", " "], 2, "needs `note`"),
        (["merge", "ALERT", "--into", "ALERT"], 6, "that is itself"),
        (["merge", "ALERT", "--into", "A-0000000"], 5, "A-0000000"),
        (["assign", "ALERT", "--to", ""], 6, "is nobody's already"),
        (["wake", "ALERT"], 6, "is not snoozed"),
        (["undo", "ALERT"], 6, "what happened last was opened as was seen"),
    ],
)
def test_moves_refused(words: list[str], code: int, said: str, centre: Centre) -> None:
    """A move that cannot be says why, and does nothing."""
    [alert] = centre.alerted(INSIDE)
    before = centre("alerts", "list", "--json").out

    told = centre("alerts", *(alert if word == "ALERT" else word for word in words))

    assert (code, "") == (told.code, told.out)
    assert said in told.err
    assert before == centre("alerts", "list", "--json").out


def test_samples(centre: Centre) -> None:
    """Sample packets are written to a file for their owner's eyes only, and the audit has who did it."""
    [alert] = centre.alerted()
    path = centre.folder / "samples.pcap"

    [said] = centre(
        "alerts", "samples", alert.lower(), "--out", str(path), "--by", "mika", "--json"
    ).objects()
    [line] = centre("audit", "--what", "read-samples", "--json").objects()

    assert {"alert": alert, "path": str(path), "bytes": path.stat().st_size} == said
    assert (2, 0o600) == (len(packets_of(path.read_bytes()).time), path.stat().st_mode & 0o777)
    assert ("mika", "command", alert) == (line["who"], line["via"], line["about"])
