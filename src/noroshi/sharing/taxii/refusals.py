"""Why a request is not done, in TAXII's own form."""

from http import HTTPStatus

import msgspec


class Refused(Exception):  # noqa: N818  # it is no fault of ours, and it becomes an answer
    """A request that is not done.

    Parameters
    ----------
    status
        The HTTP status.
    reason
        What is wrong, in one sentence that holds nothing of the request but what its writer needs to find it.
    """

    def __init__(self, status: HTTPStatus, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


def error(status: HTTPStatus, reason: str) -> bytes:
    """Write an error message (TAXII 2.1, 3.6.1); its `http_status` is a text.

    Examples
    --------
    >>> error(HTTPStatus.NOT_FOUND, "there is no such collection")
    b'{"title":"Not Found","description":"there is no such collection","http_status":"404"}'
    """
    told = {"title": status.phrase, "description": reason, "http_status": str(int(status))}
    return msgspec.json.encode({name: text for name, text in told.items() if text})
