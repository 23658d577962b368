"""What Noroshi needs to run may be used by anybody for anything."""

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import distribution, packages_distributions

import pytest
from packaging.requirements import Requirement

from tests.house.source import modules, parsed

PERMISSIVE = {
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",  # per file; we change none of theirs
    "PSF-2.0",
    "Unlicense",
    "Zlib",
}

# How packages without an SPDX expression write the same.
SPELLINGS = {
    "Apache 2": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "GNU Lesser General Public License v3 LGPLv3": "LGPL-3.0-only",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 MPL 2.0": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}

# Each only with an optional extra, used as it is, and replaceable by whoever installs it.
OPTIONAL = {
    "psycopg": "LGPL-3.0-only",  # extra "postgres": the only driver with COPY and server-side binding
    "psycopg-binary": "LGPL-3.0-only",
}


def needs(name: str, extras: frozenset[str], known: set[str]) -> Iterator[str]:
    """The packages that an installed one needs to run, and those that they need."""
    for line in distribution(name).requires or ():
        requirement = Requirement(line)
        wanted = requirement.marker is None or any(
            requirement.marker.evaluate({"extra": extra}) for extra in ("", *extras)
        )
        needed = normal(requirement.name)
        if wanted and needed not in known:
            known.add(needed)
            yield needed
            yield from needs(needed, frozenset(requirement.extras), known)


def licences(name: str) -> set[str]:
    """A package's licences as SPDX identifiers; all of those joined by AND or OR."""
    metadata = distribution(name).metadata.json
    classifiers = [
        text.rpartition(" :: ")[2] for text in metadata.get("classifier", ()) if text.startswith("License ::")
    ]
    stated = metadata.get("license_expression") or " AND ".join(classifiers) or metadata.get("license")
    assert isinstance(stated, str)
    first_line = stated.strip().partition("\n")[0]
    return {SPELLINGS.get(part, part) for part in re.split(r" (?:AND|OR) ", re.sub(r"[()]", "", first_line))}


def test_needed() -> None:
    """Everything that Noroshi cannot run without has a permissive licence."""
    strict = {name: licences(name) - PERMISSIVE for name in needs("noroshi", frozenset(), set())}

    assert {} == {name: others for name, others in strict.items() if others}


@pytest.mark.parametrize("extra", distribution("noroshi").metadata.get_all("Provides-Extra", ()))
def test_optional(extra: str) -> None:
    """What an extra brings has a permissive licence, or is listed here with the reason."""
    brought = set(needs("noroshi", frozenset({extra}), set())) - set(needs("noroshi", frozenset(), set()))

    strict = {name: licences(name) - PERMISSIVE for name in brought}

    assert {} == {name: others for name, others in strict.items() if others - {OPTIONAL.get(name, "")}}


def test_declared() -> None:
    """Whatever the package imports, it declares; and it declares nothing that it never imports."""
    brought = packages_distributions()
    imported = {
        normal(name)
        for path in modules()
        for module in imports(parsed(path))
        if module not in sys.stdlib_module_names | {"noroshi"}
        for name in brought.get(module, [f"{module}, which is not installed"])
    }
    declared = {normal(Requirement(line).name) for line in distribution("noroshi").requires or ()}

    assert set() == imported - declared
    assert set() == declared - imported - {
        "psycopg",
        "tzdata",
        "websockets",
    }  # behind a URL, only data, behind uvicorn


def imports(tree: ast.Module) -> Iterator[str]:
    """Give the top-level modules that a module imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def normal(name: str) -> str:
    """Write a distribution's name as PEP 503 does."""
    return re.sub(r"[-_.]+", "-", name).lower()
