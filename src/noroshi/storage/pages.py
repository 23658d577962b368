"""The first page of a list, without sorting the whole of it."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Table, select, union_all


def page(
    table: Table,
    conditions: Collection[ColumnElement[bool]],
    states: Collection[str],
    newest: Collection[str],
    limit: int,
    columns: Collection[str] = (),
) -> CompoundSelect[Any]:
    """Select the first rows that are in one of some states.

    An index that begins with the state has each state's rows in order, but not those of several
    states together. So each state gives a page, and what is sorted is a few pages: 2 ms
    instead of 480 ms among 100,000 alerts.

    Parameters
    ----------
    table
        It has a column `state`.
    conditions
        What else must hold.
    states
        At least one.
    newest
        Names of columns by which the rows are sorted, each from the highest to the lowest.
    limit
        Rows, at most.
    columns
        Names of the columns to select, those to sort by among them; empty for all.
    """
    first = (
        select(*(table.c[name] for name in columns or table.c.keys()))
        .where(*conditions, table.c.state == state)
        .order_by(*(table.c[name].desc() for name in newest))
        .limit(limit)
        .subquery()
        for state in states
    )
    together = union_all(*(select(each) for each in first))
    return together.order_by(*(together.selected_columns[name].desc() for name in newest)).limit(limit)
