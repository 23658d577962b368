import pytest

from noroshi.clock import HOUR, SECOND, moment
from tests.cli.centre import Centre
from tests.delivery.stories import detection

SILENT = ("silences", "add", "--organisation", "example", "--reason", "they clean up", "--for", "4h")


def states(centre: Centre) -> set[str]:
    """The states of all notices."""
    return {each["state"] for each in centre("notices", "list", "--all", "--json").objects()}


def test_add(centre: Centre) -> None:
    """A silence has a scope, a reason, an end and whoever said so."""
    [silence] = centre(*SILENT, "--by", "mika", "--json").objects()
    [listed] = centre("silences", "list", "--json").objects()

    assert silence == listed
    assert ("example", "they clean up", "mika", "active") == (
        silence["scope"]["organisation"],
        silence["reason"],
        silence["who"],
        silence["state"],
    )
    assert abs(4 * HOUR - (moment(silence["until"]) - moment(silence["since"]))) < SECOND


def test_held(centre: Centre) -> None:
    """What a silence holds back is counted with it, and goes out when it is lifted."""
    [silence] = centre(*SILENT, "--json").objects()
    centre.alerted(detection())
    held, counted = states(centre), centre("silences", "list", "--json").objects()[0]["held"]
    [lifted] = centre("silences", "lift", silence["id"].lower(), "--json").objects()
    [over] = centre("silences", "list", "--all", "--json").objects()

    assert ({"held"}, 2) == (held, counted)
    assert {"id": silence["id"], "released": 2} == lifted
    assert {"owed"} == states(centre)
    assert ("lifted", 2) == (over["state"], over["held"])
    assert "No silences that are active.\n" == centre("silences", "list").out


def test_reason_shown(centre: Centre) -> None:
    """A notice that is held says by which silence, and why."""
    centre(*SILENT)
    centre.alerted(detection())

    assert "they clean up" in centre("notices", "list").out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--for", "4h"], 2, "a silence of everything is refused"),
        (["--kind", "infection"], 2, "a silence needs an end"),
        (["--kind", "infection", "--for", "4h", "--until", "2030-01-01"], 2, "a silence needs an end"),
        (["--kind", "infection", "--for", "soon"], 2, "'soon' is not a span"),
        (["--kind", "infection", "--until", "2020-01-01"], 2, "is over already"),
        (["--kind", "infection", "--for", "999999999w"], 2, "too far ahead"),
        (["--subject", "192.0.2.7/24", "--for", "4h"], 2, "is not a prefix"),
        (["--organisation", "nobody", "--for", "4h"], 5, "nobody"),
        (["--alert", "A-0000000", "--for", "4h"], 5, "A-0000000"),
    ],
)
def test_refused(words: list[str], code: int, said: str, centre: Centre) -> None:
    """A silence without scope or end, or about nobody, is refused and not written."""
    told = centre("silences", "add", "--reason", "test", *words)

    assert (code, "") == (told.code, told.out)
    assert said in told.err
    assert [] == centre("silences", "list", "--all", "--json").objects()


def test_lift_twice(centre: Centre) -> None:
    """A silence that is over, or not there, cannot be lifted."""
    [silence] = centre(*SILENT, "--json").objects()
    centre("silences", "lift", silence["id"])

    assert 6 == centre("silences", "lift", silence["id"]).code
    assert 5 == centre("silences", "lift", "S-00000").code


def test_preview(centre: Centre) -> None:
    """A preview says what a silence would have held back, and puts none."""
    centre.alerted(detection())
    about = ("silences", "add", "--organisation", "example", "--preview")
    [counted] = centre(*about, "--json").objects()
    said = centre(*about).out

    assert (2, 1) == (counted["would_have_held"], counted["alerts"])
    assert (
        "A silence about organisation example would have held back 2 notices about 1 alert in the last 30 days.\n"
        == said
    )
    assert [] == centre("silences", "list", "--all", "--json").objects()
    assert 2 == centre("silences", "add", "--preview").code


def test_reason_needed(centre: Centre) -> None:
    """A silence without a reason is refused."""
    told = centre("silences", "add", "--organisation", "example", "--for", "4h")

    assert (2, True) == (told.code, "a silence needs a reason" in told.err)
