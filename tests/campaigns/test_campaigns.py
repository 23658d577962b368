"""What makes a campaign of alerts."""

from msgspec.structs import replace

from noroshi.alerts.patterns import Onset, pattern_of
from noroshi.campaigns.model import FEWEST, PAUSE, Struck, campaign_id, campaigns
from noroshi.clock import DAY
from noroshi.detections.model import Tally
from tests.delivery.stories import detection

WORM = "infection: mirai, tcp/23"


def onsets(*told: tuple[int, str], pattern: str = WORM) -> list[Onset]:
    """Give alerts by the day on which they began, and whose they are."""
    return [Onset(pattern, day * DAY, whose, f"A-{number}") for number, (day, whose) in enumerate(told)]


def test_pattern() -> None:
    """The pattern of a detection is its kind up to the dot, its labels, and the port that had most; empty if it has neither."""
    seen = detection("infection.external")
    bare = replace(seen, evidence=replace(seen.evidence, tallies=(), labels=()))
    victim = replace(bare, kind="dos.victim", evidence=replace(bare.evidence, tallies=(Tally("attacked ports", (("udp/53", 3),)),)))  # fmt: skip

    assert [WORM, WORM] == [pattern_of(each) for each in (seen, detection("infection.internal"))]
    assert ["", "dos: udp/53"] == [pattern_of(each) for each in (bare, victim)]


def test_campaign() -> None:
    """Alerts that look alike are a campaign once two organisations have one; it says who was first, and how many each has."""
    (found,) = campaigns(onsets((1, "example"), (2, "example"), (3, "library"), (3, "example")))

    assert 2 == FEWEST
    assert (campaign_id(WORM), WORM, "tcp/23") == (found.id, found.pattern, found.port)
    assert (1 * DAY, 3 * DAY, [1 * DAY, 2 * DAY, 3 * DAY, 3 * DAY]) == (
        found.started,
        found.latest,
        found.onsets,
    )
    assert [Struck("example", DAY, "A-0", 3), Struck("library", 3 * DAY, "A-2", 1)] == found.members
    assert [] == list(campaigns(onsets((1, "example"), (2, "example"))))


def test_unlike() -> None:
    """Alerts of two patterns are no campaign."""
    assert [] == list(campaigns(onsets((1, "example")) + onsets((1, "library"), pattern="infection: tcp/23")))


def test_pause() -> None:
    """What comes after a pause is another outbreak: the latest of two organisations counts, under the id of its pattern."""
    week = PAUSE // DAY
    joined = (1, "example"), (1 + week, "library")
    parted = (1, "example"), (2 + week, "library")
    again = *joined, (2 + 2 * week, "example"), (9 + 3 * week, "third"), (10 + 3 * week, "example")

    assert [DAY] == [each.started for each in campaigns(onsets(*joined))]
    assert [] == list(campaigns(onsets(*parted)))
    (latest,) = campaigns(onsets(*again))
    assert (campaign_id(WORM), ["third", "example"]) == (
        latest.id,
        [each.organisation for each in latest.members],
    )
    (left,) = campaigns(onsets(*again[:-1]))
    assert ["example", "library"] == [each.organisation for each in left.members]
