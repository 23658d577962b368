import pytest
from msgspec.structs import replace
from sqlalchemy import Engine

from noroshi.alerts.book import Changed, Revision
from noroshi.alerts.model import Alert, AlertState
from noroshi.alerts.notices import Notice, NoticeState
from noroshi.alerts.silences import Scope, Silence
from noroshi.clock import HOUR, SECOND
from noroshi.errors import MoveRefusedError, NotFoundError, OvertakenError, StorageError
from noroshi.storage.alerts import SqlAlertBook
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
