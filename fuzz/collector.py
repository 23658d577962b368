"""Garbage for the reader of what a collector of traces answers."""

from _driver import fuzz
from noroshi.serving.otlp import rejected

fuzz(
    rejected,
    seeds=[b"{}", b'{"partialSuccess": {"rejectedSpans": "3", "errorMessage": "no room"}}', b'{"partialSuccess": null}'],
    named=(),
    words=[
        b'"rejectedSpans": ', b"-1", b"1e400", b"nan", b"9" * 5000, b"[" * 5000, b'{"partialSuccess": ' * 2000, b'"7"', b"true",
        b"\\ud800", b"\0", b"\xff",
    ],
)  # fmt: skip
