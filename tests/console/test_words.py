"""What the server calls by a code has a word in the console."""

from collections.abc import Iterator

import pytest

from noroshi.people.audit import What
from noroshi.sharing.hearing import Deaf
from noroshi.sharing.policy import Rule
from noroshi.sharing.receiving import Decline
from noroshi.sharing.releases import ReleaseState
from noroshi.sharing.taking import FLOOD
from tools.catalogues import SCRIPTS

OF_SHARING, OF_AUDIT = "sharing/words.js", "people/deeds.js"


def codes() -> Iterator[tuple[str, str]]:
    """Files, and codes that must have a word there."""
    yield from ((OF_AUDIT, each) for each in What)
    yield from ((OF_SHARING, each) for each in (*Rule, *ReleaseState))
    declined = (each for each in Decline if each is not Decline.WITHDRAWN)  # it is counted by what it closes
    yield from ((OF_SHARING, f"declined: {each}") for each in (*declined, FLOOD))
    alike = {Deaf.FOREIGN, Deaf.UNTOLD, Deaf.OTHERS, Deaf.UNSAID}
    yield from ((OF_SHARING, each) for each in ("taken", "heard", "signs", "signs withdrawn"))
    yield from ((OF_SHARING, f"unheard: {each}") for each in (*(set(Deaf) - alike), "others"))


@pytest.mark.parametrize(("file", "code"), sorted(codes()))
def test_word(file: str, code: str) -> None:
    """Everything that a person can do, every rule, and whatever becomes of what a partner tells, can be read in words."""
    script = (SCRIPTS / file).read_text("utf-8")
    key = code if code.isidentifier() else f'"{code}"'

    assert f"    {key}: _(" in script
