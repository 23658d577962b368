from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import Engine

from noroshi.alerts.book import Changed, Revision
from noroshi.alerts.history import WATCH, Deed, Entry
from noroshi.alerts.model import Alert, AlertState, Handling, Outcome
from noroshi.alerts.notices import NoticeState, Reason
from noroshi.alerts.wanted import Shown, Wanted
from noroshi.clock import DAY, SECOND
from noroshi.errors import NotFoundError, OvertakenError
from noroshi.organisations.model import Severity
from noroshi.storage.alerts import SqlAlertBook
from tests.delivery.stories import NIGHT, alert, contact, detection, notice


@pytest.fixture
def book(database: Engine) -> SqlAlertBook:
    """Give an empty book."""
    return SqlAlertBook(database)


def opened(*alerts: Alert) -> Changed:
    """Open alerts."""
    return Changed([Revision(each, 0) for each in alerts])


def changed(before: Alert, **fields: object) -> Changed:
    """Change an alert."""
    after = replace(before, version=before.version + 1, **fields)
    return Changed([Revision(after, before.version)])


def ids(alerts: Sequence[Alert]) -> list[str]:
    return [each.id for each in alerts]


def test_all_of_an_alert(book: SqlAlertBook) -> None:
    """Every field of an alert comes back as it was; and changes to all but what it is about, whose it is, and its start."""
    new = replace(
        alert(),
        kind="dos.victim",
        subject_kind="network",
        subject="2001:db8::/32",
        organisation="狼煙",
        holding="AS64500",
        state=AlertState.RESOLVED,
        outcome=Outcome.SPOOFED,
        severity=Severity.LOW,
        started=1,
        ended=True,
        assignee="花子",
        snoozed_until=2**62,
        merged_into="A-0000002",
        detection=detection("dos.victim", "2001:db8::/32"),
    )
    changed = replace(
        new,
        state=AlertState.OPEN,
        outcome=None,
        severity=Severity.CRITICAL,
        last=2**62,
        ended=False,
        episodes=7,
        episode="0" * 32,
        detection=detection("dos.victim", "2001:db8::/32", first=NIGHT + DAY),
        version=2,
        assignee="",
        snoozed_until=None,
        merged_into="",
    )

    book.record(opened(new))
    as_opened = book.get(new.id)
    book.record(Changed([Revision(changed, 1)]))

    assert new == as_opened
    assert changed == book.get(new.id)


def test_by_id(book: SqlAlertBook) -> None:
    """An alert is found by its id, whatever the case of its letters, and nothing else is."""
    book.record(opened(alert()))

    assert alert() == book.get("a-0000017")
    with pytest.raises(NotFoundError, match="'A-0000018'"):
        book.get("A-0000018")


def test_by_story_and_episode(book: SqlAlertBook) -> None:
    """Alerts are found by story, by latest episode and by id; however many are asked for."""
    alerts = [alert(number=number) for number in range(200)]
    book.record(opened(*alerts[:100]))
    unknown = [f"none {number}" for number in range(2_000)]

    assert {each.story: each for each in alerts[:100]} == book.of_stories(
        [each.story for each in alerts] + unknown
    )
    assert alerts[:100] == sorted(
        book.of_episodes([each.episode for each in alerts] + unknown), key=lambda each: each.id
    )
    assert {each.id for each in alerts[:100]} == book.taken([each.id for each in alerts] + unknown)
    assert {each.id: each for each in alerts[:100]} == book.of_ids([each.id for each in alerts] + unknown)


def test_merged(book: SqlAlertBook) -> None:
    """Alerts are found by the alert that they are merged into."""
    into, other, alone = (alert(number=number) for number in range(3))
    first, second, third = (
        replace(alert(number=number), merged_into=each.id)
        for number, each in enumerate((into, into, other), start=3)
    )
    book.record(opened(into, other, alone, first, second, third))

    assert [first, second] == sorted(book.merged([into.id, alone.id]), key=lambda each: each.id)
    assert [] == book.merged([first.id])


def test_order(book: SqlAlertBook) -> None:
    """A list has the most severe first, then the latest seen; its length is limited, and its count is not."""
    alerts = [
        replace(alert(number=number), severity=severity, last=NIGHT + last, state=state)
        for number, (severity, last, state) in enumerate(
            [
                (Severity.LOW, 9, AlertState.OPEN),
                (Severity.CRITICAL, 1, AlertState.RESOLVED),
                (Severity.HIGH, 5, AlertState.ACKNOWLEDGED),
                (Severity.HIGH, 7, AlertState.OPEN),
                (Severity.CRITICAL, 2, AlertState.OPEN),
            ]
        )
    ]
    book.record(opened(*alerts))

    everything = Wanted()

    assert [alerts[number] for number in (4, 1, 3, 2, 0)] == book.page(everything, NIGHT, 10).alerts
    assert [alerts[number] for number in (4, 1, 3)] == book.page(everything, NIGHT, 3).alerts
    assert 5 == book.count(everything, NIGHT)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(states=[AlertState.RESOLVED]), {4}),
        (Wanted(states=[AlertState.OPEN, AlertState.ACKNOWLEDGED]), {0, 1, 2, 3}),
        (Wanted(organisation="other"), {2}),
        (Wanted(kind="infection"), {0, 1}),
        (Wanted(kind="infection.external"), {1}),
        (Wanted(kind="Infection"), set()),
        (Wanted(kind="infect"), set()),
        (Wanted(kind="i%"), set()),
        (Wanted(subject="192.0.2.2"), {2}),
        (Wanted(severity=Severity.HIGH), {0, 1, 2}),
        (Wanted(kind="infection", severity=Severity.CRITICAL, organisation="example"), {0}),
    ],
)
def test_wanted(book: SqlAlertBook, wanted: Wanted, expected: set[int]) -> None:
    """A list has what meets every condition, and the count is its length."""
    kinds = ("infection.internal", "infection.external", "dos.victim", "misconfiguration", "misconfiguration")
    alerts = [alert(kind, number) for number, kind in enumerate(kinds)]
    alerts[2] = replace(alerts[2], organisation="other")
    alerts[3] = replace(alerts[3], state=AlertState.ACKNOWLEDGED)
    alerts[4] = replace(alerts[4], state=AlertState.RESOLVED)
    book.record(opened(*alerts))

    found = book.page(wanted, NIGHT, 10).alerts

    assert {alerts[number].id for number in expected} == set(ids(found))
    assert len(expected) == book.count(wanted, NIGHT)


ALERTS = {
    "plain": alert(number=1),
    "mika's": replace(alert(number=2), assignee="mika"),
    "snoozed": replace(alert(number=3), snoozed_until=NIGHT + DAY),
    "woken by time": replace(alert(number=4), snoozed_until=NIGHT),
    "merged": replace(alert(number=5), merged_into="A-0000001"),
    "ended": alert(number=6, ended=True),
    "early": replace(alert(number=7), last=NIGHT - DAY),
    "far": replace(alert(number=8), subject="2001:db8:0:1::8"),
    "a sensor": replace(alert(number=9), subject_kind="sensor", subject="live:ETH%1"),
}


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(assignee="mika"), {"mika's"}),
        (Wanted(assignee=""), ALERTS.keys() - {"mika's"}),
        (Wanted(snoozed=Shown.ONLY), {"snoozed"}),
        (Wanted(snoozed=Shown.HIDE), ALERTS.keys() - {"snoozed"}),
        (Wanted(merged=Shown.ONLY), {"merged"}),
        (Wanted(merged=Shown.HIDE), ALERTS.keys() - {"merged"}),
        (Wanted(ended=True), {"ended"}),
        (Wanted(ended=False), ALERTS.keys() - {"ended"}),
        (Wanted(until=NIGHT), {"early"}),
        (Wanted(since=NIGHT), ALERTS.keys() - {"early"}),
        (Wanted(since=NIGHT - DAY, until=NIGHT - DAY + 1), {"early"}),
        (Wanted(since=NIGHT - DAY + 1, until=NIGHT), set()),
        (Wanted(subject="192.0.2.2"), {"mika's"}),
        (Wanted(subject="192.0.2.4/31"), {"woken by time", "merged"}),
        (Wanted(subject="192.0.0.0/16"), ALERTS.keys() - {"far", "a sensor"}),
        (Wanted(subject="0.0.0.0/0"), ALERTS.keys() - {"far", "a sensor"}),
        (Wanted(subject="2001:DB8:0:1::8"), {"far"}),
        (Wanted(subject="2001:db8::/48"), {"far"}),
        (Wanted(subject="::/0"), {"far"}),
        (Wanted(subject="192.0.2.0/33"), set()),
        (Wanted(subject="live:ETH%1"), {"a sensor"}),
        (Wanted(text="0000002"), {"mika's"}),
        (Wanted(text="a-0000002"), {"mika's"}),
        (Wanted(text=".2.3"), {"snoozed"}),
        (Wanted(text="DB8"), {"far"}),
        (Wanted(text="eth%"), {"a sensor"}),
        (Wanted(text="%"), {"a sensor"}),
        (Wanted(text="exam"), ALERTS.keys()),
        (Wanted(text="tion.int"), ALERTS.keys()),
        (Wanted(text="nothing"), set()),
    ],
)
def test_wanted_by_the_desk(book: SqlAlertBook, wanted: Wanted, expected: set[str]) -> None:
    """A list has what meets each condition of how officers stand to alerts, when they were seen, about what, and which text."""
    book.record(opened(*ALERTS.values()))

    found = book.page(wanted, NIGHT, 100).alerts

    assert {ALERTS[name].id for name in expected} == set(ids(found))
    assert len(expected) == book.count(wanted, NIGHT)


def test_counted(book: SqlAlertBook) -> None:
    """A count stops where it was told to."""
    book.record(opened(*ALERTS.values()))

    assert [5, 9, 9] == [book.count(Wanted(), NIGHT, most) for most in (5, 9, 10)]


@pytest.mark.parametrize("limit", [1, 4, 7, 12, 13])
@pytest.mark.parametrize("wanted", [Wanted(), Wanted(states=[AlertState.OPEN, AlertState.RESOLVED])])
def test_pages(book: SqlAlertBook, limit: int, wanted: Wanted) -> None:
    """Pages one after another have what one long page has, each alert once; the last one says so."""
    alerts = [
        replace(alert(number=number), severity=severity, last=NIGHT + number % 2, state=state)
        for number, (severity, state) in enumerate(
            product((Severity.LOW, Severity.CRITICAL), [*AlertState, *AlertState])
        )
    ]
    book.record(opened(*alerts))
    whole = book.page(wanted, NIGHT, 100)

    found: list[Alert] = []
    page = book.page(wanted, NIGHT, limit)
    while page.next is not None:
        assert limit == len(page.alerts)
        found += page.alerts
        page = book.page(wanted, NIGHT, limit, page.next)

    assert (whole.alerts, None) == ([*found, *page.alerts], whole.next)


def test_pages_while_alerts_come_and_go(book: SqlAlertBook) -> None:
    """What is opened, moved or closed between two pages makes the second neither repeat nor skip another."""
    alerts = [replace(alert(number=number), last=NIGHT + number) for number in range(6)]
    book.record(opened(*alerts))
    wanted = Wanted(states=[AlertState.OPEN])

    first = book.page(wanted, NIGHT, 3)
    book.record(opened(replace(alert(number=9), last=NIGHT + 9)))
    book.record(changed(alerts[5], state=AlertState.RESOLVED))
    second = book.page(wanted, NIGHT, 3, first.next)

    assert ([alerts[5], alerts[4], alerts[3]], [alerts[2], alerts[1], alerts[0]]) == (
        first.alerts,
        second.alerts,
    )


def test_history(book: SqlAlertBook) -> None:
    """History comes back as it was written, oldest first, each alert's apart."""
    first, second = alert(number=1), alert(number=2)
    entries = [
        Entry(first.id, 9, 8, Deed.OPENED, WATCH, AlertState.OPEN, None, "It scans."),
        Entry(second.id, 9, 8, Deed.OPENED, WATCH, AlertState.OPEN, None, "It scans."),
        Entry(first.id, 5, 5, Deed.RESOLVED, "花子", AlertState.RESOLVED, Outcome.CLEANED, "Reinstalled."),
    ]
    book.record(Changed([Revision(first, 0), Revision(second, 0)], entries[:2]))
    book.record(Changed(entries=entries[2:]))

    assert [entries[0], entries[2]] == book.history(first.id)
    assert [entries[1]] == book.history(second.id.lower())
    assert [] == book.history("A-0000003")


def test_latest(book: SqlAlertBook) -> None:
    """The latest line of each alert's history is found for many at once, with all that it says."""
    first, second, third = (alert(number=number) for number in range(3))
    before = Handling(AlertState.ACKNOWLEDGED, Outcome.CLEANED, "花子", 7, "A-0000009")
    entries = [
        Entry(first.id, 1, 1, Deed.OPENED, WATCH, AlertState.OPEN, version=1),
        Entry(second.id, 1, 1, Deed.OPENED, WATCH, AlertState.OPEN, version=1),
        Entry(first.id, 0, 0, Deed.ASSIGNED, "mika", AlertState.OPEN, None, "", "花子", 2, before),
    ]
    book.record(Changed([Revision(each, 0) for each in (first, second, third)], entries))

    assert {first.id: entries[2], second.id: entries[1]} == book.latest(
        [first.id, second.id, third.id, "A-X"]
    )
    assert {} == book.latest([])
    assert {first.id: entries[0]} == book.latest([first.id], {Deed.OPENED, Deed.CAME_BACK})


def test_onsets(book: SqlAlertBook) -> None:
    """Alerts that have a pattern are given by it, then by when they began; those from before a moment are not."""
    bare = detection()
    bare = replace(bare, evidence=replace(bare.evidence, tallies=(), labels=()))
    made = [
        replace(alert(number=number), started=NIGHT + began) for number, began in ((1, 3), (2, 1), (3, 0))
    ]
    book.record(
        opened(
            *made,
            replace(alert("dos.victim", 4), started=NIGHT + 2),
            replace(alert(number=5), detection=bare),
        )
    )

    assert [
        ("dos: mirai, tcp/23", NIGHT + 2, "A-0000004"),
        ("infection: mirai, tcp/23", NIGHT + 1, "A-0000002"),
        ("infection: mirai, tcp/23", NIGHT + 3, "A-0000001"),
    ] == [(each.pattern, each.started, each.alert) for each in book.onsets(NIGHT + 1)]


def test_since(book: SqlAlertBook) -> None:
    """Lines of history are followed by their numbers, which grow; what was read is not read again."""
    told = alert(number=1)
    entries = [Entry(told.id, 9 - at, at, Deed.NOTED, "mika", AlertState.OPEN) for at in range(5)]
    nothing = book.latest_entry()
    book.record(Changed([Revision(told, 0)], entries[:3]))
    first = book.since(nothing, 2)
    book.record(Changed(entries=entries[3:]))
    rest = book.since(first[-1][0], 100)

    assert 0 == nothing
    assert (entries[:2], entries[2:]) == ([entry for _, entry in first], [entry for _, entry in rest])
    numbers = [number for number, _ in (*first, *rest)]
    assert sorted(set(numbers)) == numbers
    assert (numbers[-1], []) == (book.latest_entry(), book.since(numbers[-1], 100))


def test_notices(book: SqlAlertBook) -> None:
    """Notices come back as they were written, the latest first, by state and alert."""
    first, second = alert(number=1), alert(number=2)
    owed = [
        notice(first, contact(), owed=NIGHT),
        notice(second, contact(), owed=NIGHT + SECOND, severity=Severity.MEDIUM),
        replace(
            notice(first, contact(language="ja"), Reason.STILL, owed=NIGHT + DAY),
            state=NoticeState.MUTED,
            because="It was over.",
        ),
    ]
    book.record(Changed([Revision(first, 0), Revision(second, 0)], notices=owed))

    assert owed[::-1] == book.notices([], "", 10)
    assert owed[:0:-1] == book.notices([], "", 2)
    assert [owed[2], owed[0]] == book.notices([], "a-0000001", 10)
    assert [owed[2]] == book.notices([NoticeState.MUTED, NoticeState.DEAD], "", 10)
    assert [] == book.notices([NoticeState.MUTED], second.id, 10)


def test_owed_once(book: SqlAlertBook) -> None:
    """A notice whose id is known already is left as it stands."""
    first = notice(alert(), contact())
    again = replace(first, state=NoticeState.MUTED, because="again", owed=NIGHT + DAY)
    other = notice(alert(), contact(), Reason.ENDED)
    book.record(Changed([Revision(alert(), 0)], notices=[first]))

    book.record(Changed(notices=[again, other, other]))

    assert {first, other} == set(book.notices([], "", 10))


def test_overtaken(book: SqlAlertBook) -> None:
    """What is decided from an old version is refused, and nothing of it is written."""
    first, second = alert(number=1), alert(number=2)
    book.record(opened(first, second))
    book.record(changed(second, ended=True))
    stale = Changed(
        [*changed(first, ended=True).alerts, *changed(second, episodes=9).alerts],
        [Entry(first.id, 1, 1, Deed.ENDED, WATCH, AlertState.OPEN)],
        [notice(first, contact())],
    )

    with pytest.raises(OvertakenError):
        book.record(stale)

    assert first == book.get(first.id)
    assert 1 == book.get(second.id).episodes
    assert ([], []) == (book.history(first.id), book.notices([], "", 10))


@pytest.mark.parametrize("taken", ["id", "story"])
def test_no_longer_new(book: SqlAlertBook, taken: str) -> None:
    """An alert whose id or story somebody else has opened in the meantime is refused, with all beside it."""
    first, fresh = alert(number=1), alert(number=3)
    rival = replace(first, id="A-RIVAL") if taken == "story" else replace(alert(number=2), id=first.id)
    book.record(opened(rival))

    with pytest.raises(OvertakenError):
        book.record(opened(first, fresh))

    assert [rival] == book.page(Wanted(), 0, 10).alerts


def test_none_such(book: SqlAlertBook) -> None:
    """A change of an alert that does not exist is refused."""
    with pytest.raises(OvertakenError):
        book.record(changed(alert(), ended=True))


moves = st.lists(
    st.tuples(
        st.integers(0, 3), st.sampled_from([0, 0, 0, -1, 1]), st.sampled_from(AlertState), st.booleans()
    ),
    max_size=20,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves)
def test_laws(database: Engine, moves: list[tuple[int, int, AlertState, bool]]) -> None:
    """Whatever is recorded, the book has what a dictionary would have that checks versions."""
    book = SqlAlertBook(database)
    known = {each.id: each for each in book.page(Wanted(), 0, 100).alerts}
    for number, shift, state, ended in moves:
        new = alert(number=number)
        now = known[new.id].version if new.id in known else 0
        before = max(0, now + shift)
        after = replace(new, state=state, ended=ended, version=before + 1)
        if before == now:
            book.record(Changed([Revision(after, before)]))
            known[after.id] = after
        else:
            with pytest.raises(OvertakenError):
                book.record(Changed([Revision(after, before)]))

    by_severity = sorted(known.values(), key=lambda each: (each.severity.rank, each.last, each.id))

    assert by_severity[::-1] == book.page(Wanted(), 0, 100).alerts
