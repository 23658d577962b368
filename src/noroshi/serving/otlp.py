"""Steps as OpenTelemetry has them: the body of an OTLP/HTTP request, in the protocol's own JSON.

The protocol is stable since its version 1.0 (opentelemetry.io/docs/specs/otlp) and is JSON as well as Protobuf, so no
library is needed. Its own ones are 14 packages, and begin traces themselves, while ours follow from
the alert: whoever knows its id knows its trace, whatever was restarted in between.
"""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from noroshi import __version__
from noroshi.tracing import Step, Value

INTERNAL: Final = 1
"""SPAN_KIND_INTERNAL: nothing that we trace is a call whose other end is traced too."""

ERROR: Final = 2
"""STATUS_CODE_ERROR."""

SPELT: Final = {"error": "error.type"}
"""What OpenTelemetry itself has a name for; all others are ours, and begin with `noroshi.`."""


def body(steps: Sequence[Step]) -> bytes:
    """Write steps as one request, each as a span."""
    resource = {"service.name": "noroshi", "service.version": __version__}
    scope = {"name": "noroshi", "version": __version__}
    spans = [{"scope": scope, "spans": [_span(step) for step in steps]}]
    return msgspec.json.encode(
        {"resourceSpans": [{"resource": {"attributes": _attributes(resource)}, "scopeSpans": spans}]}
    )


class _Partial(msgspec.Struct, rename="camel"):
    rejected_spans: int = 0


class _Answer(msgspec.Struct, rename="camel"):
    partial_success: _Partial | None = None


def rejected(answer: bytes) -> int:
    """Say how many spans of a request a collector did not want, by its answer; 0 if that says nothing of it.

    Examples
    --------
    >>> rejected(b'{"partialSuccess": {"rejectedSpans": "3"}}'), rejected(b"no JSON")
    (3, 0)
    """
    try:
        partial = msgspec.json.decode(answer, type=_Answer, strict=False).partial_success
    # It is no JSON or another document; no text; or nested too deeply.
    except (msgspec.DecodeError, ValueError, RecursionError):
        return 0
    return max(0, partial.rejected_spans) if partial else 0


def trace_of(alert: str) -> str:
    """Say which trace an alert's way is in: 32 hexadecimal digits.

    Examples
    --------
    >>> trace_of("A-7QX3M2K")  # printf A-7QX3M2K | b2sum -l 128
    '703c905c4abbb4ef55808651ece2c486'
    """
    return _hash(alert, 16)


def _span(step: Step) -> dict[str, Any]:
    named = {SPELT.get(name, f"noroshi.{name}"): value for name, value in step.attributes.items()}
    # An observation may be dated before 1970, and one such span would spoil its whole request.
    began = max(0, step.began)
    span = {
        "traceId": trace_of(step.alert) if step.alert else secrets.token_hex(16),
        "spanId": _hash(step.key, 8) if step.key else secrets.token_hex(8),
        "name": step.name,
        "kind": INTERNAL,
        "startTimeUnixNano": str(began),
        "endTimeUnixNano": str(max(began, step.ended)),  # a clock may be set back meanwhile
        "attributes": _attributes({"noroshi.alert": step.alert, **named} if step.alert else named),
    }
    if step.within:
        span["parentSpanId"] = _hash(step.within, 8)
    if "error" in step.attributes:
        span["status"] = {"code": ERROR}
    return span


def _attributes(named: Mapping[str, Value]) -> list[dict[str, Any]]:
    return [{"key": name, "value": _value(value)} for name, value in named.items()]


def _value(value: Value) -> dict[str, Value]:
    if isinstance(value, str):
        return {"stringValue": value}
    return {"intValue": str(value)} if isinstance(value, int) else {"doubleValue": value}


def _hash(text: str, size: int) -> str:
    return hashlib.blake2b(text.encode(), digest_size=size).hexdigest()
