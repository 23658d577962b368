"""Which life of the database this is."""

from sqlalchemy import Column, Table, Text

from noroshi.storage.tables.metadata import metadata

epoch = Table(
    "epoch",
    metadata,
    Column("value", Text, primary_key=True, comment="Hexadecimal digits, by chance; the only row."),
)
