"""How people look on while a watch observes: the picture of what comes, and the traffic minute by minute.

A domain brings its own `Onlooker`. What it shows is never what is concluded: nothing here has a say in an alert.
"""

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from msgspec import Struct, field

from noroshi.organisations.model import Use

if TYPE_CHECKING:  # it would load Numba, which nobody who only reads records needs
    from noroshi.organisations.responsibility import Responsibility


class View(Struct, frozen=True):
    """What somebody who looks at the picture may see of it."""

    organisation: str = ""
    """Nothing but what concerns this organisation; empty for everybody's."""
    masked: bool = True
    """Without true positions, so that they do not tell where dark space lies."""
    session: str = ""
    """Whose mask it is: all views of one session have the same, so that what they show fits together."""


class Spot(NamedTuple):
    """A place on a ring."""

    ring: int
    position: int
    """1/65536 of the circumference."""


class Arc(Struct, frozen=True):
    """A part of a ring."""

    begin: int = field(name="from")
    """Its first position, in 1/65536 of the circumference."""
    end: int = field(name="to")
    """Its last."""
    use: Use
    """Whether it is in use or dark."""


class Ring(Struct, frozen=True):
    """One organisation's space, laid round a circle."""

    ring: int
    """What the frames call it."""
    organisation: str
    """Its id."""
    name: str
    """What people call it."""
    addresses: int
    """How large it is: IPv4 addresses, and networks of 64 bits in IPv6."""
    arcs: tuple[Arc, ...] = ()
    """What is in use and what is dark, in order; empty where the view is masked."""


class Minute(Struct, frozen=True):
    """What came to dark space within one minute of the data's time."""

    at: int
    """ns UTC, when it began."""
    observations: int
    """All of them, counted exactly."""
    sources: int
    """Distinct sources."""
    exact: bool
    """Whether these were counted; False for an estimate."""
    top: tuple[tuple[str, int], ...]
    """What came most, such as "tcp/23", and how often: the most frequent first."""


class Traffic(Struct, frozen=True):
    """What came to dark space, minute by minute, while this watch has been looking on."""

    since: int
    """ns UTC, the first observation that was counted; 0 before there is one."""
    minutes: tuple[Minute, ...]
    """Oldest first; the last one may still go on. A minute in which nothing came is not among them."""


class Looking(Protocol):
    """Somebody who looks at the picture. Any thread may call."""

    def take(self) -> bytes | None:
        """Take the newest frame; None if there is none since the last one. Older ones are dropped, and the next says how many."""
        ...

    def close(self) -> None:
        """Look away."""
        ...


class Onlooker(Protocol):
    """Looks on while a watch observes, and shows people what comes. It has no say in what is concluded.

    The watch's own thread calls `see`; any thread may call the others.
    """

    def see(self, batch: Any) -> None:
        """Look at a batch of the domain's observations, which is good until this returns."""
        ...

    def renew(self, responsibility: "Responsibility") -> None:
        """Go on with a newer register."""
        ...

    def emphasise(self, subjects: Collection[str]) -> None:
        """Take note of the subjects that have an open alert: what they send is shown before anything else."""
        ...

    def look(self, view: View, wake: Callable[[], None]) -> Looking:
        """Let somebody look.

        Parameters
        ----------
        wake
            Called, by the thread that cuts, when there is a frame to take; it must not wait for anything.

        Raises
        ------
        NotFoundError
            If the view is of an organisation that is not in the register.
        """
        ...

    def cut(self) -> bool:
        """Make a frame of what came since the last cut, for those who look; whoever runs a watch calls it ten times a second.

        Returns
        -------
        bool
            Whether anybody looks.
        """
        ...

    def rings(self, view: View) -> Sequence[Ring]:
        """Give the rings that a view has, as the register stands.

        Raises
        ------
        NotFoundError
            As for `look`.
        """
        ...

    def spots(self, view: View, subjects: Sequence[str]) -> Sequence[Spot | None]:
        """Say where on the view's rings subjects are; None for what is on none, or no subject that could be.

        Raises
        ------
        NotFoundError
            As for `look`.
        """
        ...
