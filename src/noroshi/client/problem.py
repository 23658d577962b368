"""What the centre refused."""

from collections.abc import Mapping
from typing import Any

from noroshi.errors import NoroshiError


class ProblemError(NoroshiError):
    """The centre refused a request, and said why.

    Parameters
    ----------
    status
        The HTTP status.
    body
        The problem as it was sent; empty where the answer was none of the centre's.
    """

    def __init__(self, status: int, body: Mapping[str, Any]) -> None:
        told = str(body.get("detail") or body.get("title") or f"the centre answered with status {status}")
        super().__init__(told, hint=str(body.get("hint", "")))
        self.status = status
        self.kind = str(body.get("type", "")).rpartition("/")[2]
        """The sort of problem, such as version-conflict."""
        self.body = body
