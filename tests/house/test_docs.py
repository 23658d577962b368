"""The documents are true: their examples run, their links lead somewhere, what is generated is current."""

import contextlib
import doctest
import io
import re
from pathlib import Path

import pytest

from noroshi.domains import domains
from noroshi.organisations.roster_yaml import read_yaml
from noroshi.testing.handbook import handbook
from tests.house.source import ROOT, name_of

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_examples(path: Path) -> None:
    """The Python in a document runs, in order, and prints what the document says."""
    blocks = re.findall(r"^```python\n(.*?)^```$", path.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    names: dict[str, object] = {}
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    printed = io.StringIO()

    for number, block in enumerate(blocks):
        if ">>>" in block:
            example = doctest.DocTestParser().get_doctest(block, names, f"block {number}", str(path), 0)
            runner.run(example, out=printed.write, clear_globs=False)
            names |= example.globs
        else:
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile(block, str(path), "exec"), names)

    assert "" == printed.getvalue()


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_links(path: Path) -> None:
    """A link to a file of the repository leads to a file, and one to a heading to a heading."""
    dangling = [
        link
        for link in re.findall(r"\]\(([^)\s]+)\)", path.read_text("utf-8"))
        if not link.startswith(("http:", "https:", "mailto:")) and not leads_somewhere(path, link)
    ]

    assert [] == dangling


def leads_somewhere(path: Path, link: str) -> bool:
    """Whether a relative link's file exists, and has the heading."""
    name, _, heading = link.partition("#")
    target = (path.parent / name) if name else path
    if not target.exists() or not heading:
        return target.exists()
    headings = re.findall(r"^#+ (.*)$", target.read_text("utf-8"), re.MULTILINE)
    return heading in {re.sub(r"[^\w -]", "", text).strip().lower().replace(" ", "-") for text in headings}


def test_roster() -> None:
    """The roster in the README can be imported as it stands."""
    readme = (ROOT / "README.md").read_text("utf-8")
    blocks = re.findall(r"^```yaml\n(.*?)^```$", readme, re.DOTALL | re.MULTILINE)

    rosters = [read_yaml(block, "members.yaml", 0) for block in blocks]

    assert [4] == [len(roster.rows) for roster in rosters]


def test_handbook() -> None:
    """docs/detectors.md is what `make handbook` writes."""
    own = [domain for name, domain in domains().items() if name == "cyber"]

    assert handbook(own).splitlines() == (ROOT / "docs" / "detectors.md").read_text("utf-8").splitlines()


def test_makefile() -> None:
    """Every goal that the documents name is in the Makefile, with a sentence."""
    goals = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {goal for path in DOCUMENTS for goal in re.findall(r"`make ([a-z]+)", path.read_text("utf-8"))}

    assert set() == named - goals
