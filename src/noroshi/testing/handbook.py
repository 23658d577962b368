"""The handbook of detectors, written from the docstrings and parameters of those that are installed.

``python -m noroshi.testing.handbook`` prints it; `docs/detectors.md` is what it printed last, and a
test of the house fails where the two differ.
"""

from collections.abc import Iterable, Iterator

from noroshi.domains import Domain, domains
from noroshi.organisations.responsibility import Responsibility
from noroshi.testing.documentation import explanation, parameters_of

HEAD = """\
# Detectors

Generated from the code by `make handbook`; change the docstrings there, not this file.
"""


def handbook(installed: Iterable[Domain]) -> str:
    """Write a chapter for each domain, with a section for each of its detectors, as Markdown."""
    return "\n".join([HEAD, *(line for domain in installed for line in _chapter(domain))])


def _chapter(domain: Domain) -> Iterator[str]:
    yield f"## {domain.name}\n\n{domain.sentence}\n"
    yield from _table(
        ("setting", "default", "meaning"),
        ((f"`{name}`", f"`{default!r}`", sentence) for name, (default, sentence) in domain.settings.items()),
    )
    for detector in domain.prepare({}, Responsibility(())).detectors:
        yield f"### {detector.kind}\n\n*{domain.kinds[detector.kind]}*\n"
        yield f"{explanation(type(detector))}\n\n{_splitting(detector.partition_by)}\n"
        yield from _table(
            ("parameter", "value", "meaning"),
            ((f"`{name}`", f"`{value!r}`", sentence) for name, value, sentence in parameters_of(detector)),
        )


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    listed = [tuple(cell.replace("|", "\\|") for cell in row) for row in rows]
    if listed:
        yield "\n".join(f"| {' | '.join(row)} |" for row in [head, ("---",) * len(head), *listed]) + "\n"


def _splitting(column: str) -> str:
    if not column:
        return "It needs all observations: a cluster merges what its machines remember before it judges."
    return f"A cluster may split its observations by {column}."


if __name__ == "__main__":
    print(handbook(domains().values()), end="")  # noqa: T201  # printing is what it is for
