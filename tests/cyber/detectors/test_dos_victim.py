import pytest

from noroshi.organisations.model import Severity
from tests.cyber.traffic import Packet, answer, conclude, error, hosts, outline

VICTIM = "203.0.113.80"
DARK = hosts("198.18", 400)


def answers(count: int, *, start: float = 0, gap: float = 1, first: int = 0) -> list[Packet]:
    """Write SYN-ACKs of the victim to dark addresses."""
    return [answer(start + gap * i, VICTIM, DARK[first + i]) for i in range(count)]


def test_backscatter_is_an_attack() -> None:
    """Sixty-one answers over a minute make one new denial-of-service alert of high severity."""
    found = conclude(*answers(61))

    assert [("dos.victim", VICTIM, "new")] == outline(found)
    assert found[0].severity is Severity.HIGH


@pytest.mark.parametrize(
    ("packets", "attacked"),
    [
        pytest.param(answers(25, gap=60 / 24), False, id="25 over 60 s are no 30 in a window"),
        pytest.param(answers(24, gap=0.1) + answers(1, start=61), False, id="25 of which 24 at once"),
        pytest.param(answers(30, gap=0.1), False, id="30 in three seconds do not last"),
        pytest.param(answers(29, gap=0.1) + answers(1, start=70), False, id="29 in the fullest window"),
        pytest.param(answers(30, gap=0.1) + answers(1, start=60), True, id="31 over exactly 60 s"),
        pytest.param(answers(30, gap=0.1) + answers(1, start=59.9), False, id="31 over not quite 60 s"),
        pytest.param(answers(30, gap=0.1) + answers(1, start=299), True, id="a pause of less than 300 s"),
        pytest.param(answers(30, gap=0.1) + answers(1, start=310), False, id="a pause of more than 300 s"),
    ],
)
def test_the_three_criteria(packets: list[Packet], attacked: bool) -> None:  # noqa: FBT001  # a parametrised expectation
    """An attack needs 25 packets, 60 seconds and 30 packets in some window of 60 s, without a pause of 300 s."""
    assert attacked is bool(conclude(*packets))


def test_the_window_slides() -> None:
    """Thirty answers that straddle two minutes of the clock, but not 60 seconds, are found in one window."""
    packets = (
        answers(15, start=35, gap=1)
        + answers(15, start=62, gap=1, first=15)
        + answers(1, start=130, first=40)
    )

    assert [("dos.victim", VICTIM, "new")] == outline(conclude(*packets))


def test_the_victim_of_an_error_is_inside_it() -> None:
    """ICMP errors from many routers are about the address that they quote, not about the routers."""
    errors = [error(i, f"9.9.{i}.1", DARK[i], VICTIM) for i in range(61)]
    found = conclude(*errors)

    assert [("dos.victim", VICTIM, "new")] == outline(found)
    assert [("tcp/443", 61)] == list(found[0].evidence.tallies[0].counts)


def test_an_error_from_a_member_about_an_outsider_is_nobodys() -> None:
    """A member's router that reports on an outsider's address is no victim."""
    assert [] == conclude(*[error(i, "203.0.113.1", DARK[i], "9.9.9.9") for i in range(61)])


def test_outsiders_are_not_followed() -> None:
    """Backscatter of an address that no organisation holds alerts nobody."""
    assert [] == conclude(*[answer(i, "9.9.9.9", DARK[i]) for i in range(100)])


def test_it_ends_after_five_minutes() -> None:
    """The attack ends when 300 seconds passed without an answer."""
    found = conclude(*answers(61), answer(4000, "9.9.9.9", DARK[0]))

    assert ["new", "ended"] == [detection.phase.value for detection in found]
    assert 301 == (found[1].at - found[1].evidence.last) / 1e9


def test_few_targets_lower_the_confidence() -> None:
    """Answers that all go to one dark address are less likely an attack with random forged sources."""
    spread = conclude(*answers(61))[0]
    narrow = conclude(*[answer(i, VICTIM, DARK[0]) for i in range(61)])[0]

    assert narrow.confidence.score < spread.confidence.score
