"""How often something of each partner's was refused, by reason."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make the column."""
    comment = "How often something of its was refused, by reason, as JSON."
    op.add_column(
        "partners",
        sa.Column("refusals", sa.Text, nullable=False, server_default=sa.text("'{}'"), comment=comment),
    )


def downgrade() -> None:
    """Take it away: what was refused is counted anew."""
    op.drop_column("partners", "refusals")
