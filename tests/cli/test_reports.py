"""`noroshi reports`: how members fared, and what one had."""

from tests.cli.centre import Centre
from tests.delivery.stories import detection


def test_week(centre: Centre) -> None:
    """Each member of whom there is something to say has a line, in words and as JSON."""
    centre.alerted(detection("infection.internal", "192.0.2.17"))
    [report] = centre("reports", "week", "--json").objects()
    said = centre("reports", "week")

    assert [("example", 1)] == [
        (each["organisation"], each["promptness"]["opened"]) for each in report["members"]
    ]
    assert 1 == report["quiet"]
    assert "back in 30 days" in said.out
    assert 0 == said.code


def test_quiet_week(centre: Centre) -> None:
    """Where there is nothing to say it says so."""
    assert "There is nothing to say of any organisation.\n" == centre("reports", "week").out


def test_member(centre: Centre) -> None:
    """A member's report is text to be handed over, in the member's language or another, and JSON for programs."""
    [alert, *_] = centre.alerted(detection("infection.internal", "192.0.2.17"))
    [report] = centre("reports", "member", "example", "--json").objects()
    english, vietnamese = (
        centre("reports", "member", "example", *words).out for words in ([], ["--language", "vi"])
    )

    assert [alert] == report["next"][0]["about"]
    assert "== What to do next ==" in english
    assert "== Việc cần làm tiếp theo ==" in vietnamese


def test_no_member(centre: Centre) -> None:
    """Of nobody there is no report, and none goes back further than a quarter."""
    assert "'nobody'" in centre("reports", "member", "nobody").err
    assert 2 == centre("reports", "member", "example", "--days", "93").code
