"""What alerts have in common: the pattern of each, so that campaigns are found without reading detections."""

import json
from typing import Any, Final

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

AT_A_TIME: Final = 1_000
"""Alerts that are read at once."""


def upgrade() -> None:
    """Add the column, and fill in what follows from each alert's detection."""
    comment = "What it has in common with others, such as infection: mirai, tcp/23."
    op.add_column(
        "alerts",
        sa.Column("pattern", sa.Text, nullable=False, server_default=sa.text("''"), comment=comment),
    )
    fill_patterns()
    op.create_index("alerts_pattern_ix", "alerts", ["pattern", "started", "organisation", "id"])


def downgrade() -> None:
    """Forget it."""
    op.drop_index("alerts_pattern_ix", "alerts")
    op.drop_column("alerts", "pattern")


def fill_patterns() -> None:
    """Give each alert its pattern."""
    connection, last = op.get_bind(), ""
    query = sa.text("SELECT id, detection FROM alerts WHERE id > :last ORDER BY id LIMIT :limit")
    change = sa.text("UPDATE alerts SET pattern = :pattern WHERE id = :of")
    while rows := connection.execute(query, {"last": last, "limit": AT_A_TIME}).all():
        connection.execute(
            change, [{"of": row.id, "pattern": pattern(json.loads(row.detection))} for row in rows]
        )
        last = rows[-1].id


def pattern(detection: dict[str, Any]) -> str:
    """Write a detection's pattern, as it was when this step was made."""
    evidence = detection["evidence"]
    labels = sorted(label["name"] for label in evidence.get("labels", ()))
    tallies = (each for each in evidence.get("tallies", ()) if each["name"].endswith(" ports"))
    counts = next(tallies, {"counts": ()})["counts"]
    ports = [counts[0][0]] if counts else []
    return f"{detection['kind'].partition('.')[0]}: {', '.join(labels + ports)}" if labels + ports else ""
