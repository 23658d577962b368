"""Troubles that centres have with one another, one a file; each says what happens, and happens when called."""

import random
from collections.abc import Callable, Mapping

from _federated.stage import Stage
from _federated.troubles.killed import kill_one
from _federated.troubles.parted import part_two
from _federated.troubles.slowed import slow_a_link

TROUBLES: Mapping[str, Callable[[Stage, random.Random], None]] = {
    "service killed": kill_one,
    "two parted": part_two,
    "link slow": slow_a_link,
}
"""By the name under which each is counted."""


def happen(stage: Stage) -> None:
    """Let one of them happen, and count it."""
    name = stage.chance.choice(sorted(TROUBLES))
    stage.counts[name] += 1
    TROUBLES[name](stage, stage.chance)
