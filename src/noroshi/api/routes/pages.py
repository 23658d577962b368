"""The console itself: its page, and its files."""

from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from noroshi.api.gate import ANYBODY
from noroshi.api.given import Given
from noroshi.api.problems import Refusal
from noroshi.console.shell import INDEX, File, Shell


@get(
    ["/", "/{page:path}"],
    may=ANYBODY,
    sync_to_thread=False,
    include_in_schema=False,
    uncompressed=True,
    unpaced=True,
)
def show_page(request: Request[Any, Any, Any], shell: Given[Shell]) -> Response[bytes]:
    """Give the page's shell, whichever page it is: the script in it knows them."""
    return _sent(request, shell.find(INDEX))


@get(
    "/static/{file:path}",
    may=ANYBODY,
    sync_to_thread=False,
    include_in_schema=False,
    uncompressed=True,
    unpaced=True,
)
def show_file(file: FromPath[str], request: Request[Any, Any, Any], shell: Given[Shell]) -> Response[bytes]:
    """Give a file of the console."""
    return _sent(request, shell.find(file.lstrip("/")))


@get("/api/{anything:path}", may=ANYBODY, sync_to_thread=False, include_in_schema=False)
def show_nothing(anything: FromPath[str]) -> None:  # noqa: ARG001  # whatever it is
    """Say that there is no such thing: no page of the console lies here."""
    raise Refusal(HTTPStatus.NOT_FOUND, "not-found", "")


def _sent(request: Request[Any, Any, Any], file: File | None) -> Response[bytes]:
    if file is None:
        raise Refusal(HTTPStatus.NOT_FOUND, "not-found", "")
    headers = {"ETag": file.tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if request.headers.get("If-None-Match") == file.tag:
        return Response(b"", status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    is_packed = bool(file.packed) and "gzip" in request.headers.get("Accept-Encoding", "")
    if is_packed:
        headers["Content-Encoding"] = "gzip"
    return Response(file.packed if is_packed else file.content, media_type=file.kind, headers=headers)


ROUTES = (show_page, show_file, show_nothing)
