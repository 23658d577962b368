"""Words that go with numbers and lists."""

from collections.abc import Sequence


def counted(count: int, thing: str) -> str:
    """Write how many of a thing there are.

    Examples
    --------
    >>> counted(1, "notice"), counted(1200, "notice"), counted(2, "prefix")
    ('1 notice', '1,200 notices', '2 prefixes')
    """
    ending = "" if count == 1 else "es" if thing.endswith(("s", "x")) else "s"
    return f"{count:,} {thing}{ending}"


def either(words: Sequence[str]) -> str:
    """Join words by commas and an "or".

    Examples
    --------
    >>> either(["open"]), either(["dead", "owed", "held"])
    ('open', 'dead, owed or held')
    """
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last
