"""Since when each sensor has been attended."""

from sqlalchemy import BigInteger, Column, Table, Text

from noroshi.storage.tables.metadata import metadata

attendance = Table(
    "attendance",
    metadata,
    Column("sensor", Text, primary_key=True, comment="The sensor's name."),
    Column("since", BigInteger, nullable=False, comment="ns UTC, since when it has seen without a break."),
    Column("until", BigInteger, nullable=False, comment="ns UTC, when that was last noted."),
)
