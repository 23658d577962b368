"""What records say of their fields, for the pages that explain them."""

import ast
import inspect
import textwrap
from collections.abc import Mapping

from msgspec import Struct


def sentences(struct: type) -> Mapping[str, str]:
    """Give the strings below the fields of a class and its ancestors, by the field's name."""
    found: dict[str, str] = {}
    for ancestor in reversed(struct.__mro__[: struct.__mro__.index(Struct)]):
        body = ast.parse(textwrap.dedent(inspect.getsource(ancestor))).body[0]
        assert isinstance(body, ast.ClassDef)
        for field, below in zip(body.body, body.body[1:], strict=False):
            said = below.value if isinstance(below, ast.Expr) else None
            if (
                isinstance(field, ast.AnnAssign)
                and isinstance(field.target, ast.Name)
                and isinstance(said, ast.Constant)
            ):
                found[field.target.id] = " ".join(str(said.value).split())
    return found
