"""An OpenTelemetry collector as the protocol has it: what it cannot decode, strictly, it refuses."""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from google.protobuf import json_format  # type: ignore[import-untyped]  # its stubs are a package of their own
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

IDS = ("traceId", "spanId", "parentSpanId")


class Span(NamedTuple):
    """A span as it was received."""

    name: str
    trace: str
    id: str
    parent: str
    start: int
    end: int
    failed: bool
    attributes: dict[str, str | int | float]


class Collector:
    """A real HTTP server; what it answers can be changed at any time."""

    def __init__(self) -> None:
        self.status, self.answer = 200, b"{}"
        self.bodies: list[bytes] = []
        self.spans: list[Span] = []
        self.resources: list[dict[str, str | int | float]] = []
        self.asked = threading.Semaphore(0)
        """Released at each request."""
        self.answers = threading.Event()
        """Cleared, it does not answer."""
        self.answers.set()
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                kind = (self.path, self.headers["Content-Type"])
                status = collector.status
                if status == 200:
                    status = collector.take(body) if kind == ("/v1/traces", "application/json") else 404
                collector.asked.release()
                collector.answers.wait()
                self.send_response(status)
                self.end_headers()
                self.wfile.write(collector.answer)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: Any) -> None:
                """Say nothing of a caller who is gone."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def take(self, body: bytes) -> int:
        """Decode a request as the schema says, and keep it; give the status."""
        self.bodies.append(body)
        request = json_format.ParseDict(_with_base64(json.loads(body)), ExportTraceServiceRequest())
        for resource in request.resource_spans:
            self.resources.append(_attributes(resource.resource.attributes))
            for scope in resource.scope_spans:
                self.spans += map(_span, scope.spans)
        return 200

    def named(self, name: str) -> list[Span]:
        """Give the spans of that name."""
        return [span for span in self.spans if span.name == name]

    @contextmanager
    def open(self) -> Iterator["Collector"]:
        """Listen while the block runs."""
        thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield self
        finally:
            self.answers.set()
            self.server.shutdown()
            thread.join()
            self.server.server_close()


def _with_base64(found: Any) -> Any:
    """Write ids as plain JSON of Protobuf has them: that they are hexadecimal here is OTLP's one exception."""
    if isinstance(found, dict):
        return {
            name: base64.b64encode(bytes.fromhex(value)).decode() if name in IDS else _with_base64(value)
            for name, value in found.items()
        }
    return [_with_base64(each) for each in found] if isinstance(found, list) else found


def _span(found: Any) -> Span:
    assert (16, 8) == (len(found.trace_id), len(found.span_id))
    ids = (found.trace_id.hex(), found.span_id.hex(), found.parent_span_id.hex())
    times = (found.start_time_unix_nano, found.end_time_unix_nano)
    return Span(found.name, *ids, *times, found.status.code == 2, _attributes(found.attributes))


def _attributes(found: Any) -> dict[str, str | int | float]:
    return {each.key: getattr(each.value, each.value.WhichOneof("value")) for each in found}
