"""Every column of every table says what it holds."""

import importlib
import pkgutil
import typing

import pytest

import noroshi
from noroshi.columns.schema import columns_of


def tables() -> list[type[tuple[typing.Any, ...]]]:
    """Every NamedTuple of annotated arrays in the package."""
    found = set()
    for module in pkgutil.walk_packages(noroshi.__path__, "noroshi."):
        if module.name.endswith("__main__") or ".migrations" in module.name:
            continue
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, type) and issubclass(value, tuple) and hasattr(value, "_fields"):
                hints = typing.get_type_hints(value, include_extras=True).values()
                if any(typing.get_origin(hint) is typing.Annotated for hint in hints):
                    found.add(value)
    return sorted(found, key=lambda table: (table.__module__, table.__name__))


@pytest.mark.parametrize("table", tables(), ids=lambda table: f"{table.__module__}.{table.__name__}")
def test_sentences(table: type[tuple[typing.Any, ...]]) -> None:
    """Every column of a table has a sentence."""
    without = [column.name for column in columns_of(table) if not column.sentence.endswith(".")]

    assert [] == without
