"""Everything public says what it is."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from noroshi.testing.documentation import sentences_in
from tests.house.source import files_of_tests, modules, name_of, parsed

Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def public(node: ast.Module | ast.ClassDef) -> Iterator[tuple[str, Documented]]:
    """The public classes and functions in a module or class, and in its public classes."""
    for child in node.body:
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            if not child.name.startswith("_"):
                yield child.name, child
            if isinstance(child, ast.ClassDef) and not child.name.startswith("_"):
                yield from ((f"{child.name}.{name}", inner) for name, inner in public(child))


def is_enum(node: ast.ClassDef) -> bool:
    """Whether a class is an enumeration, by the name of a base."""
    return any(isinstance(base, ast.Name) and base.id.endswith(("Enum", "Flag")) for base in node.bases)


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_public_names(path: Path) -> None:
    """Every public module, class and function has a docstring."""
    tree = parsed(path)

    without = [name for name, node in [("module", tree), *public(tree)] if not ast.get_docstring(node)]

    assert [] == without


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_first_lines(path: Path) -> None:
    """A docstring's first line is a sentence."""
    tree = parsed(path)
    first_lines = [
        (name, text.splitlines()[0])
        for name, node in [("module", tree), *public(tree)]
        if (text := ast.get_docstring(node))
    ]

    assert [] == [
        (name, line)
        for name, line in first_lines
        if len(line) < 8 or not line.endswith((".", "?", ":", "::"))
    ]


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_members(path: Path) -> None:
    """Every member of an enumeration has a sentence below it."""
    without = [
        f"{name}.{member}"
        for name, node in public(parsed(path))
        if isinstance(node, ast.ClassDef) and is_enum(node)
        for member, sentence in sentences_in(node).items()
        if not sentence.endswith(".")
    ]

    assert [] == without


@pytest.mark.parametrize("path", files_of_tests(), ids=name_of)
def test_tests(path: Path) -> None:
    """Every test's docstring is the sentence it proves."""
    without = [
        node.name
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and not (ast.get_docstring(node) or "").endswith(".")
    ]

    assert [] == without
