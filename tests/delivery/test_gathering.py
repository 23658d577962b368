from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from noroshi.alerts.notices import Notice, Reason
from noroshi.delivery.gathering import gather
from noroshi.delivery.message import SUMMARY
from noroshi.organisations.model import ChannelKind, Severity
from tests.delivery.stories import NIGHT, alert, contact, notice

KINDS = ("infection.internal", "infection.external")

notices = st.builds(
    lambda number, to, reason, severity, owed: notice(
        alert(KINDS[number % 2], number), to, reason, owed=NIGHT + owed, severity=severity
    ),
    st.integers(1, 4),
    st.sampled_from([contact(), contact(ChannelKind.FILE, "-")]),
    st.sampled_from(Reason),
    st.sampled_from(Severity),
    st.integers(0, 3),
)
owed = st.lists(notices, unique_by=lambda notice: notice.id)


def story(notice: Notice) -> tuple[str, str]:
    return notice.alert, notice.address


@given(owed)
def test_each_once(owed: list[Notice]) -> None:
    """Every owed notice is in one group, or is superseded, and in no two places."""
    gathered = gather(owed)

    placed = [notice for group in gathered.groups.values() for notice in group] + list(gathered.superseded)
    assert sorted(notice.id for notice in owed) == sorted(notice.id for notice in placed)


@given(owed)
def test_what_a_group_shares(owed: list[Notice]) -> None:
    """A group has one contact, one kind and the highest severity of each alert in it."""
    for group, members in gather(owed).groups.items():
        highest = {
            key: max(notice.severity.rank for notice in of_alert)
            for key, of_alert in groupby(sorted(members, key=story), key=story)
        }

        assert {(notice.organisation, notice.channel, notice.address) for notice in members} == {group[:3]}
        assert group.kind == SUMMARY or {notice.kind for notice in members} == {group.kind}
        assert group.kind == SUMMARY or set(highest.values()) == {group.severity.rank}
        assert max(highest.values()) == group.severity.rank


@given(owed)
def test_stories_travel_together(owed: list[Notice]) -> None:
    """All that is told of one alert to one contact is in one group."""
    homes = [(story(notice), group) for group, members in gather(owed).groups.items() for notice in members]

    assert len({key for key, _ in homes}) == len(set(homes))


@given(owed)
def test_what_goes_on(owed: list[Notice]) -> None:
    """Only "it goes on" is ever left out, and only where something else is said of the alert."""
    gathered = gather(owed)
    told = {story(notice) for members in gathered.groups.values() for notice in members}

    assert {notice.reason for notice in gathered.superseded} <= {Reason.STILL}
    assert {story(notice) for notice in gathered.superseded} <= told
    for group, members in gathered.groups.items():
        assert {group.kind == SUMMARY} == {notice.reason is Reason.STILL for notice in members}


def test_one_summary() -> None:
    """A contact gets one summary, whatever the kinds and severities in it."""
    going_on = [notice(alert(kind, number), contact(), Reason.STILL) for number, kind in enumerate(KINDS)]

    (group,) = gather(going_on).groups

    assert group == ("example", ChannelKind.EMAIL, "soc@example.org", SUMMARY, Severity.CRITICAL)
