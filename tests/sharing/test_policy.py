from typing import Any

import pytest
from msgspec.structs import replace

from noroshi.clock import DAY, HOUR
from noroshi.organisations.model import Marking
from noroshi.sharing.finding import Level
from noroshi.sharing.marks import Mark, Thing
from noroshi.sharing.policy import PERSONS, Rule, decide
from noroshi.sharing.releases import Release, Released, approved, asked, refused, withdrawn
from tests.alerts.stories import NOON
from tests.sharing.stories import HOLDER, reader, thing

WHAT = Released(kind="infection")


def release(by: str = "mika", to: str = "partner-abroad", level: Level = Level.FULL, **what: str) -> Release:
    """What one person has asked for."""
    return asked(Released(**what) if what else WHAT, to, level, "they ask", by, NOON, NOON + DAY)


ONE = release()
TWO = approved(ONE, "kei", NOON + 1)


def decided(
    of: Thing, *releases: Release, by: Marking = Marking.AMBER, told: Level | None = None, now: int = NOON
) -> tuple[Rule, Level | None]:
    """What is decided for a partner."""
    decision = decide(of, reader(by), releases, told, now)
    assert decision.reason.endswith(".")
    return decision.rule, decision.level


@pytest.mark.parametrize("marking", Marking)
@pytest.mark.parametrize("clearance", Marking)
def test_clearance(marking: Marking, clearance: Marking) -> None:
    """Whatever the marking and the release, it leaves to whom is cleared, in the order of TLP 2.0, and to nobody else."""
    is_cleared = list(Marking).index(marking) <= list(Marking).index(clearance)
    rule, level = decided(thing(Mark(marking, by="somebody else")), TWO, by=clearance)

    assert is_cleared == (level is Level.FULL)
    assert is_cleared == (rule is Rule.RELEASED)


@pytest.mark.parametrize("marking", Marking)
def test_persons(marking: Marking) -> None:
    """Amber and stricter takes two persons, green one, clear none."""
    natural = thing(Mark(marking), natural=marking)
    without, with_one, with_two = (
        decided(natural, *releases, by=Marking.RED)[1] is Level.FULL for releases in ((), (ONE,), (TWO,))
    )

    assert (PERSONS[marking] == 0, PERSONS[marking] <= 1, True) == (without, with_one, with_two)


def test_marked_milder() -> None:
    """Who marks an alert milder is one of two persons, and cannot be the other one too."""
    green = thing(Mark(Marking.GREEN, by="mika"))
    clear = thing(Mark(Marking.CLEAR, by="mika"))

    assert (Rule.UNRELEASED, Level.COUNTS) == decided(clear)
    assert (Rule.SECOND_PERSON, Level.COUNTS) == decided(green, release("Mika"))
    assert (Rule.RELEASED, Level.FULL) == decided(green, release("kei"))


def test_one_person_twice() -> None:
    """A person who writes their name otherwise is no other person, whatever a book says."""
    forged = replace(TWO, decided_by="MIKA ")

    assert (Rule.SECOND_PERSON, Level.COUNTS) == decided(thing(), forged)


@pytest.mark.parametrize(
    "other",
    [
        release(to="partner-elsewhere"),
        release(to="group:elsewhere"),
        release(kind="dos.victim"),
        release(kind="infection.internal"),
        release(organisation="somebody-else"),
        release(alert="A-0000000"),
    ],
)
def test_other_release(other: Release) -> None:
    """A release to others, or of other things, lets nothing out."""
    assert (Rule.UNRELEASED, Level.COUNTS) == decided(thing(), approved(other, "kei", NOON))


@pytest.mark.parametrize(
    "what",
    [
        {"kind": "infection"},
        {"kind": "infection.external"},
        {"organisation": "lending-library"},
        {"alert": "A-7QX3M2K"},
        {"kind": "infection", "organisation": "lending-library", "alert": "A-7QX3M2K"},
    ],
)
def test_release(what: dict[str, Any]) -> None:
    """A release covers a kind or its family, an organisation's, one alert, or what meets all of these."""
    assert (Rule.RELEASED, Level.FULL) == decided(thing(), approved(release(**what), "kei", NOON))


def test_over() -> None:
    """A release that was refused, withdrawn or has expired lets nothing out."""
    expected = (Rule.UNRELEASED, Level.COUNTS)

    assert expected == decided(thing(), refused(ONE, "kei", NOON))
    assert expected == decided(thing(), withdrawn(TWO, "kei", NOON))
    assert expected == decided(thing(), TWO, now=NOON + DAY)


def test_fullest() -> None:
    """Of releases that two persons agreed to, the fullest says how much leaves."""
    of_prefix = approved(release(level=Level.PREFIX), "kei", NOON)
    of_network = approved(release(level=Level.NETWORK), "kei", NOON)

    assert (Rule.RELEASED, Level.PREFIX) == decided(thing(), of_network, of_prefix, ONE)


def test_own() -> None:
    """Who holds the subject gets it in full, without a release, whatever the embargo and the group; but not above its clearance."""
    kept = Mark(Marking.AMBER, NOON + HOUR, "elsewhere")

    assert Rule.OWN is decide(thing(kept), HOLDER, (), None, NOON).rule
    above = decide(thing(Mark(Marking.RED)), HOLDER, (TWO,), None, NOON)
    assert (None, Rule.CLEARANCE) == (above.level, above.rule)


def test_embargo() -> None:
    """Before an embargo ends nothing leaves, not even a count."""
    kept = thing(Mark(embargo=NOON + HOUR))

    assert (Rule.EMBARGO, None) == decided(kept, TWO)
    assert (Rule.RELEASED, Level.FULL) == decided(kept, TWO, now=NOON + HOUR)


def test_group() -> None:
    """What is for a group goes to who is in it, and to nobody else is it even counted."""
    for_group = thing(Mark(group="asia-pacific"))
    to_group = approved(release(to="group:asia-pacific"), "kei", NOON)
    inside = reader(Marking.AMBER, "group:asia-pacific")

    assert (Rule.GROUP, None) == decided(for_group, TWO)
    assert (Level.FULL, Rule.RELEASED) == decide(for_group, inside, (to_group,), None, NOON)[:2]


@pytest.mark.parametrize("marking", [Marking.AMBER_STRICT, Marking.RED])
def test_uncounted(marking: Marking) -> None:
    """That there is something stricter than amber is not told to who is not cleared."""
    assert (Rule.CLEARANCE, None) == decided(thing(Mark(marking)), TWO)
    assert (Rule.CLEARANCE, Level.COUNTS) == decided(thing(), TWO, by=Marking.GREEN)


@pytest.mark.parametrize("mark", [Mark(), Mark(Marking.RED), Mark(embargo=NOON + HOUR), Mark(group="others")])
def test_wrong(mark: Mark) -> None:
    """What was wrong is withdrawn from whoever was told, as much as they were told; nobody else learns of it."""
    wrong = thing(mark, is_wrong=True)

    assert (Rule.WITHDRAWN, Level.PREFIX) == decided(wrong, told=Level.PREFIX)
    assert (Rule.WRONG, None) == decided(wrong, TWO)
    assert (Rule.WRONG, None) == decided(wrong, TWO, told=Level.COUNTS)


def test_kind() -> None:
    """What has no place in the taxonomy goes to nobody, not even to whom it concerns."""
    silent = thing(is_shareable=False, kind="sensor.silent")

    assert (Rule.KIND, None) == decided(silent, approved(release(kind="sensor"), "kei", NOON), by=Marking.RED)
    assert Rule.KIND is decide(silent, HOLDER, (), None, NOON).rule


def test_unregistered() -> None:
    """An organisation that has left the register, or is not yet in it, is told nothing."""
    gone, coming = (
        replace(reader(), **{edge: NOON + shift}) for edge, shift in (("valid_until", 0), ("valid_from", 1))
    )

    assert [Rule.UNREGISTERED] * 2 == [
        decide(thing(), each, (TWO,), None, NOON).rule for each in (gone, coming)
    ]


def test_since() -> None:
    """A decision says when a person last had a say in it, so that what it changes is newer."""
    marked = thing(Mark(at=NOON + 5, by="mika"))

    assert NOON + 1 == decide(thing(), reader(), (TWO,), None, NOON).since
    assert NOON + 5 == decide(marked, reader(), (TWO,), None, NOON).since


def test_second_hand() -> None:
    """What a partner has told goes to the member whom it concerns and to nobody else, whoever releases it."""
    member = replace(reader(), id=HOLDER.id)
    told = thing(Mark(Marking.GREEN, by="mika"), source="Partner Abroad")

    assert (Rule.SECOND_HAND, None) == decided(told, TWO)
    assert Rule.OWN is decide(told, member, [], None, NOON).rule


@pytest.mark.parametrize(
    ("mark", "rule"),
    [
        (Mark(), Rule.TELLER),
        (Mark(Marking.RED, by="mika"), Rule.CLEARANCE),
        (Mark(embargo=NOON + 1, by="mika"), Rule.EMBARGO),
        (Mark(group="asia-pacific", by="mika"), Rule.GROUP),
    ],
)
@pytest.mark.parametrize("is_wrong", [True, False])
def test_teller(mark: Mark, rule: Rule, is_wrong: bool) -> None:  # noqa: FBT001  # pytest gives it by name
    """Who told a thing is answered, also that it was wrong, and gets nothing else; a marking, an embargo and a group keep that back."""
    told = thing(mark, source="Partner Abroad", teller=reader().id, is_wrong=is_wrong)

    assert (rule, None) == decided(told, TWO)
    assert (rule is Rule.TELLER) == decide(told, reader(), (), None, NOON).is_answered
