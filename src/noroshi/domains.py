"""The door by which a domain comes in: cyberspace, the sea, or a stranger's.

A domain is a value, found under the entry point group ``noroshi.domains``; our own
come in by the same door. Importing one has no effect besides.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from typing import Any

from noroshi.detections.detector import Detector, Memory
from noroshi.errors import UsageError
from noroshi.organisations.responsibility import Responsibility

GROUP = "noroshi.domains"


@dataclass(frozen=True, slots=True)
class Watch:
    """A domain made ready for one run: its memory, and the detectors that read it."""

    memory: Memory[Any]
    detectors: Sequence[Detector[Any]]


@dataclass(frozen=True, slots=True)
class Domain:
    """A package that brings observations, detectors and subject kinds to the core.

    Parameters
    ----------
    name
        Short and lower-case, as in ``[cyber]`` of the settings file.
    sentence
        What the domain watches.
    observations
        The batch type (a NamedTuple of annotated arrays).
    subject_kinds
        Subject kind -> a sentence.
    kinds
        Detection kind -> a sentence for a member who gets one.
    prepare
        Makes a `Watch` from the domain's settings (a mapping out of the settings file)
        and the register. Raises `SettingsError` on a bad setting.
    settings
        Setting name -> (default, sentence), for `noroshi init` and the documentation.
    """

    name: str
    sentence: str
    observations: type[tuple[Any, ...]]
    subject_kinds: Mapping[str, str]
    kinds: Mapping[str, str]
    prepare: Callable[[Mapping[str, Any], Responsibility], Watch]
    settings: Mapping[str, tuple[Any, str]] = field(default_factory=dict)


def domains() -> dict[str, Domain]:
    """Find every installed domain, by name."""
    found = (point.load() for point in entry_points(group=GROUP))
    return {domain.name: domain for domain in sorted(found, key=lambda domain: domain.name)}


def domain(name: str) -> Domain:
    """Find one domain.

    Raises
    ------
    UsageError
        If none of that name is installed.
    """
    found = domains()
    if name not in found:
        raise UsageError(f"no domain is called {name!r}", hint=f"Installed: {', '.join(found) or 'none'}.")
    return found[name]
