"""The glossary explains the words that people meet."""

import re
from enum import Enum

import pytest

from noroshi.alerts.model import AlertState, Outcome
from noroshi.alerts.notices import NoticeState, Reason
from noroshi.cyber.fingerprints import SENTENCES
from noroshi.detections.model import Phase
from noroshi.domains import domains
from noroshi.organisations.model import Marking, Severity, Use
from noroshi.sharing.blocklists.model import BlockListState
from noroshi.sharing.finding import Level
from noroshi.sharing.releases import ReleaseState
from tests.house.source import ROOT

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text("utf-8")


def is_explained(word: str) -> bool:
    """Whether a word stands in the glossary as it is written in alerts, commands and pages."""
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", GLOSSARY) is not None


@pytest.mark.parametrize(
    "words",
    [
        AlertState,
        BlockListState,
        Level,
        Marking,
        NoticeState,
        Outcome,
        Phase,
        Reason,
        ReleaseState,
        Severity,
        Use,
    ],
)
def test_states(words: type[Enum]) -> None:
    """Every state, outcome, reason and marking that people read is in the glossary."""
    missing = [member.value for member in words if not is_explained(member.value)]

    assert [] == missing


def test_kinds() -> None:
    """Every kind of detection that an installed domain has is in the glossary."""
    missing = [kind for kind in domains()["cyber"].kinds if not is_explained(kind)]

    assert [] == missing


def test_labels() -> None:
    """Every label is in the glossary."""
    missing = [label for label in SENTENCES if not is_explained(label)]

    assert [] == missing
