"""What a list of alerts asks for, in SQL.

All of it is in one index, in the order of lists: the longest search reads that from end to end, and nothing else.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
    tuple_,
)

from noroshi.alerts.model import AlertState
from noroshi.alerts.silences import Scope
from noroshi.alerts.wanted import Cursor, Shown, Wanted
from noroshi.storage.pages import page
from noroshi.storage.subject_keys import prefix_span, subject_key
from noroshi.storage.tables.alerts import alerts

_ORDER: Final = ("severity", "last", "id")
_PLACE: Final = tuple_(*(alerts.c[name] for name in _ORDER))

_AT_ONCE: Final = 100
"""Scopes in one OR: SQLite refuses an expression that is nested more than 1,000 deep."""


def page_of(
    wanted: Wanted, silenced: Iterable[Scope], now: int, limit: int, after: Cursor | None
) -> Select[Any]:
    """Select a page of alerts.

    Parameters
    ----------
    silenced
        The scopes of the silences that hold now.
    """
    conditions = [*_conditions(wanted, silenced, now)]
    if after is not None:
        conditions.append(tuple_(*map(literal, after)) > _PLACE)
    # The ids first: what else an alert has is not in the index, and read for those of the page only.
    found = page(alerts, conditions, _states(wanted), _ORDER, limit, columns=_ORDER).subquery()
    order = (alerts.c[name].desc() for name in _ORDER)
    return select(alerts).where(alerts.c.id.in_(select(found.c.id))).order_by(*order)


def count_of(wanted: Wanted, silenced: Iterable[Scope], now: int, most: int) -> Select[Any]:
    """Count alerts, and stop at so many."""
    is_wanted = (*_conditions(wanted, silenced, now), alerts.c.state.in_(_states(wanted)))
    found = select(alerts.c.id).where(*is_wanted).limit(most).subquery()
    return select(func.count()).select_from(found)


def covered(scope: Scope) -> ColumnElement[bool]:
    """Whether an alert is one that a scope covers; as `Scope.covers` says of one."""
    conditions: list[ColumnElement[bool]] = [true()]
    if scope.organisation:
        conditions.append(alerts.c.organisation == scope.organisation)
    if scope.alert:
        conditions.append(alerts.c.id == scope.alert)
    if scope.kind:
        conditions.append(_is_of_kind(scope.kind))
    if scope.subject:
        conditions.append(_is_about(scope.subject))
    return and_(*conditions)


def covered_by_any(scopes: Iterable[Scope]) -> ColumnElement[bool]:
    """Whether an alert is one that at least one of some scopes covers."""
    each = [covered(scope) for scope in scopes]
    some = (or_(*each[start : start + _AT_ONCE]) for start in range(0, len(each), _AT_ONCE))
    return or_(false(), *(case((clause, True), else_=False) for clause in some))


def _states(wanted: Wanted) -> Sequence[str]:
    return sorted(state.value for state in set(wanted.states or AlertState))


def _conditions(wanted: Wanted, silenced: Iterable[Scope], now: int) -> Iterator[ColumnElement[bool]]:
    """Say what an alert must meet, but for its state."""
    if wanted.organisation:
        yield alerts.c.organisation == wanted.organisation
    if wanted.kind:
        yield _is_of_kind(wanted.kind)
    if wanted.without:
        yield alerts.c.kind.not_in(sorted(wanted.without))
    if wanted.subject:
        yield _is_about(wanted.subject)
    if wanted.severity.rank:
        yield alerts.c.severity >= wanted.severity.rank
    if wanted.assignee is not None:
        yield alerts.c.assignee == wanted.assignee
    if wanted.text:
        yield _has_text(wanted.text)
    if wanted.since is not None:
        yield alerts.c.last >= wanted.since
    if wanted.until is not None:
        yield alerts.c.last < wanted.until
    if wanted.ended is not None:
        yield alerts.c.ended == wanted.ended
    yield from _shown(wanted.snoozed, func.coalesce(alerts.c.snoozed_until, 0) > now)
    yield from _shown(wanted.merged, alerts.c.merged_into.is_not(None))
    if wanted.silenced is not Shown.SHOW:
        yield from _shown(wanted.silenced, covered_by_any(silenced))


def _shown(shown: Shown, condition: ColumnElement[bool]) -> Iterator[ColumnElement[bool]]:
    if shown is not Shown.SHOW:
        yield condition if shown is Shown.ONLY else not_(condition)


def _is_of_kind(kind: str) -> ColumnElement[bool]:
    part = f"{kind}."
    # Not LIKE, for which SQLite does not tell capital letters from small ones.
    return or_(alerts.c.kind == kind, func.substr(alerts.c.kind, 1, len(part)) == part)


def _is_about(subject: str) -> ColumnElement[bool]:
    is_that = alerts.c.subject_key == subject_key(subject)
    span = prefix_span(subject)
    return or_(is_that, alerts.c.subject_key.between(*span)) if span else is_that


def _has_text(text: str) -> ColumnElement[bool]:
    columns = (alerts.c.id, alerts.c.subject, alerts.c.organisation, alerts.c.kind)
    return or_(*(column.icontains(text, autoescape=True) for column in columns))
