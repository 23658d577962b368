"""One call that proves a domain lawful, or says what it lacks."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from noroshi.clock import SECOND
from noroshi.columns.schema import columns_of
from noroshi.detections.model import SENSOR, Detection
from noroshi.detections.taxonomy import classifications
from noroshi.domains import Domain, Sourcing
from noroshi.errors import SettingsError, UsageError
from noroshi.organisations.responsibility import Responsibility
from noroshi.testing.detector import check_detector
from noroshi.testing.trial import LawBrokenError

NOWHERE = "there is no such source"
"""A name that no source answers to."""


def check_domain(
    domain: Domain,
    batches: Sequence[tuple[Any, ...]] = (),
    *,
    settings: Mapping[str, Any] | None = None,
    register: Responsibility | None = None,
    interval: int = SECOND,
) -> list[Detection]:
    """Check what a domain declares, and try every detector law on its watch.

    Parameters
    ----------
    domain
        The value that the entry point names.
    batches
        Observations in order of arrival that make every detector speak. Without any, only
        the declarations are checked.
    settings
        What the settings file says to the domain; nothing if None.
    register
        Who answers for what while the batches are watched; nobody for anything if None.
    interval
        How often the detectors judge, in nanoseconds of the data's time.

    Returns
    -------
    list of Detection
        What is concluded from the batches.

    Raises
    ------
    LawBrokenError
        At the first fault.
    """
    for fault in _faults(domain):
        raise LawBrokenError(f"domain {domain.name!r}: {fault}")
    if not batches:
        return []
    known = register or Responsibility(())
    found = check_detector(lambda: domain.prepare(settings or {}, known), batches, interval)
    for name, declared, used in (
        ("kind", domain.kinds.keys(), {detection.kind for detection in found}),
        (
            "subject kind",
            domain.subject_kinds.keys(),
            {detection.subject.kind for detection in found} - {SENSOR},
        ),
    ):
        if unused := declared - used:
            raise LawBrokenError(f"domain {domain.name!r}: no detection is of the {name} {sorted(unused)}")
        if undeclared := used - declared:
            raise LawBrokenError(f"domain {domain.name!r}: the {name} {sorted(undeclared)} is not declared")
    return found


def _faults(domain: Domain) -> Iterator[str]:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", domain.name):
        yield "its name is not one lower-case word"
    sentences = {
        "the domain": domain.sentence,
        **{f"subject kind {name!r}": sentence for name, sentence in domain.subject_kinds.items()},
        **{f"kind {name!r}": sentence for name, sentence in domain.kinds.items()},
        **{f"setting {name!r}": sentence for name, (_, sentence) in domain.settings.items()},
        **{f"column {column.name!r}": column.sentence for column in columns_of(domain.observations)},
    }
    yield from (f"{what} has no sentence" for what, text in sentences.items() if not text.endswith("."))
    columns = {column.name: column for column in columns_of(domain.observations)}
    if "time" not in columns or columns["time"].dtype != np.int64:
        yield "its observations have no int64 column called time"
    if unknown := classifications(domain.name).keys() - domain.kinds.keys():
        yield f"it classifies {sorted(unknown)}, which are no kinds of its own"
    yield from _faults_of_detectors(domain)
    yield from _faults_of_refusals(domain)


def _faults_of_detectors(domain: Domain) -> Iterator[str]:
    defaults = {name: default for name, (default, _) in domain.settings.items()}
    for settings in ({}, defaults):
        kinds = [detector.kind for detector in domain.prepare(settings, Responsibility(())).detectors]
        if sorted(kinds) != sorted(domain.kinds):
            yield f"its kinds are {sorted(domain.kinds)}, its detectors' {sorted(kinds)}"


def _faults_of_refusals(domain: Domain) -> Iterator[str]:
    try:
        domain.prepare({"no such setting": 1}, Responsibility(()))
    except SettingsError:
        pass
    else:
        yield "it takes a setting that it does not declare, without a word"
    try:
        domain.open([NOWHERE], Sourcing())
    except UsageError:
        pass
    else:
        yield "it opens a source that does not exist"
