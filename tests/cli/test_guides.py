"""`noroshi guides`."""

from tests.cli.centre import Centre


def test_show(bare: Centre) -> None:
    """A guide says what it is, how to confirm, clean up and prevent it, and which edition it is; it needs no home."""
    said = bare("guides", "show", "infection.internal", "--label", "mirai")

    assert (0, "") == (said.code, said.err)
    assert "Switch it off and on" in said.out
    assert "infection+mirai, version 1, 2026-11-28" in said.out


def test_language(bare: Centre) -> None:
    """It is in the language asked for, for programs too."""
    [shown] = bare("guides", "show", "sensor.silent", "--language", "vi", "--json").objects()

    assert ("sensor", "vi") == (shown["topic"], shown["language"])


def test_unknown(bare: Centre) -> None:
    """About a kind that nobody knows it says that there is none."""
    said = bare("guides", "show", "sea.gap")

    assert "there is no guide about 'sea.gap'" in said.err
