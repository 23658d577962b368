"""What partners' answers need: by which finding each reader was told of an alert; and the way back from what they said."""

import sqlalchemy as sa
from alembic import op

from noroshi.storage.migrations.waiting import HISTORY, bring_back, put_aside

revision = "0009"
down_revision = "0008"

LATER = "deed = 'answered'"
"""Lines of history that the Noroshi before cannot read. They wait for this one in a table of their own."""


def upgrade() -> None:
    """Make the column, and bring back the lines that waited since this step was taken back."""
    comment = "The finding's id by which; empty for none."
    op.add_column(
        "standings", sa.Column("finding", sa.Text, nullable=False, server_default="", comment=comment)
    )
    op.create_index("standings_reader_ix", "standings", ["reader", "finding"])
    bring_back(HISTORY, "history_answers")


def downgrade() -> None:
    """Take it back."""
    op.drop_index("standings_reader_ix", "standings")
    op.drop_column("standings", "finding")
    put_aside(HISTORY, LATER, "history_answers")
