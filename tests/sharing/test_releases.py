import pytest

from noroshi.clock import DAY
from noroshi.errors import MoveRefusedError, UsageError
from noroshi.organisations.model import Organisation
from noroshi.sharing.finding import Level
from noroshi.sharing.groups import members_of
from noroshi.sharing.releases import (
    LONGEST,
    Release,
    Released,
    ReleaseState,
    approved,
    asked,
    refused,
    withdrawn,
)
from tests.alerts.stories import NOON

ASKED = asked(Released("infection"), "abroad", Level.PREFIX, " they \n ask ", "mika", NOON, NOON + DAY)


def test_approved() -> None:
    """One person asks and another approves, and both stand in it; the reason is on one line."""
    release = approved(ASKED, "kei", NOON + 1)

    assert ("mika", "kei", NOON + 1, "they ask") == (
        release.asked_by,
        release.decided_by,
        release.decided,
        release.reason,
    )
    assert {"mika", "kei"} == release.persons
    assert {"mika"} == ASKED.persons == refused(ASKED, "kei", NOON).persons


@pytest.mark.parametrize("who", ["mika", "Mika", " MIKA", "mi ka"])
def test_same_person(who: str) -> None:
    """Who asked cannot approve, in whatever letters they write their name."""
    with pytest.raises(MoveRefusedError, match="needs another person than mika"):
        approved(ASKED, who, NOON)


@pytest.mark.parametrize(
    "over", [approved(ASKED, "kei", NOON), refused(ASKED, "mika", NOON), withdrawn(ASKED, "x", NOON)]
)
def test_decided_once(over: Release) -> None:
    """What is approved, refused or withdrawn is not decided again."""
    for deed in (approved, refused):
        with pytest.raises(MoveRefusedError, match="already"):
            deed(over, "aki", NOON)


def test_expired() -> None:
    """What has expired is neither approved nor withdrawn."""
    for deed in (approved, refused, withdrawn):
        with pytest.raises(MoveRefusedError, match=r"expired|is over"):
            deed(ASKED, "kei", NOON + DAY)


def test_withdrawn() -> None:
    """One person ends a release, be it asked for or approved; whoever that is."""
    release = withdrawn(approved(ASKED, "kei", NOON), "mika", NOON + 2)

    assert (ReleaseState.WITHDRAWN, "mika", NOON + 2) == (
        release.state,
        release.withdrawn_by,
        release.withdrawn,
    )
    assert not release.stands(NOON + 2)


@pytest.mark.parametrize(
    ("what", "reason", "until"),
    [
        (Released(), "they ask", NOON + DAY),
        (Released("infection"), " \n ", NOON + DAY),
        (Released("infection"), "they ask", NOON),
        (Released("infection"), "they ask", NOON + LONGEST + 1),
    ],
)
def test_refused_at_once(what: Released, reason: str, until: int) -> None:
    """A release of everything, without a reason, or without an end within a year is not even asked for."""
    with pytest.raises(UsageError):
        asked(what, "abroad", Level.FULL, reason, "mika", NOON, until)


def test_group() -> None:
    """Members of a group are those with its tag."""
    inside, outside = (
        Organisation("in", "In", tags=("group:asia",)),
        Organisation("out", "Out", tags=("asia",)),
    )

    assert [inside] == members_of("asia", [inside, outside])
