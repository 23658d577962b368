"""JSON, a line a finding, for those who have a script; and back."""

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Final

import msgspec

from noroshi.sharing.finding import Finding
from noroshi.sharing.formats.format import Input, Output, Terms, Unread
from noroshi.sharing.plain import UnsoundError, from_plain, plain

LARGEST: Final = 32 << 20
"""Bytes that are read."""

_encoder: Final = msgspec.json.Encoder(order="sorted")
_decoder: Final = msgspec.json.Decoder(dict[str, Any])


def write(findings: Sequence[Finding], _terms: Terms) -> Output:
    """Write a line each; no finding is no line."""
    return Output({"findings.jsonl": _encoder.encode_lines(map(plain, findings))}, {})


def read(data: bytes) -> Input:
    """Read what `write` wrote; fields that are unknown are passed over."""
    if len(data) > LARGEST:
        return Input((), {Unread.TOO_LARGE: 1})
    found: list[Finding] = []
    skips: Counter[StrEnum] = Counter()
    for line in filter(bytes.strip, data.split(b"\n")):
        try:
            found.append(from_plain(_decoder.decode(line)))
        except UnsoundError:
            skips[Unread.UNSOUND] += 1
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            skips[Unread.MALFORMED] += 1
    return Input(tuple(found), dict(skips))
