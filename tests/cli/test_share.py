import json
from pathlib import Path

import pytest

from noroshi.sharing.formats.catalogue import FORMATS
from tests.cli.centre import ROSTER, Centre
from tests.delivery.stories import detection

ABROAD = """\
  - id: cert-abroad
    name: Abroad
    tags: [partner]
"""
ASK = (
    "releases",
    "ask",
    "--to",
    "cert-abroad",
    "--kind",
    "infection",
    "--level",
    "prefix",
    "--reason",
    "x",
    "--for",
    "7d",
)


@pytest.fixture
def sharing(centre: Centre) -> Centre:
    """Give a centre with a partner, and an alert of today."""
    assert 0 == centre("organisations", "import", str(centre.roster(ROSTER + ABROAD, "partners.yaml"))).code
    centre.alerted(detection(subject="192.0.2.17"))
    return centre


def share(centre: Centre, name: str, out: Path) -> dict[str, object]:
    """Write a format for the partner, of alerts of any age."""
    [told] = centre(
        "share", name, "--to", "cert-abroad", "--out", str(out), "--since", "9999w", "--json"
    ).objects()
    return told


def released(centre: Centre, patch: pytest.MonkeyPatch) -> None:
    """Let two persons release the prefixes."""
    patch.setenv("LOGNAME", "mika")
    [asked] = centre(*ASK, "--json").objects()
    patch.setenv("LOGNAME", "kei")
    assert 0 == centre("releases", "approve", asked["id"]).code


def test_policy(sharing: Centre, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Before a release nothing of the alert leaves but a number; after it, so much as was released."""
    share(sharing, "json", tmp_path / "before")
    released(sharing, monkeypatch)
    share(sharing, "json", tmp_path / "after")
    before, after = ((tmp_path / when / "findings.jsonl").read_text() for when in ("before", "after"))

    assert "192.0.2" not in before
    assert "192.0.2.17" not in after
    assert "192.0.2.0/24" in [json.loads(line)["subject"] for line in after.splitlines()]


@pytest.mark.parametrize("name", [name for name, each in FORMATS.items() if not each.needs_release])
def test_formats(sharing: Centre, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    """Each format that is only read is written for the partner, and each file is where it is said to be."""
    released(sharing, monkeypatch)
    told = share(sharing, name, tmp_path / "out")

    assert (name, "cert-abroad") == (told["format"], told["to"])
    assert told["files"] == sorted(map(str, (tmp_path / "out").glob("*")))


@pytest.mark.parametrize("words", [["pdf", "--to", "cert-abroad"], ["json"]])
def test_refused(sharing: Centre, tmp_path: Path, words: list[str]) -> None:
    """What is no format is not written, nor what is told to nobody."""
    said = sharing("share", *words, "--out", str(tmp_path / "out"))

    assert 2 == said.code
    assert not (tmp_path / "out").exists()


def test_nowhere(sharing: Centre, tmp_path: Path) -> None:
    """A folder that cannot be is said to be one."""
    (tmp_path / "file").write_text("")
    said = sharing("share", "json", "--to", "cert-abroad", "--out", str(tmp_path / "file" / "out"))

    assert (2, True) == (said.code, "Choose a folder" in said.err)
