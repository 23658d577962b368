import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import Engine, insert, select

from noroshi.alerts.book import Changed, Revision
from noroshi.alerts.model import Alert, AlertState
from noroshi.alerts.notices import Notice, NoticeState, Reason
from noroshi.alerts.silences import Covered, Scope, Silence
from noroshi.alerts.wanted import Shown, Wanted
from noroshi.clock import DAY, HOUR, SECOND
from noroshi.errors import MoveRefusedError, NotFoundError, OvertakenError, StorageError
from noroshi.storage.alerts import SqlAlertBook
from noroshi.storage.queue import covered, covered_by_any
from noroshi.storage.tables import alerts as tables
from noroshi.storage.tables.alerts import alert_row
from tests.delivery.stories import NIGHT, alert, contact, notice

OVER = "It was over."


@pytest.fixture
def book(database: Engine) -> SqlAlertBook:
    """Give an empty book."""
    return SqlAlertBook(database)


def silence(name: str = "S-QUIET", since: int = NIGHT, until: int = NIGHT + HOUR) -> Silence:
    scope = Scope("example", "infection", "192.0.2.0/24", "A-0000017")
    return Silence(name, scope, "Exercise.", "花子", since=since, until=until)


def held(told: Alert, by: Silence) -> Notice:
    return replace(
        notice(told, contact()),
        state=NoticeState.HELD,
        because=f"Silence {by.id}: {by.reason}",
        silence=by.id,
    )


def hold(book: SqlAlertBook, by: Silence, *alerts: Alert) -> list[Notice]:
    """Put a silence, and open alerts about which it holds a notice each."""
    book.put_silence(by)
    notices = [held(each, by) for each in alerts]
    book.record(Changed([Revision(each, 0) for each in alerts], notices=notices))
    return notices


def stand(book: SqlAlertBook) -> dict[str, NoticeState]:
    """Say how notices stand, by alert."""
    return {each.alert: each.state for each in book.notices([], "", 100)}


def test_kept(book: SqlAlertBook) -> None:
    """Silences come back as they were written, the latest first."""
    older, later = silence("S-OLDER"), silence("S-LATER", since=NIGHT + SECOND)
    book.put_silence(older)
    book.put_silence(later)

    assert [later, older] == book.silences()


def test_put_twice(book: SqlAlertBook) -> None:
    """No silence takes the place of another."""
    book.put_silence(silence())

    with pytest.raises(StorageError):
        book.put_silence(replace(silence(), reason="Another."))

    assert [silence()] == book.silences()


def test_counted(book: SqlAlertBook) -> None:
    """A silence counts what it has held back, also when that has gone out since."""
    hold(book, silence(), alert(number=1), alert(number=2))
    hold(book, silence("S-OTHER", until=NIGHT + 2 * HOUR), alert(number=3))
    before = {each.id: each.held for each in book.silences()}

    book.let_go(NIGHT + HOUR, OVER)

    assert {"S-QUIET": 2, "S-OTHER": 1} == before
    assert before == {each.id: each.held for each in book.silences()}


def test_lifted(book: SqlAlertBook) -> None:
    """When a silence is lifted, all that it held is owed, and says no longer why it was not."""
    hold(book, silence(), alert(number=1), alert(number=2, ended=True))
    (other,) = hold(book, silence("S-OTHER"), alert(number=3))

    let_go = book.lift("s-quiet", NIGHT + SECOND)

    freed = [each for each in book.notices([], "", 10) if each != other]
    assert 2 == let_go
    assert {(NoticeState.OWED, "", "S-QUIET")} == {(each.state, each.because, each.silence) for each in freed}
    assert replace(silence(), lifted=NIGHT + SECOND, released=True, held=2) == next(
        each for each in book.silences() if each.id == "S-QUIET"
    )
    assert NoticeState.HELD is stand(book)[other.alert]


def test_lifted_twice(book: SqlAlertBook) -> None:
    """A silence is over once: lifted, or expired."""
    book.put_silence(silence())
    book.put_silence(silence("S-OTHER"))
    book.lift("S-QUIET", NIGHT)

    with pytest.raises(MoveRefusedError, match="S-QUIET is over already"):
        book.lift("S-QUIET", NIGHT)
    with pytest.raises(MoveRefusedError, match="S-OTHER is over already"):
        book.lift("S-OTHER", NIGHT + HOUR)
    with pytest.raises(NotFoundError, match="'S-NONE'"):
        book.lift("S-NONE", NIGHT)


def test_expired(book: SqlAlertBook) -> None:
    """When a silence expires, what still goes on becomes owed, and the rest is muted and says why."""
    open_, ended, resolved = (
        alert(number=1),
        alert(number=2, ended=True),
        alert(number=3, state=AlertState.RESOLVED),
    )
    hold(book, silence(), open_, ended, resolved)

    early = book.let_go(NIGHT + HOUR - 1, OVER), stand(book)
    let_go = book.let_go(NIGHT + HOUR, OVER)

    assert (0, dict.fromkeys((open_.id, ended.id, resolved.id), NoticeState.HELD)) == early
    assert 1 == let_go
    assert {
        open_.id: (NoticeState.OWED, ""),
        ended.id: (NoticeState.MUTED, OVER),
        resolved.id: (NoticeState.MUTED, OVER),
    } == {each.alert: (each.state, each.because) for each in book.notices([], "", 10)}
    assert [True] == [each.released for each in book.silences()]


def test_expired_once(book: SqlAlertBook) -> None:
    """What an expired silence held is let go once."""
    hold(book, silence(), alert())

    assert [1, 0] == [book.let_go(NIGHT + 2 * HOUR, OVER) for _ in range(2)]


def test_released_meanwhile(book: SqlAlertBook) -> None:
    """A notice is not held by a silence that is over: nobody would let it go again."""
    book.put_silence(silence())
    book.lift("S-QUIET", NIGHT)

    with pytest.raises(OvertakenError, match="a silence is over"):
        book.record(Changed([Revision(alert(), 0)], notices=[held(alert(), silence())]))

    assert (set(), {}) == (book.taken([alert().id]), stand(book))


def test_released_holds_nothing() -> None:
    """A silence that has been let go holds nothing, whatever this machine's clock says."""
    quiet = Silence("S-QUIET", Scope(), "Exercise.", "花子", since=NIGHT, until=NIGHT + HOUR)

    assert quiet.holds(alert(), NIGHT)
    assert not replace(quiet, released=True).holds(alert(), NIGHT)


SUBJECTS = (
    *("192.0.2.1", "192.0.2.200", "198.51.100.7", "::ffff:192.0.2.1", "2001:db8::1", "2001:db8:1::1"),
    *("192.0.2.0/24", "live:eth1", "no address"),
)
ORGANISATIONS = ("example", "Example", "狼煙")
KINDS = ("infection.internal", "dos.victim", "misconfiguration")

alerts = st.lists(
    st.builds(
        lambda number, kind, subject, organisation: replace(
            alert(number=number), kind=kind, subject=subject, organisation=organisation
        ),
        st.integers(0, 99),
        st.sampled_from(KINDS),
        st.sampled_from(SUBJECTS),
        st.sampled_from(ORGANISATIONS),
    ),
    max_size=8,
    unique_by=lambda each: each.id,
)
scopes = st.builds(
    Scope,
    organisation=st.sampled_from(("", *ORGANISATIONS)),
    kind=st.sampled_from(("", "infection", "Infection", "infect", *KINDS)),
    subject=st.sampled_from(
        ("", *SUBJECTS, "192.0.2.0/25", "0.0.0.0/0", "::/0", "2001:db8::/32", "192.0.2.1/24", "%")
    ),
    alert=st.sampled_from(("", "", "", "A-0000017")),
)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(alerts, st.lists(scopes, max_size=4))
def test_covers(database: Engine, known: list[Alert], given: list[Scope]) -> None:
    """The database says of any alerts and scopes what `Scope.covers` says."""
    with database.connect() as connection:  # never committed
        if known:
            connection.execute(insert(tables.alerts), [alert_row(each) for each in known])
        for scope in given:
            found = set(connection.scalars(select(tables.alerts.c.id).where(covered(scope))))
            assert {each.id for each in known if scope.covers(each)} == found
        by_any = set(connection.scalars(select(tables.alerts.c.id).where(covered_by_any(given))))
        assert {each.id for each in known if any(scope.covers(each) for scope in given)} == by_any


def test_listed(book: SqlAlertBook) -> None:
    """A list has, or leaves out, those that a silence covers that holds now; not one that is over, lifted or let go."""
    quiet, other, free = alert(number=1), alert("dos.victim", 2), alert("misconfiguration", 3)
    book.record(Changed([Revision(each, 0) for each in (quiet, other, free)]))
    book.put_silence(replace(silence(), scope=Scope(kind="infection")))
    for name, over in (
        ("S-PAST", {"until": NIGHT + 1}),
        ("S-LIFTED", {"lifted": NIGHT}),
        ("S-DONE", {"released": True}),
    ):
        book.put_silence(replace(silence(name), scope=Scope(kind="dos"), **over))
    only, hidden = Wanted(silenced=Shown.ONLY), Wanted(silenced=Shown.HIDE)
    now = NIGHT + SECOND

    assert [quiet] == book.page(only, now, 10).alerts
    assert {other.id, free.id} == {each.id for each in book.page(hidden, now, 10).alerts}
    assert (1, 2) == (book.count(only, now), book.count(hidden, now))
    assert [] == book.page(only, NIGHT + HOUR, 10).alerts


def test_listed_without_silences(book: SqlAlertBook) -> None:
    """Without a silence, none is silenced."""
    book.record(Changed([Revision(alert(), 0)]))

    assert [] == book.page(Wanted(silenced=Shown.ONLY), NIGHT, 10).alerts
    assert [alert()] == book.page(Wanted(silenced=Shown.HIDE), NIGHT, 10).alerts


def test_very_many(book: SqlAlertBook) -> None:
    """A list takes silences by the thousand."""
    for number in range(1_100):
        book.put_silence(replace(silence(f"S-{number}"), scope=Scope(subject=f"198.51.{number % 256}.0/24")))
    book.put_silence(replace(silence(), scope=Scope(subject="192.0.2.0/24")))
    book.record(Changed([Revision(alert(), 0)]))

    assert [alert()] == book.page(Wanted(silenced=Shown.ONLY), NIGHT, 10).alerts


def test_would_hold(book: SqlAlertBook) -> None:
    """A silence that is considered says how many notices it would have held back, about how many alerts, since a moment."""
    mine, other = alert(number=1), alert("dos.victim", number=2)
    owed = [
        notice(mine, contact(), owed=NIGHT),
        notice(mine, contact(), Reason.STILL, owed=NIGHT + DAY),
        notice(mine, contact(address="noc@example.org"), Reason.STILL, owed=NIGHT + DAY),
        notice(other, contact(), owed=NIGHT + DAY),
    ]
    book.record(Changed([Revision(mine, 0), Revision(other, 0)], notices=owed))

    assert Covered(3, 1) == book.would_hold(Scope(kind="infection"), NIGHT)
    assert Covered(2, 1) == book.would_hold(Scope(kind="infection"), NIGHT + 1)
    assert Covered(4, 2) == book.would_hold(Scope(), NIGHT)
    assert Covered(0, 0) == book.would_hold(Scope(subject="198.51.100.0/24"), NIGHT)
    assert Covered(3, 1) == book.would_hold(Scope(), NIGHT, {"dos.victim"})
