"""First signs of something new."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table, or take the one that has waited since this step was taken back."""
    if sa.inspect(op.get_bind()).has_table("indications_later"):
        op.rename_table("indications_later", "indications")
        return
    op.create_table(
        "indications",
        sa.Column("id", sa.Text, primary_key=True, comment="Short, for people."),
        column("kind", sa.Text, "The detection kind."),
        column("subject_kind", sa.Text, "What sort of thing it is about."),
        column("subject", sa.Text, "What it is about."),
        column("severity", sa.SmallInteger, "From 0 for low to 3 for critical."),
        column("started", sa.BigInteger, "ns UTC, the first observation."),
        column("last", sa.BigInteger, "ns UTC, the latest observation."),
        column("ended", sa.Boolean, "Whether it is over."),
        column("detection", sa.Text, "The latest detection, as JSON."),
        column("version", sa.Integer, "Counts changes."),
        column("change", sa.BigInteger, "The number of its latest change, among those of all indications."),
        sa.Index(None, "last", "id"),
        sa.Index(None, "subject", "last", "id"),
        sa.Index(None, "change", unique=True),
    )


def downgrade() -> None:
    """Let what was seen wait."""
    op.rename_table("indications", "indications_later")


def column(name: str, kind: Any, comment: str) -> sa.Column[Any]:
    """Give a column."""
    return sa.Column(name, kind, nullable=False, comment=comment)
