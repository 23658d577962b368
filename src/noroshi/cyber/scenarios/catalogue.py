"""Scenarios by name and size."""

import inspect
from collections.abc import Callable, Mapping

from noroshi.cyber.scenarios.named.attack import attack
from noroshi.cyber.scenarios.named.awake import awake
from noroshi.cyber.scenarios.named.demo import demo
from noroshi.cyber.scenarios.named.edges import edges
from noroshi.cyber.scenarios.named.flood import flood
from noroshi.cyber.scenarios.named.line_rate import line_rate
from noroshi.cyber.scenarios.named.outbreak import outbreak
from noroshi.cyber.scenarios.named.quiet import quiet
from noroshi.cyber.scenarios.named.rising import rising
from noroshi.cyber.scenarios.named.sizes import check
from noroshi.cyber.scenarios.scenario import Scenario
from noroshi.errors import UsageError

SCENARIOS: Mapping[str, Callable[..., Scenario]] = {
    "demo": demo,
    "quiet": quiet,
    "outbreak": outbreak,
    "attack": attack,
    "edges": edges,
    "flood": flood,
    "rising": rising,
    "awake": awake,
    "line-rate": line_rate,
}
"""Every scenario by name; its docstring says what it is, its parameters what sizes it takes."""

MOST_SEED = 2**63 - 1
"""Truth is written as JSON, whose readers know integers of 64 bits at most."""


def sizes_of(name: str) -> Mapping[str, int | None]:
    """Give the sizes that a scenario takes, each with its default; None for one that follows from another.

    Examples
    --------
    >>> sizes_of("quiet")
    {'seed': 1, 'packets': 100000, 'sources': None, 'duration': 600}
    """
    return {size: each.default for size, each in inspect.signature(SCENARIOS[name]).parameters.items()}


def scenario(name: str, **sizes: int | None) -> Scenario:
    """Make a scenario.

    Parameters
    ----------
    name
        One of `SCENARIOS`.
    sizes
        Among seed, packets, sources, members and duration (in seconds), those that the scenario
        takes; None means its own default.

    Raises
    ------
    UsageError
        If there is no such scenario, it has no such size, or its truth would not hold at that size.

    Examples
    --------
    >>> scenario("line-rate", packets=1_000_000, sources=10_000, members=100).packets
    1000000
    """
    if name not in SCENARIOS:
        raise UsageError(f"no scenario is called {name!r}", hint=f"There are {', '.join(SCENARIOS)}.")
    make = SCENARIOS[name]
    given = {size: value for size, value in sizes.items() if value is not None}
    taken = sizes_of(name)
    for size in given:
        if size not in taken:
            raise UsageError(f"the scenario {name} has no {size}", hint=f"It takes {', '.join(taken)}.")
    check("seed", given.get("seed", 0), 0, MOST_SEED)
    return make(**given)
