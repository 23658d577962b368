"""What a class says of itself: its docstring, and a sentence for each parameter and member."""

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import is_dataclass
from typing import Any, NamedTuple


class Parameter(NamedTuple):
    """One parameter of a detector, as its documentation explains it."""

    name: str
    value: Any
    sentence: str
    """Empty if nobody explains it."""


def parameters_of(made: object, within: str = "") -> Iterator[Parameter]:
    """Give what an object was made from; explained under Parameters, or in a string below the field.

    A parameter that is a dataclass gives its own parameters instead, as "thresholds.packets".

    Examples
    --------
    >>> class Lamp:
    ...     '''A lamp.
    ...
    ...     Parameters
    ...     ----------
    ...     height
    ...         Metres above the sea.
    ...     '''
    ...     def __init__(self, height: float = 20.0):
    ...         self.height = height
    >>> list(parameters_of(Lamp()))
    [Parameter(name='height', value=20.0, sentence='Metres above the sea.')]
    """
    kind = type(made)
    explained: dict[str, str] = {}
    for ancestor in reversed(kind.__mro__):
        explained |= _parameters_section(inspect.cleandoc(ancestor.__doc__ or ""))
        explained |= {name: sentence for name, sentence in sentences_below(ancestor).items() if sentence}
    for name in inspect.signature(kind).parameters:
        value = getattr(made, name)
        if is_dataclass(value):
            yield from parameters_of(value, f"{within}{name}.")
        else:
            yield Parameter(within + name, value, explained.get(name, ""))


def explanation(kind: type) -> str:
    """Give a class's docstring up to its first section."""
    return re.split(r"\n+^\S[^\n]*\n-+$", inspect.cleandoc(kind.__doc__ or ""), flags=re.MULTILINE)[0]


def sentences_below(kind: type) -> dict[str, str]:
    """Give the strings that stand below the fields or members of a class, by name."""
    try:
        source = textwrap.dedent(inspect.getsource(kind))
    except (OSError, TypeError):  # typed at a prompt, or built in
        return {}
    body = ast.parse(source).body[0]
    return sentences_in(body) if isinstance(body, ast.ClassDef) else {}


def sentences_in(body: ast.ClassDef) -> dict[str, str]:
    """Give the strings that stand below the fields or members of a parsed class, by name."""
    sentences: dict[str, str] = {}
    targets: Sequence[ast.expr]
    for statement, below in zip(body.body, [*body.body[1:], None], strict=True):
        if isinstance(statement, ast.AnnAssign):
            targets = [statement.target]
        elif isinstance(statement, ast.Assign):
            targets = statement.targets
        else:
            continue
        sentences |= {target.id: _string(below) for target in targets if isinstance(target, ast.Name)}
    return sentences


def _string(statement: ast.stmt | None) -> str:
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return inspect.cleandoc(str(statement.value.value))
    return ""


def _parameters_section(docstring: str) -> dict[str, str]:
    section = re.search(r"^Parameters\n-+\n(.*?)(?=^\S[^\n]*\n-+$|\Z)", docstring, re.DOTALL | re.MULTILINE)
    if section is None:
        return {}
    entries = re.findall(r"^(\S.*)\n((?:[ \t]+.*\n?|\n)*)", section[1], re.MULTILINE)
    return {
        name.strip(): " ".join(text.split())
        for names, text in entries
        for name in names.split(":")[0].split(",")
    }
