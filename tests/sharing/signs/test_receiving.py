import pytest
from msgspec.structs import replace

from noroshi.clock import DAY, MINUTE
from noroshi.indications.merging import Told
from noroshi.organisations.model import Marking
from noroshi.sharing.receiving import AHEAD, LATE, Decline
from noroshi.sharing.signs.receiving import told
from tests.alerts.stories import NOON
from tests.sharing.signs.stories import RISING

NOW = NOON + DAY


def taken(**changed: object) -> Told | Decline:
    """Receive it from the centre that is called as it is."""
    return told(replace(RISING, **changed), "Example Centre", "Our Centre", {"port.rising"}, NOW)


def test_told() -> None:
    """What a partner has seen of a port is taken with its numbers, and names the partner."""
    found = taken()

    assert isinstance(found, Told)
    assert ("port", "tcp/7547", "Example Centre", RISING.id) == (
        found.subject.kind,
        found.subject.value,
        found.seen.centre,
        found.seen.reference,
    )
    assert (RISING.first, RISING.last, RISING.sources, RISING.observations) == (
        found.seen.first,
        found.seen.last,
        found.seen.sources,
        found.seen.observations,
    )


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"centre": "Our Centre"}, Decline.OWN),
        ({"centre": "A Third Centre"}, Decline.FOREIGN),
        ({"withdrawn": True}, Decline.WITHDRAWN),
        ({"marking": Marking.AMBER}, Decline.STRICTER),
        ({"kind": "infection.external"}, Decline.KIND),
        ({"last": NOW + AHEAD + 1}, Decline.AHEAD),
        ({"modified": NOW + AHEAD + 1}, Decline.AHEAD),
        ({"first": 0, "last": NOW - LATE - 1}, Decline.LATE),
    ],
)
def test_declined(changed: dict[str, object], why: Decline) -> None:
    """A partner cannot speak for others, nor of what is no longer or not yet; each refusal has its reason."""
    assert why is taken(**changed)


def test_clamped() -> None:
    """Nobody has seen anything more than a week ago, or later than now, whatever their clock says."""
    early, late = taken(first=0), taken(first=NOW + MINUTE, last=NOW + MINUTE, modified=NOW + AHEAD)

    assert isinstance(early, Told)
    assert isinstance(late, Told)
    assert NOW - LATE == early.seen.first
    assert (NOW, NOW, NOW) == (late.seen.first, late.seen.last, late.seen.at)
