"""What was reported to abuse desks, kept: `AbuseBook` over SQL."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Engine, insert, or_, select
from sqlalchemy.exc import IntegrityError

from noroshi.errors import MoveRefusedError, OvertakenError
from noroshi.sharing.blocklists.abuse_book import Reported
from noroshi.storage.among import among
from noroshi.storage.tables.abuse_mail import abuse_mail, reported_of, reported_row
from noroshi.storage.transactions import reading, writing
from noroshi.storage.turn import ABUSE_MAIL, Turn


class SqlAbuseBook:
    """What was reported, over SQLite or PostgreSQL.

    Parameters
    ----------
    engine
        The database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be the only one over this database who sends abuse mail, for the block."""
        turn = Turn(self._engine, ABUSE_MAIL)
        if not turn.take():
            raise MoveRefusedError(
                "somebody else sends abuse mail at the moment", hint="Wait until they are done."
            )
        try:
            yield
        finally:
            turn.give_back()

    def reported(self, block_list: str, reports: Collection[str]) -> Sequence[Reported]:
        """Give what was reported about a block-list, and these reports, whatever they were about; the earliest first."""
        is_wanted = or_(abuse_mail.c.block_list == block_list, among(abuse_mail.c.report, reports))
        query = select(abuse_mail).where(is_wanted).order_by(abuse_mail.c.at, abuse_mail.c.report)
        with reading(self._engine) as connection:
            return [reported_of(row) for row in connection.execute(query)]

    def add(self, reported: Reported) -> None:
        """Write down that a report has gone; it is durable when this returns."""
        with writing(self._engine) as connection:
            try:
                connection.execute(insert(abuse_mail).values(reported_row(reported)))
            except IntegrityError:
                raise OvertakenError(
                    f"somebody else has sent the report {reported.report} in the meantime",
                    hint="Do it again: what has gone is not sent again.",
                ) from None
