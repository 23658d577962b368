import pytest

from noroshi.organisations.model import Holding, HoldingKind, Organisation, Use
from noroshi.organisations.networks import network
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


ANNOUNCED = {64500: [network("192.0.2.0/24"), network("198.51.100.0/24")], 64501: [network("192.0.2.0/24")]}
NUMBER, OTHER_NUMBER = Holding(HoldingKind.ASN, "64500"), Holding(HoldingKind.ASN, "64501")


def test_announced_twice() -> None:
    """A prefix that the AS numbers of two organisations announce is reported with both."""
    (overlap,) = overlaps([member("one", NUMBER), member("other", OTHER_NUMBER)], ANNOUNCED)

    assert ("192.0.2.0/24", ["one", "other"]) == (
        overlap.holding,
        [because.organisation.id for because in overlap.holders],
    )


@pytest.mark.parametrize(
    "organisations",
    [
        [member("one", NUMBER, OTHER_NUMBER)],
        [member("one", NUMBER), member("other", OTHER_NUMBER), member("third", holding())],
    ],
    ids=["one holds both numbers", "somebody registered the prefix"],
)
def test_announced_twice_without_conflict(organisations: list[Organisation]) -> None:
    """Nothing is reported where one organisation holds both numbers, or somebody registered the prefix."""
    assert [] == overlaps(organisations, ANNOUNCED)
