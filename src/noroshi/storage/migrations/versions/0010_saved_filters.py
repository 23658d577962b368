"""What people save: lists of alerts that they look at often."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the table, or take the one that has waited since this step was taken back."""
    if sa.inspect(op.get_bind()).has_table("filters_later"):
        op.rename_table("filters_later", "filters")
        return
    op.create_table(
        "filters",
        sa.Column("person", sa.Text, sa.ForeignKey("people.id"), primary_key=True, comment="Whose it is."),
        sa.Column("name", sa.Text, primary_key=True, comment="What its owner calls it."),
        sa.Column("address", sa.Text, nullable=False, comment="Where the console shows it."),
        sa.Column("saved", sa.BigInteger, nullable=False, comment="ns UTC."),
    )


def downgrade() -> None:
    """Take it back: the table waits under another name, which the Noroshi before does not know."""
    op.rename_table("filters", "filters_later")
