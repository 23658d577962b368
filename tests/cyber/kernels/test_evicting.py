"""The sources that have been silent longest are forgotten, and who stays keeps its order."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from noroshi.columns.records import as_words
from noroshi.cyber.kernels.evicting import forget, survey
from noroshi.cyber.tables.sources import SourceTable

Row = tuple[int, int, int]
"""A source's latest packet, its entry in the holding table, and its link to an activity."""

ROWS = st.lists(st.tuples(st.integers(0, 9), st.integers(-2, 1), st.integers(0, 1)), max_size=30)


def table_of(rows: list[Row]) -> SourceTable:
    """Make a table of such sources; a source's address is its place."""
    table = SourceTable(max(len(rows), 1))
    for place, (last, entry, link) in enumerate(rows):
        table.rows.lo[place] = place
        table.rows.last[place], table.rows.entry[place], table.rows.outside[place] = last, entry, link
    table.size = len(rows)
    return table


def may_go(row: Row, of_members: bool) -> bool:  # noqa: FBT001  # as the kernel takes it
    return not row[2] and (row[1] >= 0) == of_members


@given(ROWS, st.booleans(), st.integers(1, 4))
def test_survey(rows: list[Row], of_members: bool, every: int) -> None:  # noqa: FBT001  # as above
    """Those that may go are counted, and of each so many one is noted."""
    table, last = table_of(rows), np.empty(30, np.int64)
    count = survey(table.records, table.size, of_members, every, last)
    eligible = [row[0] for row in rows if may_go(row, of_members)]

    assert (len(eligible), eligible[::every]) == (count, last[: -(-count // every)].tolist())


@given(ROWS, st.booleans(), st.integers(0, 9), st.integers(0, 5))
def test_forget(rows: list[Row], of_members: bool, latest: int, ties: int) -> None:  # noqa: FBT001  # as above
    """Those that may go and have been silent for longer go, and of those silent since then the first ones."""
    table = table_of(rows)
    left = int(forget(table.records, as_words(table.records), table.size, of_members, latest, ties))
    eligible = [(row[0], place) for place, row in enumerate(rows) if may_go(row, of_members)]
    going = [place for last, place in eligible if last < latest]
    going += [place for last, place in eligible if last == latest][:ties]

    assert [place for place in range(len(rows)) if place not in going] == table.rows.lo[:left].tolist()


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(-2, 1), st.integers(0, 1)), min_size=4, max_size=30))
def test_a_quarter_goes(rows: list[Row]) -> None:
    """A full table forgets a quarter: outsiders first, those silent longest; members only where these are too few."""
    table = table_of(rows)
    table.limit = len(rows)
    share = len(rows) // 4
    outsiders, members = (
        sorted(row[0] for row in rows if may_go(row, of_members)) for of_members in (False, True)
    )
    gone = outsiders[:share] + members[: max(share - len(outsiders), 0)]
    table.make_room()

    assert (len(rows) - len(gone), min(share, len(outsiders))) == (table.size, table.evicted)
    assert sorted(gone + table.used().last.tolist()) == sorted(row[0] for row in rows)
