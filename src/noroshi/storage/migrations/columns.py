"""Columns as most steps make them."""

from typing import Any

import sqlalchemy as sa


def key(name: str, comment: str) -> sa.Column[Any]:
    """Give a primary key of text."""
    return sa.Column(name, sa.Text, primary_key=True, comment=comment)


def text(name: str, comment: str) -> sa.Column[Any]:
    """Give a column of text."""
    return sa.Column(name, sa.Text, nullable=False, comment=comment)


def number(name: str, comment: str, *, nullable: bool = False) -> sa.Column[Any]:
    """Give a column of moments, or of other large numbers."""
    return sa.Column(name, sa.BigInteger, nullable=nullable, comment=comment)
