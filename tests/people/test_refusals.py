from noroshi.clock import MINUTE
from noroshi.people.audit import AuditWanted, Outcome, What
from noroshi.people.caller import Caller
from noroshi.people.refusals import REMEMBERED, SPAN
from tests.people.authenticator import Authenticator
from tests.people.conftest import DESK, House


def caller(house: House, person: str = "mika") -> Caller:
    """Somebody who has signed in."""
    entered = house.joined_by_passkey(Authenticator(), person).entered
    return house.door.sessions.caller(entered.cookie.reveal()).caller


def refuse(house: House, who: Caller, route: str = "POST /silences") -> None:
    """Refuse somebody something."""
    house.door.refusals.note(who, route, route, "it needs the right silence", DESK.address)


def written(house: House) -> list[tuple[str, str, str]]:
    """Refusals in the audit, oldest first."""
    entries = house.audited(AuditWanted(what=What.REQUEST))
    assert {Outcome.REFUSED} >= {entry.outcome for entry in entries}
    return [(entry.who, entry.about, entry.note.partition(" since")[0]) for entry in entries]


def test_counted(house: House) -> None:
    """The first refusal is written at once, those of the next ten minutes as one line with how many there were."""
    mika, other = caller(house), caller(house, "other")
    for _ in range(500):
        refuse(house, mika)
    refuse(house, other)
    at_once = written(house)
    house.clock.advance(SPAN)
    house.door.refusals.settle()

    first = [
        ("mika", "POST /silences", "it needs the right silence"),
        ("other", "POST /silences", "it needs the right silence"),
    ]
    assert first == at_once
    assert [*first, ("mika", "POST /silences", "499 more")] == written(house)


def test_begins_anew(house: House) -> None:
    """After ten minutes the next refusal is written at once again."""
    mika = caller(house)
    for _ in range(2):
        refuse(house, mika)
        house.clock.advance(SPAN)

    assert ["it needs the right silence"] * 2 == [note for _, _, note in written(house)]


def test_end(house: House) -> None:
    """At the end of a process, what was counted is written."""
    mika = caller(house)
    refuse(house, mika)
    refuse(house, mika)
    house.clock.advance(MINUTE)
    house.door.refusals.settle()
    before = written(house)
    house.door.refusals.settle(all_=True)

    assert [["it needs the right silence"], ["it needs the right silence", "1 more"]] == [
        [note for _, _, note in lines] for lines in (before, written(house))
    ]


def test_bounded(house: House) -> None:
    """However many routes are tried, what is remembered is bounded, and nothing that was counted is lost."""
    mika = caller(house)
    refuse(house, mika)
    refuse(house, mika)
    counted = house.door.refusals._counted
    counted.update({("x", str(number)): next(iter(counted.values())) for number in range(REMEMBERED - 1)})

    refuse(house, mika, "GET /audit")

    assert REMEMBERED == len(counted)
    assert ["it needs the right silence", "it needs the right silence", "1 more"] == [
        note for _, _, note in written(house)
    ]
