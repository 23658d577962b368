from collections.abc import Collection

from hypothesis import given
from hypothesis import strategies as st

from noroshi.alerts.identities import LETTERS, alert_ids


@given(st.sets(st.text(max_size=8), max_size=40), st.data())
def test_distinct(stories: set[str], data: st.DataObject) -> None:
    """Every new story gets an id that no other has, even where the hashes meet."""
    first = alert_ids(stories, lambda _: ())
    gone = data.draw(st.sets(st.sampled_from(sorted(first.values())))) if first else set()

    def taken(ids: Collection[str]) -> Collection[str]:
        return gone.intersection(ids)

    second = alert_ids(stories, taken)

    assert stories == first.keys() == second.keys()
    assert len(stories) == len(set(second.values()) - gone)
    assert all(set(identity[2:]) <= set(LETTERS) for identity in second.values())


def test_the_same_again() -> None:
    """The same story has the same id in every run."""
    assert alert_ids(["one", "two"], lambda _: ()) == alert_ids(["two", "one"], lambda _: ())
