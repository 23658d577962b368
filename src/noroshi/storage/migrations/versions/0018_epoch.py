"""Which life of the database this is, so that nobody takes one for another that has the same numbers."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Make the table, and begin an epoch."""
    comment = "Hexadecimal digits, by chance; the only row."
    table = op.create_table("epoch", sa.Column("value", sa.Text, primary_key=True, comment=comment))
    op.bulk_insert(table, [{"value": secrets.token_hex(4)}])


def downgrade() -> None:
    """Take it away: who comes back with an id of its time reads anew."""
    op.drop_table("epoch")
