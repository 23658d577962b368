from noroshi.organisations.model import Holding, HoldingKind, Organisation, Use
from noroshi.organisations.overlaps import overlaps


def holding(use: Use = Use.LIVE, since: int | None = None, until: int | None = None) -> Holding:
    """Hold the one prefix of these tests."""
    return Holding(HoldingKind.PREFIX, "192.0.2.0/24", use, since, until)


def member(name: str, *holdings: Holding) -> Organisation:
    """Make an organisation that holds these."""
    return Organisation(name, name.title(), holdings=holdings)


def test_equal_prefixes() -> None:
    """A prefix that several hold at one time is reported with all of them."""
    (overlap,) = overlaps([member("one", holding()), member("other", holding())])

    assert ("192.0.2.0/24", ["one", "other"], False) == (
        overlap.holding,
        [because.organisation.id for because in overlap.holders],
        overlap.is_contradiction,
    )


def test_live_and_dark() -> None:
    """A prefix held live and dark at once is a contradiction, even if one organisation says both."""
    (overlap,) = overlaps([member("one", holding(), holding(Use.DARK))])

    assert overlap.is_contradiction


def test_hand_over() -> None:
    """A prefix that passes from one to another is no overlap."""
    assert [] == overlaps([member("one", holding(until=10)), member("other", holding(since=10))])


def test_bystander() -> None:
    """Who held the prefix at another time is not part of the overlap."""
    (overlap,) = overlaps(
        [
            member("past", holding(until=10)),
            member("one", holding(since=10)),
            member("other", holding(since=20)),
        ]
    )

    assert ["one", "other"] == [because.organisation.id for because in overlap.holders]


def test_said_twice() -> None:
    """An organisation that says the same of a prefix twice contradicts nobody."""
    assert [] == overlaps([member("one", holding(), holding(since=10))])
