"""The tables fit in the memory that the process may take."""

import re

import pytest

from noroshi.cyber.domain import domain
from noroshi.cyber.limits import ACTIVITY, LEAST, MIB, RANGE, RESERVE, SOURCE, VICTIM, Limits
from noroshi.errors import SettingsError
from noroshi.organisations.responsibility import Responsibility
from tests.house.source import ROOT


@pytest.mark.parametrize("memory", [LEAST, 1024, 3072, 65_536])
def test_full_tables_fit(memory: int) -> None:
    """With every table full, and copied for a checkpoint, what is set is not exceeded, and nearly used."""
    limits = Limits.within(memory, quiet=1)
    members = limits.activities * ACTIVITY + limits.victims * VICTIM
    taken = limits.sources * SOURCE + members + limits.ranges * RANGE

    assert memory * MIB - 3 * max(SOURCE, ACTIVITY, VICTIM) <= RESERVE + taken <= memory * MIB


@pytest.mark.parametrize("memory", [LEAST, 3072])
def test_sources_outnumber_activities(memory: int) -> None:
    """Sources that may not be evicted, because they have activities, never fill the source table."""
    limits = Limits.within(memory, quiet=1)

    assert limits.sources > 8 * limits.activities


@pytest.mark.parametrize("memory", [-1, 0, LEAST - 1])
def test_too_little_is_refused(memory: int) -> None:
    """A memory in which the program itself does not fit is refused, with the least that will do."""
    with pytest.raises(SettingsError, match=f"memory: {memory} MiB are too few") as refused:
        domain.prepare({"memory": memory}, Responsibility(()))

    assert f"set {LEAST} at the least" in str(refused.value.hint)


def test_too_much_is_refused() -> None:
    """More than can be numbered is refused, before anything tries to take it."""
    with pytest.raises(SettingsError, match="memory: 1000000000 MiB are more than the 262144"):
        domain.prepare({"memory": 10**9}, Responsibility(()))


def test_the_table_of_sizes_is_true() -> None:
    """What docs/operations.md says of how much is remembered in how much memory is what is computed."""
    text = (ROOT / "docs" / "operations.md").read_text("utf-8")
    listed = re.findall(r"^\| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \|$", text, re.MULTILINE)
    rows = [tuple(int(cell.replace(",", "")) for cell in row) for row in listed]
    limits = {memory: Limits.within(memory, quiet=1) for memory, *_ in rows}

    assert {LEAST, 3072} <= limits.keys()
    assert [(memory, each.sources, each.activities, each.victims) for memory, each in limits.items()] == rows
