"""The console's templates, as far as tests must read them: what stands in html`…` outside of ${…}."""

from collections.abc import Iterator

QUOTES = {'"', "'"}
BEFORE_A_PATTERN = set("(,=:[!&|?{};\n")
"""What may stand before a regular expression; after anything else a slash divides."""

HOLE = "\0"
"""Stands for ${…} in what is given."""


def templates(script: str) -> Iterator[str]:
    """Give the text of each html`…` of a script, those within others too.

    Examples
    --------
    >>> [each.replace(HOLE, "*") for each in templates('html`<p>${on && html`<b>Hi</b>`}</p>`')]
    ['<b>Hi</b>', '<p>*</p>']
    """
    found: list[str] = []
    _code(script, 0, found)
    yield from found


def _code(script: str, at: int, found: list[str]) -> int:
    """Walk through code from `at` to the brace that closes it; give the place after that."""
    depth, before = 0, "\n"
    while at < len(script):
        letter = script[at]
        if script.startswith("//", at):
            at = _end(script, "\n", at)
        elif script.startswith("/*", at):
            at = _end(script, "*/", at) + 2
        elif letter in QUOTES or (letter == "/" and before in BEFORE_A_PATTERN):
            at, before = _quoted(script, at), letter
        elif letter == "`":
            at, before = _template(script, at, found), letter
        elif letter == "}" and not depth:
            return at + 1
        else:
            depth += {"{": 1, "}": -1}.get(letter, 0)
            before = before if letter in " \t" else letter
            at += 1
    return at


def _template(script: str, at: int, found: list[str]) -> int:
    """Walk through a template from its opening backtick; give the place after the closing one."""
    is_html = script[max(0, at - 4) : at] == "html"
    text, at = "", at + 1
    while script[at] != "`":
        if script.startswith("${", at):
            text, at = text + HOLE, _code(script, at + 2, found)
        else:
            step = 2 if script[at] == "\\" else 1
            text, at = text + script[at : at + step], at + step
    if is_html:
        found.append(text)
    return at + 1


def _quoted(script: str, at: int) -> int:
    """Give the place after a string or a regular expression."""
    mark, is_class = script[at], False
    at += 1
    while script[at] != mark or is_class:
        if mark == "/":
            is_class = (is_class or script[at] == "[") and script[at] != "]"
        at += 2 if script[at] == "\\" else 1
    return at + 1


def _end(script: str, mark: str, at: int) -> int:
    end = script.find(mark, at)
    return len(script) if end < 0 else end
