"""What a class says of itself: its docstring, and a sentence for each parameter and member."""

import ast
import inspect
import re
import textwrap
from collections.abc import Sequence
from typing import Any, NamedTuple


class Parameter(NamedTuple):
    """One parameter of a class, as its documentation explains it."""

    name: str
    default: Any
    """`inspect.Parameter.empty` if it has none."""
    sentence: str
    """Empty if nobody explains it."""


def parameters_of(kind: type) -> tuple[Parameter, ...]:
    """Give what a class is made from; explained under Parameters, or in a string below the field.

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
    ...     def __init__(self, height: float = 20.0): ...
    >>> parameters_of(Lamp)
    (Parameter(name='height', default=20.0, sentence='Metres above the sea.'),)
    """
    explained: dict[str, str] = {}
    for ancestor in reversed(kind.__mro__):
        explained |= _parameters_section(inspect.cleandoc(ancestor.__doc__ or ""))
        explained |= {name: sentence for name, sentence in sentences_below(ancestor).items() if sentence}
    return tuple(
        Parameter(name, parameter.default, explained.get(name, ""))
        for name, parameter in inspect.signature(kind).parameters.items()
    )


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
