"""One indication of what several centres have seen."""

from itertools import permutations

import pytest
from msgspec.structs import replace

from noroshi.clock import HOUR
from noroshi.detections.model import Phase, Subject
from noroshi.indications.merging import NEAR, Told, heard, same, unheard
from noroshi.indications.model import HERE, Indication, Seen, begun, followed
from tests.indications.signs import BIN, NIGHT, sign

PORT = Subject("port", "tcp/7547")
EAST = Seen("East", NIGHT - HOUR, NIGHT, False, 90, 500, NIGHT + BIN, "an id")
WEST = Seen("West", NIGHT + HOUR, NIGHT + 2 * HOUR, True, 30, 90, NIGHT + 2 * HOUR, "another")


def told(seen: Seen = EAST) -> Told:
    """What a partner tells."""
    return Told("port.rising", PORT, 0.5, seen)


def merged(*words: Told | None) -> Indication:
    """Let centres speak in turn; None is this one."""
    found: Indication | None = None
    for word in words:
        if word is not None:
            found = heard(found, word) or found
        else:
            found = (followed(found, sign()) or found) if found else begun(sign())
    assert found is not None
    return found


def test_in_any_order() -> None:
    """Whoever speaks first, the indication says the same of who has seen it, from when to when, and what was seen here."""
    here, *_ = begun(sign()).seen_by

    for order in permutations([told(), told(WEST), None]):
        found = merged(*order)
        assert (EAST, here, WEST) == found.seen_by
        assert (EAST.first, WEST.last, False) == (found.started, found.last, found.ended)
        assert sign() == found.detection


def test_over() -> None:
    """It is over when it is over wherever it was seen."""
    here = followed(merged(None, told(WEST)), sign(phase=Phase.ENDED, bins=9))

    assert here is not None
    assert here.ended
    assert not merged(None, told(WEST)).ended


@pytest.mark.parametrize("at", [EAST.at, EAST.at - 1])
def test_late_word(at: int) -> None:
    """An older word of a partner's than the latest changes nothing."""
    assert heard(merged(told()), told(replace(EAST, at=at, sources=7))) is None


def test_later_word() -> None:
    """A later word of a partner's takes the place of what it said; but it cannot say then that it was earlier."""
    later = replace(EAST, first=EAST.first - HOUR, last=NIGHT + HOUR, at=EAST.at + BIN, sources=7)
    after = merged(None, told(), told(later))

    assert replace(later, first=EAST.first, sources=90) == after.by("East")


def test_taken_back() -> None:
    """What a partner takes back is gone; the indication stays while anybody else has seen it, and then says what they say."""
    both = merged(told(), told(WEST))
    one = unheard(both, "East", "an id")

    assert one is not None
    assert ((WEST,), "West", WEST.first) == (one.seen_by, one.detection.source, one.started)
    assert unheard(one, "West") is None
    assert both is unheard(both, "East", "an id of another") is unheard(both, "Nobody")


def test_in_our_words() -> None:
    """What partners alone have seen is told in words of our own, as theirs, and as what may be spoofed."""
    detection = merged(told()).detection

    assert "East has seen tcp/7547 rise: 90 sources at once, 500 packets in all." == detection.why
    assert detection.may_be_spoofed
    assert ("This centre has not seen it itself.",) == detection.confidence.against


@pytest.mark.parametrize(
    ("changed", "is_same"),
    [
        ({}, True),
        ({"first": NIGHT + BIN + NEAR, "last": NIGHT + 2 * NEAR}, True),
        ({"first": NIGHT + BIN + NEAR + 1, "last": NIGHT + 2 * NEAR}, False),
        ({"first": 0, "last": NIGHT - NEAR}, True),
        ({"first": 0, "last": NIGHT - NEAR - 1}, False),
    ],
)
def test_same_time(changed: dict[str, int], is_same: bool) -> None:  # noqa: FBT001  # pytest gives it by name
    """What two centres have seen within a day of one another is the same; of one kind and one subject alone."""
    found, seen = begun(sign()), replace(EAST, **changed)

    assert (found if is_same else None) == same([found], "port.rising", "tcp/7547", seen)
    assert same([found], "port.rising", "tcp/23", seen) is None
    assert same([found], "port.falling", "tcp/7547", seen) is None


def test_own_episodes() -> None:
    """Each episode of this centre's own is an indication by itself, whatever partners have seen."""
    again = replace(begun(sign(first=NIGHT + 20 * BIN)).seen_by[0])

    assert HERE == again.centre
    assert same([begun(sign())], "port.rising", "tcp/7547", again) is None
    assert same([merged(told())], "port.rising", "tcp/7547", again) is not None
