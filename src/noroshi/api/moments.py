"""Moments as callers write them."""

from http import HTTPStatus
from typing import Final

from noroshi.api.problems import Refusal
from noroshi.clock import moment

LATEST: Final = 2**63 - 1
"""ns UTC: the latest moment that can be written down, in the year 2262."""


def moment_of(text: str, name: str) -> int:
    """Read a moment in ISO 8601 (without a zone it is UTC); gives ns UTC.

    Raises
    ------
    Refusal
        If it is none; `name` says which parameter it is.
    """
    try:
        read = moment(text)
    except (ValueError, OverflowError):
        read = -1
    if not 0 <= read <= LATEST:
        raise Refusal(
            HTTPStatus.BAD_REQUEST,
            "bad-request",
            f"{name}: {text[:100]!r} is no moment",
            hint="Write 2026-11-24T18:00:13Z.",
        )
    return read
