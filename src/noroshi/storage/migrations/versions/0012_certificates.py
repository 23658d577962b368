"""The way back from certificates of contacts, which the Noroshi before cannot read: it sends them mail in the clear."""

import json
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Bring back the certificates that waited since this step was taken back, so that nobody gets mail in the clear again."""
    connection = op.get_bind()
    if sa.inspect(connection).has_table("register_certificates"):
        rows = connection.execute(sa.text("SELECT register, certificate FROM register_certificates"))
        kept = {row.register: row.certificate for row in rows}
        change(
            "register",
            "id",
            "value",
            lambda key, contact: contact | {"certificate": kept[key]} if key in kept else contact,
        )
        op.drop_table("register_certificates")


def downgrade() -> None:
    """Take certificates out of the register and of messages; those of the register wait in a table of their own."""
    table = op.create_table(
        "register_certificates",
        sa.Column("register", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("certificate", sa.Text, nullable=False),
    )
    named: list[dict[str, object]] = []

    def of_register(key: Any, value: dict[str, Any]) -> dict[str, Any]:
        certificate = value.pop("certificate", "")
        if certificate:
            named.append({"register": key, "certificate": certificate})
        return value

    def of_messages(_key: Any, message: dict[str, Any]) -> dict[str, Any]:
        message["contact"].pop("certificate", None)
        return message

    change("register", "id", "value", of_register)
    change("messages", "key", "content", of_messages)
    if named:
        op.bulk_insert(table, named)


def change(table: str, key: str, column: str, of: Callable[[Any, dict[str, Any]], dict[str, Any]]) -> None:
    """Write the contacts of a table anew."""
    connection = op.get_bind()
    words = f"SELECT {key} FROM {table} WHERE {column} LIKE '%\"channel\":%'"  # noqa: S608  # our own words
    for each in connection.scalars(sa.text(words)).all():
        query = sa.text(f"SELECT {column} FROM {table} WHERE {key} = :key")  # noqa: S608  # our own words
        before = connection.scalar(query, {"key": each})
        after = json.dumps(of(each, json.loads(before)), ensure_ascii=False, separators=(",", ":"))
        if after != before:
            write = sa.text(f"UPDATE {table} SET {column} = :text WHERE {key} = :key")  # noqa: S608  # our own words
            connection.execute(write, {"key": each, "text": after})
