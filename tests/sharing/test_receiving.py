import pytest
from msgspec.structs import replace

from noroshi.alerts.model import Outcome
from noroshi.clock import DAY, MINUTE, SECOND
from noroshi.detections.model import Detection, Label, Phase, Tally
from noroshi.organisations.model import PARTNER, Holding, HoldingKind, Organisation, Severity
from noroshi.organisations.responsibility import Responsibility
from noroshi.sharing.finding import Finding, Level, PortCount
from noroshi.sharing.receiving import AHEAD, LATE, Decline, received
from noroshi.sharing.redaction import redacted
from tests.alerts.stories import MEMBERS, NOON, REGISTER
from tests.sharing.stories import found

OURS, PARTNERS = "Our Centre", "Example Centre"


def taken(
    finding: Finding, responsibility: Responsibility = REGISTER, now: int = NOON + MINUTE
) -> Detection | Decline:
    """Receive it from the centre that is called as it is."""
    return received(finding, PARTNERS, OURS, frozenset({"infection.external"}), responsibility, now)


def detected(finding: Finding) -> Detection:
    """Receive what becomes a detection."""
    detection = taken(finding)
    assert isinstance(detection, Detection)
    return detection


def test_detection() -> None:
    """What a partner has seen of a member's machine is told with its numbers, and names the partner."""
    finding = found()
    detection = detected(finding)

    assert (PARTNERS, Phase.NEW, finding.subject) == (
        detection.source,
        detection.phase,
        detection.subject.value,
    )
    assert detection.why.startswith(f"{PARTNERS} has seen 192.0.2.17 do so: 50 packets, most recently at ")
    assert (finding.observations, finding.first, finding.last) == (
        detection.evidence.observations,
        detection.evidence.first,
        detection.evidence.last,
    )
    assert (
        Tally("destination ports", (("tcp/23", 48), ("tcp/2323", 2)), complete=False),
    ) == detection.evidence.tallies


def test_proves_nothing() -> None:
    """What a partner calls a label or sure is no proof: the detection says that this centre has not seen it."""
    detection = detected(found())

    assert (
        Label("mirai", 0, 0, 1.0, f"{PARTNERS} says that its packets match mirai."),
    ) == detection.evidence.labels
    assert ("This centre has not seen it itself.",) == detection.confidence.against


def test_no_words_of_theirs() -> None:
    """Nothing that a partner has written freely reaches a member: no sentence, no label or protocol that could name a host."""
    ports = (PortCount("evil.example", 80, 9), PortCount("tcp", 23, 48))
    detection = detected(found(why="Log in at evil.example.", labels=("mirai", "evil.example"), ports=ports))

    assert "evil" not in str(detection)
    assert ["mirai"] == [label.name for label in detection.evidence.labels]
    assert (("tcp/23", 48),) == detection.evidence.tallies[0].counts


def test_not_later_than_now() -> None:
    """What a partner whose clock is ahead tells is dated now, so that it hides nothing that this centre sees next."""
    now = NOON + MINUTE
    detection = detected(found(last=now + AHEAD, modified=now + AHEAD))

    assert (now, now) == (detection.at, detection.evidence.last)


def test_nobody_is_woken() -> None:
    """However grave a partner calls it, it is not critical, and what is mild stays so."""
    told = [detected(found(severity=severity)).severity for severity in Severity]

    assert [Severity.LOW, Severity.MEDIUM, Severity.HIGH, Severity.HIGH] == told


def test_ended() -> None:
    """What is over at the partner is over here."""
    assert Phase.ENDED is detected(found(ended=True)).phase


@pytest.mark.parametrize("level", [Level.PREFIX, Level.NETWORK, Level.COUNTS])
def test_no_address(level: Level) -> None:
    """What names no machine alerts nobody."""
    assert Decline.NO_ADDRESS is taken(redacted(found(), level))


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"centre": OURS}, Decline.OWN),
        ({"centre": "A Third Centre"}, Decline.FOREIGN),
        ({"outcome": Outcome.FALSE_ALARM}, Decline.WITHDRAWN),
        ({"kind": "reported.indicator"}, Decline.KIND),
        ({"subject": "100.64.0.1"}, Decline.NOBODY),
        ({"last": NOON + MINUTE + AHEAD + 1}, Decline.AHEAD),
        ({"modified": NOON + MINUTE + AHEAD + 1}, Decline.AHEAD),
        ({"first": NOON - LATE, "last": NOON - LATE}, Decline.LATE),
    ],
)
def test_declined(changed: dict[str, object], why: Decline) -> None:
    """A partner cannot speak for others, nor of what is no longer or not yet; each refusal has its reason."""
    assert why is taken(replace(found(), **changed))


def test_bounds() -> None:
    """A clock that is ahead by a little, and news that are nearly a week old, are taken."""
    ahead = found(last=NOON + MINUTE + AHEAD, modified=NOON + MINUTE + AHEAD)
    late = found(first=NOON - LATE + DAY, last=NOON + MINUTE - LATE)

    assert isinstance(taken(ahead), Detection)
    assert isinstance(taken(late), Detection)


def test_partners_members() -> None:
    """What another partner's members hold is for that partner to tell."""
    held = (Holding(HoldingKind.PREFIX, "192.0.2.16/28"),)
    other = Organisation("other-centre", "Other Centre", holdings=held, tags=(PARTNER,))

    assert Decline.NOBODY is taken(found(), Responsibility([*MEMBERS, other]))


def test_later() -> None:
    """A newer version of a finding makes a later detection of the same episode."""
    early, late = detected(found()), detected(found(modified=NOON + 30 * SECOND))

    assert early.episode == late.episode
    assert early.at < late.at
