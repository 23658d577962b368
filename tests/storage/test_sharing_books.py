import time
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine, inspect, text

from noroshi.alerts.book import Changed, Revision
from noroshi.alerts.history import Said, answered
from noroshi.alerts.model import AlertState
from noroshi.clock import DAY
from noroshi.errors import NotFoundError, OvertakenError
from noroshi.organisations.model import Marking
from noroshi.people.audit import AuditEntry, AuditWanted, What
from noroshi.people.caller import Via
from noroshi.sharing.books import SharingBooks
from noroshi.sharing.finding import Level
from noroshi.sharing.ledger import Standing, Tally
from noroshi.sharing.marks import Field, FieldMark, Mark
from noroshi.sharing.partners import MOST_REASONS, OTHER_REASONS, Partner
from noroshi.sharing.policy import Rule
from noroshi.sharing.releases import Released, approved, asked, refused, withdrawn
from noroshi.sharing.taxii.objects import Fault
from noroshi.storage.alerts import SqlAlertBook
from noroshi.storage.migrations import upgrade
from noroshi.storage.people.audit import SqlAuditBook
from noroshi.storage.sharing.books import sharing_books
from noroshi.storage.transactions import reading, writing
from tests.delivery.stories import alert
from tests.storage.steps import back_to

NOW = time.time_ns()
ONE, OTHER = (alert(number=number) for number in (1, 2))
ASKED = asked(Released("infection", alert=ONE.id), "abroad", Level.PREFIX, "他国", "mika", NOW, NOW + DAY)
MARK = Mark(Marking.GREEN, NOW + DAY, "asia", (FieldMark(Field.SUBJECT, Marking.RED),), "花子", NOW)


def entry(what: What) -> AuditEntry:
    """A line of the audit."""
    return AuditEntry(NOW, "mika", Via.COMMAND, what)


@pytest.fixture
def books(database: Engine) -> SharingBooks:
    """Give the books of sharing, beside two alerts."""
    SqlAlertBook(database).record(Changed([Revision(ONE, 0), Revision(OTHER, 0)]))
    return sharing_books(database)


def audited(database: Engine) -> list[What]:
    """What the audit has, the earliest first."""
    return [row.entry.what for row in reversed(SqlAuditBook(database).page(AuditWanted(), None, 100))]


def test_marks(books: SharingBooks, database: Engine) -> None:
    """A mark comes back as it was put, with a version that counts; who is not marked is left out."""
    first = books.marks.put(ONE.id, MARK, entry(What.MARK))
    second = books.marks.put(ONE.id, replace(first, marking=Marking.RED, fields=()), entry(What.MARK))

    assert replace(MARK, version=1) == first
    assert {ONE.id: second} == books.marks.of([ONE.id, OTHER.id, "A-NOTHING"])
    assert (2, Marking.RED) == (second.version, second.marking)
    assert [What.MARK] * 2 == audited(database)


def test_marked_at_once(books: SharingBooks, database: Engine) -> None:
    """Of two who mark the same alert, the slower is told; an alert that is not there is not marked; neither is audited."""
    books.marks.put(ONE.id, MARK, entry(What.MARK))
    for mark in (MARK, replace(MARK, version=2)):
        with pytest.raises(OvertakenError):
            books.marks.put(ONE.id, mark, entry(What.MARK))
    with pytest.raises(NotFoundError):
        books.marks.put("A-NOTHING", MARK, entry(What.MARK))

    assert [What.MARK] == audited(database)


def test_releases(books: SharingBooks, database: Engine) -> None:
    """A release comes back at each turn of its life as it was written, and each turn is in the audit."""
    books.releases.add(ASKED, entry(What.ASK_RELEASE))
    agreed = approved(ASKED, "花子", NOW + 1)
    books.releases.change(ASKED, agreed, entry(What.APPROVE_RELEASE))
    standing = books.releases.standing(NOW + 1)
    over = withdrawn(agreed, "mika", NOW + 2)
    books.releases.change(agreed, over, entry(What.WITHDRAW_RELEASE))

    assert [agreed] == standing
    assert over == books.releases.get(ASKED.id.lower())
    assert [] == books.releases.standing(NOW + 2)
    assert [What.ASK_RELEASE, What.APPROVE_RELEASE, What.WITHDRAW_RELEASE] == audited(database)


def test_releases_listed(books: SharingBooks) -> None:
    """The latest asked for comes first; what is refused or has expired does not stand."""
    later = asked(Released("dos"), "abroad", Level.FULL, "x", "mika", NOW + 1, NOW + 2 * DAY)
    books.releases.add(ASKED, entry(What.ASK_RELEASE))
    books.releases.add(later, entry(What.ASK_RELEASE))
    at_first, at_last = books.releases.standing(NOW), books.releases.standing(NOW + DAY)
    no = refused(later, "kei", NOW)
    books.releases.change(later, no, entry(What.REFUSE_RELEASE))

    assert [no, ASKED] == books.releases.all()
    assert ({ASKED.id, later.id}, [later]) == ({each.id for each in at_first}, at_last)
    assert [ASKED] == books.releases.standing(NOW)


def test_decided_at_once(books: SharingBooks, database: Engine) -> None:
    """Of two who decide about the same release, the slower is told, and not audited."""
    books.releases.add(ASKED, entry(What.ASK_RELEASE))
    books.releases.change(ASKED, refused(ASKED, "kei", NOW), entry(What.REFUSE_RELEASE))
    with pytest.raises(OvertakenError):
        books.releases.change(ASKED, approved(ASKED, "aki", NOW), entry(What.APPROVE_RELEASE))
    with pytest.raises(OvertakenError):
        books.releases.add(ASKED, entry(What.ASK_RELEASE))
    with pytest.raises(NotFoundError):
        books.releases.get("R-NOTHING")

    assert "refused" == books.releases.get(ASKED.id).state
    assert [What.ASK_RELEASE, What.REFUSE_RELEASE] == audited(database)


def test_released_indication(database: Engine, tmp_path: Path) -> None:
    """A release of one indication is never one of everything: not in the schema before either, where it is of an alert that there is none of."""
    books = sharing_books(database)
    wanted = asked(Released(indication="I-7QX3M2KA"), "abroad", Level.FULL, "x", "mika", NOW, NOW + DAY)
    books.releases.add(wanted, entry(What.ASK_RELEASE))
    back_to(database, tmp_path, "0018")
    with reading(database) as connection:
        before = connection.scalar(text("SELECT alert FROM releases"))
    with writing(database) as connection:
        upgrade(connection)

    assert "I-7QX3M2KA" == before
    assert [wanted] == books.releases.all()


def test_ledger(books: SharingBooks, database: Engine) -> None:
    """How an alert stands with a reader replaces how it stood, together with the audit's lines; each reader has their own."""
    told = Standing(ONE.id, "abroad", Level.PREFIX, Rule.RELEASED, NOW, Level.PREFIX)
    not_told = Standing(OTHER.id, "abroad", None, Rule.EMBARGO, NOW)
    elsewhere = Standing(ONE.id, "elsewhere", Level.COUNTS, Rule.UNRELEASED, NOW)
    books.ledger.note([not_told, elsewhere, told], [entry(What.SHARE)] * 3)
    later = replace(told, level=None, rule=Rule.CLEARANCE, at=NOW + 1)
    books.ledger.note([later], [entry(What.SHARE)])
    books.ledger.note([], [])

    assert {ONE.id: later, OTHER.id: not_told} == books.ledger.of("abroad", [ONE.id, OTHER.id, "A-NOTHING"])
    assert [
        Tally("abroad", None, Rule.CLEARANCE, 1),
        Tally("abroad", None, Rule.EMBARGO, 1),
        Tally("elsewhere", Level.COUNTS, Rule.UNRELEASED, 1),
    ] == books.ledger.tallies()
    assert 4 == len(audited(database))


def test_told(books: SharingBooks) -> None:
    """What a reader was told of is found by the finding that told them; what only was refused, or told to another, is not."""
    told = Standing(ONE.id, "abroad", None, Rule.CLEARANCE, NOW, Level.PREFIX, "one")
    refused_ = Standing(OTHER.id, "abroad", None, Rule.EMBARGO, NOW)
    elsewhere = Standing(OTHER.id, "elsewhere", Level.FULL, Rule.RELEASED, NOW, Level.FULL, "other")
    books.ledger.note([told, refused_, elsewhere], [])

    assert {"one": ONE.id} == books.ledger.told("abroad", ["one", "other", "", "unheard of"])


def test_back_to_before_answers(books: SharingBooks, database: Engine, tmp_path: Path) -> None:
    """Taken back, no line of history is left that the Noroshi before cannot read; forward again, partners' answers stand there."""
    alerts = SqlAlertBook(database)
    said = answered(ONE, Said(ONE.id, "Abroad", AlertState.OPEN, None, NOW), NOW)
    alerts.record(Changed((), [said]))
    books.ledger.note([Standing(ONE.id, "abroad", Level.FULL, Rule.OWN, NOW, Level.FULL, "one")], [])
    back_to(database, tmp_path, "0008")
    with reading(database) as connection:
        older = connection.scalars(text("SELECT deed FROM history")).all()
    with writing(database) as connection:
        upgrade(connection)

    assert [] == older
    assert [said] == alerts.history(ONE.id)
    assert Level.FULL is books.ledger.of("abroad", [ONE.id])[ONE.id].told


def test_signs(books: SharingBooks, database: Engine) -> None:
    """Which rule decided about an indication replaces the one before, together with the audit's lines; each reader has their own."""
    one, other = {"I-ONE": Rule.UNRELEASED, "I-TWO": Rule.RELEASED}, {"I-ONE": Rule.CLEARANCE}
    books.signs.note("abroad", one, [entry(What.SHARE)])
    books.signs.note("elsewhere", other, [])
    books.signs.note("abroad", {"I-ONE": Rule.RELEASED}, [entry(What.SHARE)])

    assert {"I-ONE": Rule.RELEASED, "I-TWO": Rule.RELEASED} == books.signs.of(
        "abroad", ["I-ONE", "I-TWO", "I-X"]
    )
    assert other == books.signs.of("elsewhere", ["I-ONE"])
    assert [What.SHARE] * 2 == audited(database)


def test_key(books: SharingBooks, database: Engine) -> None:
    """The key is made up once, and is the same for whoever opens the database."""
    key = books.ledger.key()

    assert len(key) > 40
    assert key == books.ledger.key() == sharing_books(database).ledger.key()


def test_there_and_back(books: SharingBooks, database: Engine, tmp_path: Path) -> None:
    """Taken back, the database has no line of the audit that the Noroshi before cannot read; forward again, all is there."""
    books.marks.put(ONE.id, MARK, entry(What.MARK))
    books.releases.add(ASKED, entry(What.ASK_RELEASE))
    books.ledger.note([Standing(ONE.id, "abroad", None, Rule.EMBARGO, NOW)], [entry(What.SIGN_IN)])
    key, before = books.ledger.key(), audited(database)
    back_to(database, tmp_path, "0003")
    with reading(database) as connection:
        tables = set(inspect(connection).get_table_names())
    older = audited(database)
    with writing(database) as connection:
        upgrade(connection)

    assert set() == tables & {"marks", "releases", "standings", "centre_keys"}
    assert [What.SIGN_IN] == older
    assert set(before) == set(audited(database))
    assert (key, [ASKED]) == (books.ledger.key(), books.releases.all())
    assert [ONE.id] == list(books.marks.of([ONE.id])) == list(books.ledger.of("abroad", [ONE.id]))
    with pytest.raises(OvertakenError):
        books.marks.put(ONE.id, MARK, entry(What.MARK))  # its keys and its triggers hold as before


def test_refusals(books: SharingBooks) -> None:
    """What was refused is counted by reason, pulls that failed and faulty objects with it; reasons that a partner makes up, as one."""
    books.partners.add(Partner("abroad", "Abroad"), "", entry(What.ADD_PARTNER))
    books.partners.refused("abroad", {"too often": 2})
    books.partners.failed("abroad", "it answered HTTP 500", NOW)
    books.partners.took("abroad", 0, 0, [Fault("x", "too often", b"")], NOW)
    few = books.partners.get("abroad").refusals
    books.partners.refused("abroad", {f"reason {number}": 1 for number in range(MOST_REASONS)})
    many = books.partners.get("abroad").refusals

    assert {"too often": 3, "it answered HTTP 500": 1} == few
    assert (MOST_REASONS + 1, 2) == (len(many), many[OTHER_REASONS])
    with pytest.raises(NotFoundError):
        books.partners.refused("nobody", {"too often": 1})


def test_partners_heard(books: SharingBooks, database: Engine, tmp_path: Path) -> None:
    """When a partner was heard of, and what became of what it told, is kept; taken back, it is gone, and the audit's pulls wait."""
    books.partners.add(Partner("abroad", "Abroad"), "", entry(What.ADD_PARTNER))
    books.partners.heard("abroad", NOW)
    books.partners.count("abroad", {"taken": 3, "declined: nobody": 2}, NOW - DAY)
    SqlAuditBook(database).write([entry(What.PULL_PARTNER)])
    heard = books.partners.get("abroad")
    back_to(database, tmp_path, "0007")
    with reading(database) as connection:
        columns = {column["name"] for column in inspect(connection).get_columns("partners")}
    older = audited(database)
    with writing(database) as connection:
        upgrade(connection)

    assert (NOW, {"taken": 3, "declined: nobody": 2}, NOW - DAY) == (
        heard.heard,
        heard.findings,
        heard.counted,
    )
    assert set() == columns & {"heard", "findings", "counted"}
    assert [What.ADD_PARTNER] == older
    assert [What.ADD_PARTNER, What.PULL_PARTNER] == audited(database)
    assert Partner("abroad", "Abroad") == books.partners.get("abroad")
