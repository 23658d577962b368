"""Media types, and which of them a client takes."""

from http import HTTPStatus
from typing import Final

from noroshi.sharing.taxii.refusals import Refused

TAXII: Final = "application/taxii+json;version=2.1"
"""What we answer with, and ask for (TAXII 2.1, 1.6.8.1)."""

STIX: Final = "application/stix+json;version=2.1"
"""What a collection's objects are."""

_TAKEN: Final = frozenset({"*/*", "application/*", "application/taxii+json", "application/json"})
"""What a client may take, so that it takes TAXII: clients ask for plain JSON, too, and get nothing from
a server that is strict (OpenCTI's issue 4246)."""

_GIVEN: Final = frozenset({"application/taxii+json", "application/json"})
"""What a body may say that it is."""


def check_accept(accept: str) -> None:
    """See that a client takes what we answer with; a client that says nothing does.

    Raises
    ------
    Refused
        If it takes other media types or versions only (406).

    Examples
    --------
    >>> check_accept("application/taxii+json; version=2.1")
    >>> check_accept("text/html, */*;q=0.8")
    >>> check_accept("application/taxii+json;version=2.0")
    Traceback (most recent call last):
    noroshi.sharing.taxii.refusals.Refused: we answer with application/taxii+json;version=2.1 alone
    """
    if accept.strip() and not any(_fits(each, _TAKEN) for each in accept.split(",")):
        raise Refused(HTTPStatus.NOT_ACCEPTABLE, f"we answer with {TAXII} alone")


def check_content(kind: str) -> None:
    """See that a body says that it is TAXII.

    Raises
    ------
    Refused
        If it says something else, or nothing (415).
    """
    if not _fits(kind, _GIVEN):
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"a body is {TAXII}")


def _fits(written: str, known: frozenset[str]) -> bool:
    """Tell whether a media type is among known ones, and of no other version than 2.1; a quality of 0 says no."""
    kind, *parameters = (part.strip().lower() for part in written.split(";"))
    if kind not in known:
        return False
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "version" and value.strip(' "') != "2.1":
            return False
        if name.strip() == "q" and not value.strip().strip("0."):
            return False
    return True
