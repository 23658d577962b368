"""Text from outside, made safe to show on a line of its own.

Names, samples and addresses come from files and from attackers. A newline in one could
forge a line of the message, a direction mark could turn one around, an escape sequence
could move a terminal's cursor. Such characters are shown as escapes.
"""

import re
from typing import Any

HARMFUL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
"""Control characters, line and paragraph separators, direction marks (UAX 9), lone surrogates, BOM."""


def washed(text: str) -> str:
    r"""Show harmful characters as escapes.

    Examples
    --------
    >>> washed("Example\nWhat to do: nothing")
    'Example\\u000aWhat to do: nothing'
    """
    return HARMFUL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def washed_through(value: Any) -> Any:
    """Wash every text in plain data: mappings, sequences and scalars."""
    if isinstance(value, str):
        return washed(value)
    if isinstance(value, dict):
        return {washed(str(key)): washed_through(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [washed_through(item) for item in value]
    return value
