"""Releases of single indications."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Make the column, and move there what waited in that of alerts since this step was taken back."""
    comment = "This indication; empty for all."
    column = sa.Column("indication", sa.Text, nullable=False, server_default="", comment=comment)
    op.add_column("releases", column)
    op.execute("UPDATE releases SET indication = alert, alert = '' WHERE alert LIKE 'I-%'")


def downgrade() -> None:
    """Move them to the column of alerts, where they are conditions that no alert meets: without one a release would be of everything."""
    op.execute("UPDATE releases SET alert = indication WHERE indication <> ''")
    op.drop_column("releases", "indication")
