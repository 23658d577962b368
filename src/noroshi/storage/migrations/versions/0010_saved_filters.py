"""What people save: lists of alerts that they look at often."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the table, with what has waited since this step was taken back."""
    op.create_table(
        "filters",
        sa.Column("person", sa.Text, sa.ForeignKey("people.id"), primary_key=True, comment="Whose it is."),
        sa.Column("name", sa.Text, primary_key=True, comment="What its owner calls it."),
        sa.Column("address", sa.Text, nullable=False, comment="Where the console shows it."),
        sa.Column("saved", sa.BigInteger, nullable=False, comment="ns UTC."),
    )
    if sa.inspect(op.get_bind()).has_table("filters_later"):
        op.execute("INSERT INTO filters SELECT * FROM filters_later WHERE person IN (SELECT id FROM people)")
        op.drop_table("filters_later")


def downgrade() -> None:
    """Take it back: its lines wait in a table that asks nothing of people, which a step further back would take away."""
    op.execute("CREATE TABLE filters_later AS SELECT person, name, address, saved FROM filters")
    op.drop_table("filters")
