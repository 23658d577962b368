from pathlib import Path

import pytest

from tests.cli.centre import ROSTER, Centre


def test_import(bare: Centre) -> None:
    """An import names what it added, and who holds the same."""
    bare("init")
    said = bare("organisations", "import", str(bare.roster()))

    assert (0, "") == (said.code, said.err)
    assert "9 added" in said.out
    assert "example: 192.0.2.128/25, dark" in said.out
    assert "203.0.113.0/24: example (live), library (live)" in said.out


def test_again(centre: Centre) -> None:
    """A roster that is imported twice changes nothing the second time."""
    [imported] = centre("organisations", "import", str(centre.roster()), "--json").objects()

    assert ([], [], [], [], 9) == tuple(
        imported[name] for name in ("added", "changed", "retired", "kept", "unchanged")
    )


def test_update(centre: Centre) -> None:
    """What the roster says otherwise is changed, what it no longer has is retired."""
    text = ROSTER.replace("Example Library", "City Library").replace("      - {asn: AS64500}\n", "")
    [imported] = centre("organisations", "import", str(centre.roster(text)), "--json").objects()

    assert ["library: City Library"] == imported["changed"]
    assert ["example: AS64500, live"] == imported["retired"]


def test_dry_run(centre: Centre) -> None:
    """A dry run says the same as the import, and changes nothing."""
    path = centre.roster(ROSTER.replace("203.0.113.0/24", "203.0.113.0/25"))
    before = centre("organisations", "export").out
    [tried] = centre("organisations", "import", str(path), "--dry-run", "--json").objects()
    left = centre("organisations", "export").out
    [done] = centre("organisations", "import", str(path), "--json").objects()

    assert before == left
    assert {**tried, "dry_run": False} == done


def test_contradiction(centre: Centre) -> None:
    """A prefix that one import makes live and dark is named."""
    text = ROSTER.replace("  - id: library", "      - {prefix: 192.0.2.0/25, use: dark}\n  - id: library")
    [imported] = centre("organisations", "import", str(centre.roster(text)), "--json").objects()

    assert ["192.0.2.0/25: example (live), example (dark)"] == imported["contradictions"]


def test_faults(centre: Centre) -> None:
    """Every fault of a roster is listed, with its line, and nothing of it is imported."""
    text = ROSTER.replace("192.0.2.0/25", "192.0.2.7/25").replace("channel: email", "channel: pigeon")
    before = centre("organisations", "export").out
    said = centre("organisations", "import", str(centre.roster(text)))

    assert (4, "") == (said.code, said.out)
    assert "members.yaml: 2 faults; nothing was imported" in said.err
    assert "line 6, channel: " in said.err
    assert "line 8, prefix: " in said.err
    assert before == centre("organisations", "export").out


@pytest.mark.parametrize("name", ["copy.yaml", "copy.csv"])
def test_there_and_back(name: str, centre: Centre) -> None:
    """An exported roster changes nothing where it came from, and makes the same register elsewhere."""
    path = centre.folder / name
    centre("organisations", "export", str(path))
    [imported] = centre("organisations", "import", str(path), "--json").objects()
    other = Centre(centre.folder / "other", centre._output)
    other("init")
    other("organisations", "import", str(path))

    assert ([], [], [], 9) == tuple(imported[each] for each in ("added", "changed", "retired", "unchanged"))
    assert centre("organisations", "export").out == other("organisations", "export").out


@pytest.mark.parametrize("form", ["yaml", "csv"])
def test_to_standard_output(form: str, centre: Centre) -> None:
    """On standard output stands what would stand in the file, also within --json."""
    path = centre.folder / f"copy.{form}"
    centre("organisations", "export", str(path))
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    [exported] = centre("organisations", "export", "--format", form, "--json").objects()

    assert text == centre("organisations", "export", "--format", form).out
    assert text == exported["roster"]


def test_unwritable(centre: Centre) -> None:
    """A roster that cannot be written is a sentence with code 2."""
    said = centre("organisations", "export", str(centre.folder / "nowhere" / "members.yaml"))

    assert (2, "") == (said.code, said.out)
    assert "No such file or directory" in said.err


def test_list(centre: Centre) -> None:
    """The list counts what each organisation holds now, and its contacts."""
    example, library = centre("organisations", "list", "--json").objects()

    assert ("example", 2, 1, 1, 2, True) == tuple(
        example[name] for name in ("id", "live_prefixes", "dark_prefixes", "asns", "contacts", "valid")
    )
    assert ("library", 1, 0) == tuple(library[name] for name in ("id", "live_prefixes", "contacts"))
    assert "Example University" in centre("organisations", "list").out


def test_show(centre: Centre) -> None:
    """Each row of an organisation says where it came from."""
    [shown] = centre("organisations", "show", "example", "--json").objects()
    lines = {row["came_from"]["line"] for row in (*shown["contacts"], *shown["holdings"])}
    said = centre("organisations", "show", "example")

    assert {5, 6, 8, 9, 10, 11} == lines
    assert "members.yaml, line 9" in said.out
    assert "192.0.2.128/25" in said.out


def test_nobody(centre: Centre) -> None:
    """An organisation that is not there is a sentence with code 5."""
    said = centre("organisations", "show", "nobody")

    assert (5, "") == (said.code, said.out)
    assert "`noroshi organisations list`" in said.err


def test_hostile_name(centre: Centre) -> None:
    """A name that would move the cursor cannot be imported, and is shown as escapes."""
    path = centre.roster(ROSTER.replace("Example Library", '"Bad\\e[2J"'))
    said = centre("organisations", "import", str(path))

    assert 4 == said.code
    assert "\x1b" not in said.err + said.out


def test_not_a_roster(centre: Centre, tmp_path: Path) -> None:
    """A file whose name stands for no format, or that is not there, is a sentence with code 2."""
    other = centre("organisations", "import", str(tmp_path / "members.pdf"))
    missing = centre("organisations", "import", str(tmp_path / "missing.yaml"))

    assert (2, 2) == (other.code, missing.code)
    assert "No such file or directory" in missing.err
