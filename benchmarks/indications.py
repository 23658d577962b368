"""How well a rising port is told from the swings of usual ones: made-up counts of sources, learnt and judged as a watch does.

Each seed is a darknet of 400 ports over eight days, the first of which nothing is judged in. A port's sources follow a log-normal level
of its own, from 0.3 to 300 in ten minutes, which swings by the day, drifts, and has bursts of up to twice as many for an hour;
what is counted of them is Poisson's, with the sketch's error. In it something new rises on five ports, up to so many times what is
usual there and 40 sources at the least, doubling every two bins, and stays for six hours: those must be found. Precision is over the
rises told, those of one port within two hours being one.

``python -m benchmarks.indications``
"""

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

import numpy as np

from noroshi.columns.schema import F64
from noroshi.cyber.tables.rhythm import MEMORY, Usual, expected, learn

PORTS, DAYS, SEEDS, PLANTED, LEAST = 400, 8, 12, 5, 20
ERROR = 1.04 / 8
"""Of the sketch with 64 registers; it is nearly exact for few."""


class Judged(NamedTuple):
    """What became of one made-up darknet."""

    found: int
    planted: int
    false: int


def level(chance: np.random.Generator) -> F64:
    """Make up what is usual: float64[bins, ports]."""
    bins = DAYS * MEMORY
    base = np.exp(chance.uniform(np.log(0.3), np.log(300), PORTS))
    swing = chance.uniform(0, 0.5, PORTS) * np.sin(
        2 * np.pi * (np.arange(bins)[:, None] / MEMORY + chance.uniform(0, 1, PORTS))
    )
    drift = np.cumsum(chance.normal(0, 0.01, (bins, PORTS)), axis=0)
    burst = np.kron(chance.random((bins // 6, PORTS)) < 0.01, np.ones((6, 1))) * np.log(2)
    made: F64 = base * np.exp(swing + drift + burst)
    return made


def plant(chance: np.random.Generator, usual: F64, times: int) -> dict[int, int]:
    """Add rises, in place: by port, when each begins."""
    planted = {}
    for port in chance.choice(PORTS, PLANTED, replace=False).tolist():
        begin = int(chance.integers(2 * MEMORY, (DAYS - 1) * MEMORY))
        top = max(40.0, times * usual[begin, port])
        grown = np.minimum(2.0 ** (np.arange(36) / 2), top)
        usual[begin : begin + 36, port] += grown
        planted[port] = begin
    return planted


def rises(chance: np.random.Generator, usual: F64, deviations: float) -> Iterator[tuple[int, int]]:
    """Count, learn and judge; give the bin and the port of each sign."""
    learnt = Usual(np.zeros(PORTS), np.zeros(PORTS), np.zeros(PORTS, np.int64))
    for age, rate in enumerate(usual):
        count = chance.poisson(rate)
        sources = np.rint(count * (1 + chance.normal(0, ERROR, PORTS) * np.minimum(count / 64, 1)))
        places = np.flatnonzero(sources)
        logs, known = np.log1p(sources[places]), expected(learnt, places, age)
        over = (sources[places] >= LEAST) & (logs >= known.mean + deviations * known.deviation)
        if age >= MEMORY:
            yield from ((age, port) for port in places[over].tolist())
        learn(learnt, places, logs, age)


def judge(seed: int, deviations: float, times: int) -> Judged:
    """Judge one made-up darknet."""
    chance = np.random.default_rng(seed)
    usual = level(chance)
    planted = plant(chance, usual, times)
    found, false = set(), set()
    for age, port in rises(chance, usual, deviations):
        if port in planted and planted[port] <= age < planted[port] + 42:
            found.add(port)
        else:
            false.add((port, age // 12))
    return Judged(len(found), len(planted), len(false))


def main() -> None:
    """Print precision and recall by the threshold."""
    print(
        f"{SEEDS} seeds, {PORTS} ports, {DAYS - 1} days judged; threshold, times: precision, recall, false a week"
    )
    for deviations, times in product((4.5, 5.0, 5.5, 6.0), (4, 8, 16)):
        each = [judge(seed, deviations, times) for seed in range(SEEDS)]
        found, planted, false = (sum(column) for column in zip(*each, strict=True))
        precision = found / max(found + false, 1)
        print(f"{deviations:g}, {times}: {precision:.3f}, {found / planted:.3f}, {false / SEEDS:.2f}")


if __name__ == "__main__":
    main()
