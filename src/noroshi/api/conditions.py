"""Conditional requests (RFC 9110, 13; RFC 6585, 3): nobody changes what they have not seen."""

import re
from http import HTTPStatus
from typing import Final

from noroshi.api.problems import Refusal

_TAG: Final = re.compile(r'(?:W/)?"(\d{1,18})"')


def expected_version(if_match: str | None) -> int | None:
    """Read the version that a caller has seen out of If-Match; None if any will do.

    Raises
    ------
    Refusal
        If the header is missing, or no ETag of ours.
    """
    if if_match is None:
        raise Refusal(
            HTTPStatus.PRECONDITION_REQUIRED,
            "precondition-required",
            "the header If-Match is missing",
            hint="Send the ETag of the alert as you saw it.",
        )
    if if_match.strip() == "*":
        return None
    fitting = _TAG.fullmatch(if_match.strip())
    if fitting is None:
        raise Refusal(HTTPStatus.BAD_REQUEST, "bad-request", "If-Match: it is none of our ETags")
    return int(fitting[1])
