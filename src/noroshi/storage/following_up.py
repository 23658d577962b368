"""What following alerts up needs of the database."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, func, insert, select, update

from noroshi.alerts.follow_up import ANSWERS, BEGINS, STEPS, Attended
from noroshi.alerts.history import Deed
from noroshi.storage.among import among
from noroshi.storage.tables.alerts import history
from noroshi.storage.tables.attendance import attendance


def unanswered(connection: Connection, alerts: Collection[str]) -> Mapping[str, Mapping[Deed, int]]:
    """Say what has happened to some alerts since somebody last answered, and when each first did (ns UTC)."""
    answers = history.alias("answers")
    answered = (
        select(func.max(answers.c.id))
        .where(answers.c.alert == history.c.alert, answers.c.deed.in_([deed.value for deed in ANSWERS]))
        .scalar_subquery()
    )
    query = (
        select(history.c.alert, history.c.deed, func.min(history.c.at))
        .where(
            among(history.c.alert, alerts),
            history.c.deed.in_([deed.value for deed in (*BEGINS, *STEPS)]),
            history.c.id > func.coalesce(answered, 0),
        )
        .group_by(history.c.alert, history.c.deed)
    )
    found: defaultdict[str, dict[Deed, int]] = defaultdict(dict)
    for alert, deed, at in connection.execute(query):
        found[alert][Deed(deed)] = at
    return found


def attended(connection: Connection) -> Sequence[Attended]:
    """Give since when each sensor has been attended, by its name."""
    rows = connection.execute(select(attendance).order_by(attendance.c.sensor))
    return [Attended(row.sensor, row.since, row.until) for row in rows]


def attend(connection: Connection, noted: Attended) -> None:
    """Write down that a sensor is attended, in place of what was known of it."""
    change = update(attendance).where(attendance.c.sensor == noted.sensor).values(noted._asdict())
    if not connection.execute(change).rowcount:
        connection.execute(insert(attendance).values(noted._asdict()))
