import stat

import pytest

from noroshi.config.reading import read
from tests.cli.centre import Centre
from tests.delivery.stories import detection


def test_home(bare: Centre) -> None:
    """It makes settings, database and folders, says where they are and what to do next."""
    said = bare("init")
    home = bare.home

    assert (0, "") == (said.code, said.err)
    assert all(each.exists() for each in (home.settings, home.database, home.archive, home.checkpoints))
    assert str(home.settings) in said.out
    assert "noroshi organisations import" in said.out


def test_private(bare: Centre) -> None:
    """Nobody but the owner may look into it."""
    bare("init")
    files = [bare.home.path, *bare.home.path.rglob("*")]

    assert {0} == {stat.S_IMODE(each.stat().st_mode) & 0o077 for each in files}


def test_settings(bare: Centre) -> None:
    """The settings that are given are in force, and all others stand there with their defaults."""
    bare("init", "--name", 'The "Example" CSIRT', "--monitored", "198.51.100.0/24", "--monitored", "any")
    config = read(bare.home.settings)

    assert 'The "Example" CSIRT' == config.centre.name
    assert ("198.51.100.0/24", "any") == config.watch.monitored
    assert "#summary_hour = 9" in bare.home.settings.read_text("utf-8")


def test_json(bare: Centre) -> None:
    """With --json it says where everything is."""
    [made] = bare("init", "--json").objects()

    assert str(bare.home.settings) == made["settings"]
    assert str(bare.home.database) == made["database"]


def test_again(centre: Centre) -> None:
    """A home that is there is not touched."""
    before = centre.home.settings.read_bytes()
    said = centre("init", "--name", "Another")

    assert (2, "") == (said.code, said.out)
    assert "is a home already" in said.err
    assert before == centre.home.settings.read_bytes()


@pytest.mark.parametrize("prefix", ["192.0.2.99/24", "nonsense", "192.0.2.1"])
def test_monitored(prefix: str, bare: Centre) -> None:
    """A monitored prefix that is none is refused before anything is made."""
    said = bare("init", "--monitored", prefix)

    assert (2, "") == (said.code, said.out)
    assert not bare.home.path.exists()


def test_database(bare: Centre) -> None:
    """A database that cannot be used leaves no home, so that init can be tried again."""
    said = bare("init", "--database", "mysql://localhost/noroshi")

    assert 7 == said.code
    assert not bare.home.settings.exists()
    assert 0 == bare("init").code


def test_another_database(bare: Centre, blank: str) -> None:
    """A database that is named is used by every command, whichever kind it is."""
    made = bare("init", "--database", blank)
    bare("organisations", "import", str(bare.roster()))
    [alert] = bare.alerted(detection())
    bare("alerts", "acknowledge", alert)
    checked = bare("doctor", "--offline", "--json").objects()

    assert 0 == made.code
    assert not bare.home.database.exists()
    assert ["acknowledged"] == [each["state"] for each in bare("alerts", "list", "--json").objects()]
    assert ["fine"] == [each["level"] for each in checked if each["check"] == "database"]
