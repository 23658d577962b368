"""The door by which a domain comes in: cyberspace, the sea, or a stranger's.

A domain is a value, found under the entry point group ``noroshi.domains``; our own
come in by the same door. Importing one has no effect besides.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from typing import Any, NamedTuple, Protocol

from noroshi.detections.detector import NEVER, Detector, Memory
from noroshi.detections.guide import Guides
from noroshi.detections.model import Sample
from noroshi.errors import NoroshiError, UsageError
from noroshi.onlooking import Onlooker, Traffic
from noroshi.organisations.networks import Network
from noroshi.organisations.responsibility import Responsibility

GROUP = "noroshi.domains"


class Place(NamedTuple):
    """Where a source stands within an input, so that a later run can go on from there."""

    input: str
    """The input's identity."""
    passed: int
    """How many of its records, whatever these are, need not be read again."""


class Arrival(NamedTuple):
    """What a source hands over at a time."""

    batch: tuple[Any, ...] | None
    """Observations: views into the source's buffers, good until the next arrival. None when there
    is nothing new; an endless source says so about once a second, so that others get a turn."""

    finished: str | None = None
    """The identity of an input (a file) that is finished with this arrival, and never read again."""

    place: Place | None = None
    """Where the source stands after this arrival; None where nobody could go on, as in a pipe."""


class Progress(NamedTuple):
    """How far a source has come."""

    name: str
    """The input being read."""
    read: int
    """Bytes read so far, of all inputs, as they lie on disk."""
    total: int | None
    """Bytes there are to read; None if nobody knows."""


class Source(Protocol):
    """Where observations come from: captures, a directory, standard input, a feed.

    A class that names it as its base inherits all but `arrivals` and `progress`, for a source that skips
    nothing and is read anew each time.
    """

    def arrivals(self, finished: Collection[str]) -> Iterator[Arrival]:
        """Read on, leaving out inputs that an earlier run finished.

        Raises
        ------
        NoroshiError
            If an input is broken and the source was not told to keep going; everything
            before the fault has arrived by then.
        """
        ...

    def progress(self) -> Progress:
        """Say how far it has come."""
        ...

    def lasting(self) -> Sequence[str]:
        """Name what goes on from one run to the next, such as a directory; empty if all is read anew each time.

        Whoever watches the same again goes on from where an earlier watch has stopped.
        """
        return ()

    def recorded(self) -> bool:
        """Tell whether all of it was recorded before, as files are: then nothing it shows is about the present."""
        return False

    def resume(self, place: Place) -> None:  # noqa: ARG002  # for those who can
        """Leave out what an earlier run has passed of one input; called before `arrivals`, if at all."""
        return

    def lost(self) -> int:
        """Count the observations that were lost so far before they could be read, where somebody counts them."""
        return 0

    def backlog(self) -> float:
        """Say what share of the source's buffer waits to be read, from 0 to 1; full, it loses what comes then.

        0 for a source that loses nothing while nobody reads, such as files.
        """
        return 0.0

    def forgettable(self, finished: Collection[str]) -> Collection[str]:  # noqa: ARG002  # as above
        """Give those identities of finished inputs that will not come again, so that nobody need remember them."""
        return ()

    def counters(self) -> Mapping[str, int]:
        """Give what was read and what was skipped, by name and reason."""
        return {}

    def faults(self) -> Sequence[NoroshiError]:
        """Give the inputs that were broken and skipped because it was told to keep going."""
        return ()


@dataclass(frozen=True, slots=True)
class Sourcing:
    """How to open a source."""

    keep_going: bool = False
    """Skip to the next input when one is broken, and remember the fault."""
    follow: bool = True
    """Keep waiting for new files in a directory; False reads what is there and stops."""
    filter: str = ""
    """Take only what this expression of the domain's usual tools lets through; empty for everything. This and what
    follows is for sources that are watched as things happen."""
    only_monitored: bool = False
    """Take only what concerns `monitored`."""
    monitored: Sequence[Network] = ()
    """Prefixes that are monitored, or held dark at any time."""
    buffer: int = 64
    """MiB of memory for what arrives while nobody reads."""
    rings: int = 1
    """Parts that this memory is shared out in; each takes what arrives at some of the system's processors."""
    hardware_time: bool = False
    """Take the time from the device itself, not from the system."""


@dataclass(frozen=True, slots=True)
class Watch:
    """A domain made ready for one run: its memory, and the detectors that read it."""

    memory: Memory[Any]
    detectors: Sequence[Detector[Any]]
    leap: int = NEVER
    """ns that the data's clock may move between two observations without being doubted."""
    traffic: Callable[[int, int], Traffic] | None = None
    """Gives the latest minutes of what came: from when on (ns UTC), and so many at the most; any thread may call. None for a
    domain that does not count it."""


@dataclass(frozen=True, slots=True)
class Domain:
    """A package that brings observations, detectors and subject kinds to the core.

    Where its kinds stand in the Reference Security Incident Taxonomy it says apart: see `noroshi.detections.taxonomy`.

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
    open
        Opens the sources that a person named (paths, globs, directories, "-") as one source.
        Raises `UsageError` if there is no such thing.
    settings
        Setting name -> (default, sentence), for `noroshi init` and the documentation.
    indications
        Those of the kinds that are first signs of something new, and concern nobody in particular.
    campaigns
        Those of the kinds that one hand may cause at several organisations: alerts of these that look alike are a campaign.
    dark_kinds
        Detection kinds whose subject lies in dark space. They are for people who may know where that is.
    capture
        Writes samples of a detection's evidence as a file that the domain's usual tools read; empty where none of them has what
        that takes. None for a domain without such a file.
    onlooker
        Makes what shows people the observations as they come, from the register; None for a domain without a picture.
    guides
        What members are advised to do, by kind, label and language; None for a domain without advice.
    """

    name: str
    sentence: str
    observations: type[tuple[Any, ...]]
    subject_kinds: Mapping[str, str]
    kinds: Mapping[str, str]
    prepare: Callable[[Mapping[str, Any], Responsibility], Watch]
    open: Callable[[Sequence[str], Sourcing], Source]
    settings: Mapping[str, tuple[Any, str]] = field(default_factory=dict)
    dark_kinds: Collection[str] = frozenset()
    capture: Callable[[Sequence[Sample]], bytes] | None = None
    onlooker: Callable[[Responsibility], Onlooker] | None = None
    guides: Guides | None = None
    indications: Collection[str] = ()
    campaigns: Collection[str] = ()


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


def indications() -> frozenset[str]:
    """Give the kinds of every installed domain that are indications."""
    return frozenset(kind for each in domains().values() for kind in each.indications)
