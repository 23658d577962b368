"""Whether everybody is told who should be, and nobody else: precision and recall over made traffic.

python benchmarks/truth.py [--seeds 50] [--scenarios demo outbreak attack edges flood awake quiet]
"""

import argparse
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, Self

from _measuring import memory_folder, verdict
from noroshi.cyber.domain import domain
from noroshi.cyber.scenarios import Scenario, Truth, generate, scenario, write_survey_list
from noroshi.domains import Sourcing
from noroshi.engine.run import Run
from noroshi.organisations.responsibility import Responsibility

SCENARIOS = ("demo", "outbreak", "attack", "edges", "flood", "awake", "quiet")

ROOM = 1 << 30
"""Bytes that the largest of the captures takes, at the most."""


class Tally(NamedTuple):
    """Subjects, each with the kind of detection."""

    planted: int = 0
    told: int = 0
    right: int = 0

    def __add__(self, other: object) -> Self:
        if not isinstance(other, Tally):
            return NotImplemented
        return type(self)(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    @property
    def precision(self) -> float:
        """How many of a hundred that were told about should have been."""
        return 100.0 * self.right / self.told if self.told else 100.0

    @property
    def recall(self) -> float:
        """How many of a hundred that should have been told about were."""
        return 100.0 * self.right / self.planted if self.planted else 100.0


def main() -> None:
    """Print a line for each scenario, and one for all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=50)
    parser.add_argument("--scenarios", nargs="+", default=SCENARIOS)
    given = parser.parse_args()
    print(
        f"{'scenario':<12}{'seeds':>8}{'planted':>10}{'told':>8}{'right':>8}{'precision':>12}{'recall':>10}"
    )
    total = Tally()
    for name in given.scenarios:
        tally = Tally()
        for seed in range(1, given.seeds + 1):
            tally += judge(name, seed)
        show(name, given.seeds, tally)
        total += tally
    show("all", given.seeds, total)
    verdict("precision", total.precision, 100.0, "%")
    verdict("recall", total.recall, 100.0, "%")


def show(name: str, seeds: int, tally: Tally) -> None:
    """Print one line of the table."""
    print(
        f"{name:<12}{seeds:>8}{tally.planted:>10,}{tally.told:>8,}{tally.right:>8,}{tally.precision:>10.3f} %{tally.recall:>8.3f} %",
        flush=True,
    )


def judge(name: str, seed: int) -> Tally:
    """Watch one scenario, name what was missed and who was blamed, and count."""
    made = scenario(name, seed=seed)
    with TemporaryDirectory(dir=memory_folder(ROOM)) as folder:
        capture, surveyors = Path(folder) / "capture.pcap", Path(folder) / "surveyors.json"
        truth = generate(made, capture)
        write_survey_list(made, surveyors)
        told = watch(made, capture, surveyors)
    planted = {(each.kind or "", each.subject) for each in truth.planted if each.must_alert}
    why = reasons(truth)
    for word, subjects in (("missed", planted - told), ("blamed", told - planted)):
        for kind, subject in sorted(subjects):
            print(f"  {name} {seed}: {word} {subject} ({kind}): {why.get(subject, 'not planted')}")
    return Tally(len(planted), len(told), len(planted & told))


def watch(made: Scenario, capture: Path, surveyors: Path) -> set[tuple[str, str]]:
    """Watch a capture to its end, as with the default settings; give (kind, subject) of all detections."""
    settings = {"survey_scanners": str(surveyors)}
    run = Run(domain.prepare(settings, Responsibility(made.organisations, made.monitored)))
    found = chain.from_iterable(
        run.feed(arrival.batch)
        for arrival in domain.open([str(capture)], Sourcing(follow=False)).arrivals(())
        if arrival.batch is not None
    )
    return {
        (detection.kind, detection.subject.value)
        for detections in chain(found, run.settle())
        for detection in detections
    }


def reasons(truth: Truth) -> dict[str, str]:
    """Say of each planted subject what it was planted for."""
    return {each.subject: each.why for each in truth.planted}


if __name__ == "__main__":
    main()
