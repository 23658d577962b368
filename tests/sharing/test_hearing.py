import pytest
from msgspec.structs import replace

from noroshi.alerts.history import Deed, Entry, Said
from noroshi.alerts.model import AlertState, Outcome
from noroshi.clock import DAY, MINUTE
from noroshi.organisations.model import Marking
from noroshi.sharing.answer import Answer
from noroshi.sharing.hearing import NOTHING, Deaf, Known, heard
from noroshi.sharing.partners import Partner
from noroshi.sharing.receiving import AHEAD
from tests.alerts.stories import NOON
from tests.sharing.stories import HOLDER, alerted

OURS = "Our Centre"
ABROAD = Partner(HOLDER.id, "Example Centre")
ALERT = alerted()
ANSWER = Answer(
    "a finding", OURS, ABROAD.name, Marking.AMBER, AlertState.RESOLVED, Outcome.CLEANED, NOON + MINUTE, 2
)
NOW = NOON + DAY


def line(state: AlertState, outcome: Outcome | None, seen: int) -> Entry:
    """What the history has of an answer that came before."""
    return Entry(
        ALERT.id, seen, seen, Deed.ANSWERED, ABROAD.name, AlertState.OPEN, outcome, about=state.value
    )


def hear(answer: Answer = ANSWER, known: Known = Known(ALERT, None)) -> Said | Deaf:  # noqa: B008  # frozen
    """Hear an answer a day later."""
    return heard(answer, ABROAD, OURS, known, NOW)


def test_heard() -> None:
    """What a partner says of what it was told, and holds, is heard with its moment."""
    said = Said(ALERT.id, ABROAD.name, AlertState.RESOLVED, Outcome.CLEANED, NOON + MINUTE)

    assert said == hear()


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"by": "A Third Centre"}, Deaf.FOREIGN),
        ({"centre": "A Third Centre"}, Deaf.FOREIGN),
        ({"outcome": Outcome.QUIET}, Deaf.UNSAID),
        ({"at": NOW + AHEAD + 1}, Deaf.AHEAD),
    ],
)
def test_deaf(changed: dict[str, object], why: Deaf) -> None:
    """A partner cannot speak for others, nor of what is not yet; each refusal has its reason."""
    assert why is hear(replace(ANSWER, **changed))


def test_untold() -> None:
    """Nobody is heard about what they were never told."""
    assert Deaf.UNTOLD is hear(known=NOTHING)


def test_others() -> None:
    """A partner that was told of another's alert is not heard about it: the other would be reminded no more."""
    assert Deaf.OTHERS is hear(known=Known(alerted(organisation="another"), None))


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (line(AlertState.RESOLVED, Outcome.CLEANED, NOON), Deaf.KNOWN),
        (line(AlertState.ACKNOWLEDGED, None, NOON + 2 * MINUTE), Deaf.KNOWN),
        (line(AlertState.ACKNOWLEDGED, None, NOON), hear()),
        (line(AlertState.RESOLVED, Outcome.NOT_OURS, NOON), hear()),
    ],
)
def test_known(before: Entry, expected: Said | Deaf) -> None:
    """What says nothing new, or comes late, is not heard again; another word is."""
    assert expected == hear(known=Known(ALERT, before))


def test_clamped() -> None:
    """Whatever the partner's clock says, the moment is within the alert's life, and not later than now."""
    early, late = hear(replace(ANSWER, at=0)), hear(replace(ANSWER, at=NOW + AHEAD))

    assert isinstance(early, Said)
    assert isinstance(late, Said)
    assert (ALERT.started, NOW) == (early.at, late.at)
