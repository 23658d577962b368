"""How much each partner has given on a day."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Make the columns: nothing was given today."""
    for name, comment in (
        ("day", "Days since 1970, UTC, to the one of which `today` tells."),
        ("today", "Bytes of its objects that were new on that day."),
    ):
        op.add_column(
            "partners",
            sa.Column(name, sa.BigInteger, nullable=False, server_default=sa.text("0"), comment=comment),
        )


def downgrade() -> None:
    """Take them away: today begins anew."""
    for name in ("day", "today"):
        op.drop_column("partners", name)
