"""A trial: a new table, a new column with what follows from others, and a column that changes its sense."""

import sqlalchemy as sa
from alembic import op

from noroshi.storage.database import SCHEMA

revision = "trial"
down_revision = SCHEMA


def upgrade() -> None:
    """Number silences, count letters of alerts' subjects, and write severities from 1 to 4."""
    op.create_table("trial", sa.Column("id", sa.Text, primary_key=True))
    op.execute("INSERT INTO trial SELECT id FROM alerts")
    op.add_column("alerts", sa.Column("letters", sa.Integer, nullable=True))
    op.execute("UPDATE alerts SET letters = length(subject), severity = severity + 1")
    op.create_index("alerts_letters_ix", "alerts", ["letters"])


def downgrade() -> None:
    """Take all of it back."""
    op.drop_index("alerts_letters_ix", "alerts")
    op.execute("UPDATE alerts SET severity = severity - 1")
    op.drop_column("alerts", "letters")
    op.drop_table("trial")
