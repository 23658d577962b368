"""HTTP as such: files, headers, sizes, and what is refused before anybody looks at it."""

import socket
from http import HTTPStatus

import pytest

from noroshi.api.pace import BURST, SECOND, Pace
from noroshi.api.problems import Refusal
from noroshi.api.server import Server
from tests.api.answering import Answering


def test_headers(shared: Answering) -> None:
    """Every answer, also a refusal, says what a browser may do with it: nothing from elsewhere, and nobody frames it."""
    asked = [shared.pages.get(path) for path in ("/", "/api/v1/about", "/api/v1/alerts", "/api/nothing")]

    assert [200, 200, 401, 404] == [each.status_code for each in asked]
    for answer in asked:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "require-trusted-types-for 'script'" in policy
        assert "script-src 'self' 'sha256-" in policy
        assert "frame-ancestors 'none'" in policy
        assert "nosniff" == answer.headers["X-Content-Type-Options"]
        assert "no-referrer" == answer.headers["Referrer-Policy"]
        assert answer.headers["Cache-Control"] in {"no-store", "no-cache"}


def test_pages(shared: Answering) -> None:
    """Each page's address gives the same shell; a file that has not changed is not sent again."""
    first, second = shared.pages.get("/"), shared.pages.get("/alerts/A-7QX3M2K")
    again = shared.pages.get("/", headers={"If-None-Match": first.headers["ETag"]})

    assert first.content == second.content
    assert (HTTPStatus.NOT_MODIFIED, b"") == (again.status_code, again.content)


def test_files(shared: Answering) -> None:
    """Files come packed to whoever takes that, under their own kinds; nothing else of the machine is a file."""
    script = shared.pages.get("/static/js/api.js")
    plain = shared.pages.get("/static/js/api.js", headers={"Accept-Encoding": "identity"})
    strange = [
        shared.pages.get(path).status_code
        for path in ("/static/%2e%2e/shell.py", "/static/nothing.js", "/static/js", "/static/%00")
    ]

    assert ("gzip", "text/javascript") == (
        script.headers["Content-Encoding"],
        script.headers["Content-Type"].partition(";")[0],
    )
    assert script.content == plain.content
    assert [HTTPStatus.NOT_FOUND] * 4 == strange


def test_refusals(shared: Answering) -> None:
    """What cannot be read is refused as a problem, without a word of what is inside."""
    asker = shared.client()
    asked = {
        405: asker.request("PUT", "/alerts"),
        404: asker.get("/nothing"),
        413: asker.post("/alerts/bulk", json={"move": "note", "note": "x" * 1_100_000, "ids": []}),
        400: asker.post("/alerts/bulk", content=b"{", headers={"Content-Type": "application/json"}),
    }

    for status, answer in asked.items():
        assert (status, "application/problem+json") == (answer.status_code, answer.headers["Content-Type"])
        assert {"type", "title", "status", "detail", "hint"} == set(answer.json())
        assert "Traceback" not in answer.text


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/msgpack"])
def test_kinds(kind: str, shared: Answering) -> None:
    """A body that says it is no JSON is refused: a form of another site's page sends no other kinds."""
    answer = shared.client().post("/alerts/bulk", content=b'{"move":"note"}', headers={"Content-Type": kind})

    assert HTTPStatus.UNSUPPORTED_MEDIA_TYPE == answer.status_code


def test_pace() -> None:
    """Who asks too fast is told when to ask again, and others are not kept waiting."""
    now = [0.0]
    pace = Pace(lambda: now[0])
    for _ in range(BURST):
        pace.check("one")
    with pytest.raises(Refusal) as refused:
        pace.check("one")
    pace.check("other")
    now[0] += 1 / SECOND + 0.001
    pace.check("one")

    assert (HTTPStatus.TOO_MANY_REQUESTS, "1") == (refused.value.status, refused.value.headers["Retry-After"])


def test_packed(shared: Answering) -> None:
    """Long answers come packed."""
    answer = shared.nobody().get("/openapi.json")

    assert "gzip" == answer.headers["Content-Encoding"]


def test_at_once() -> None:
    """No piece of an answer waits until the one before it is acknowledged."""
    server = Server("127.0.0.1", 0)
    with server._socket, socket.create_connection((server.host, server.port)):
        taken, _ = server._socket.accept()
        with taken:
            is_sent_at_once = taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)

    assert is_sent_at_once
