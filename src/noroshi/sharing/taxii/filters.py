"""What is asked for: TAXII's query parameters, read (TAXII 2.1, 3.4)."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Final

from msgspec import Struct

from noroshi.clock import MICROSECOND
from noroshi.sharing.taxii.collection import LONGEST_PAGE, SHORTEST_PAGE, USUAL_PAGE
from noroshi.sharing.taxii.refusals import Refused
from noroshi.sharing.taxii.stamps import stamp_of

ALL_MATCHES: Final = frozenset({"id", "type", "version", "spec_version"})
"""What `match` knows where many objects are asked for."""

OBJECT_MATCHES: Final = frozenset({"version", "spec_version"})
"""The same where one is."""

VERSIONS_MATCHES: Final = frozenset({"spec_version"})
"""The same where its versions are."""

MOST_VALUES: Final = 1_000
"""Values of one filter."""


class Filters(Struct, frozen=True):
    """What is asked for; each condition must be met."""

    after: int = -1
    """Added later than this, in microseconds UTC."""
    limit: int = USUAL_PAGE
    """So many at most."""
    ids: tuple[str, ...] = ()
    """One of these; none for all."""
    types: tuple[str, ...] = ()
    """One of these; none for all."""
    specs: tuple[str, ...] | None = ()
    """Versions of STIX; none for the latest of each object, None for every one of them."""
    every: bool = False
    """Every version of an object, whatever else is said of versions."""
    first: bool = False
    """Its first version."""
    last: bool = True
    """Its last version."""
    versions: tuple[int, ...] = ()
    """These versions of it, ns UTC."""

    @property
    def is_current(self) -> bool:
        """Whether what is wanted of each object is what it is now."""
        return self.specs == () and self.last and not (self.every or self.first or self.versions)


EVERYTHING: Final = Filters(every=True, specs=None)
"""Every version of every object."""


def filters_of(parameters: Iterable[tuple[str, str]], known: frozenset[str] = ALL_MATCHES) -> Filters:
    """Read filters out of a query.

    `next` wins over `added_after`: clients send both, with an `added_after` that moved on (OpenCTI's issue 5681).

    Parameters
    ----------
    parameters
        Names and values, in any order; of a name that comes twice, values are added up.
    known
        What `match` may name here.

    Raises
    ------
    Refused
        If a value cannot be read, or `match` names something else (400): a filter that is passed over would give, or
        delete, what nobody asked for.
    """
    given: dict[str, str] = {}
    for name, value in parameters:
        given[name] = f"{given[name]},{value}" if name in given else value
    matches = {name[6:-1]: _values(value) for name, value in given.items() if name.startswith("match[")}
    if unknown := matches.keys() - known:
        raise _asked_wrongly(f"match[{min(unknown)[:50]}] is not a filter here")
    versions = matches.get("version", ("last",))
    return Filters(
        after=_after(given),
        limit=_limit(given.get("limit")),
        ids=matches.get("id", ()),
        types=matches.get("type", ()),
        specs=matches.get("spec_version", ()),
        every="all" in versions,
        first="first" in versions,
        last="last" in versions,
        versions=tuple(_moment("match[version]", each) for each in versions if each not in _WORDS),
    )


_WORDS: Final = frozenset({"all", "first", "last"})
_LATEST: Final = (1 << 63) - 1


def place(added: int) -> str:
    """Write where a page ended, for `next`."""
    return f"{added:x}"


def _after(given: dict[str, str]) -> int:
    if "next" in given:
        try:
            return min(int(given["next"][:16], 16), _LATEST)
        except ValueError:
            raise _asked_wrongly("next is none of ours") from None
    if "added_after" in given:
        return _moment("added_after", given["added_after"]) // MICROSECOND
    return Filters().after


def _limit(text: str | None) -> int:
    if text is None:
        return USUAL_PAGE
    if not text.isascii() or not text.isdecimal() or int(text[:10]) < SHORTEST_PAGE:
        raise _asked_wrongly("limit is not a number from 1 on")
    return min(int(text[:10]), LONGEST_PAGE)


def _values(text: str) -> tuple[str, ...]:
    values = tuple(dict.fromkeys(filter(None, (each.strip() for each in text.split(",")))))
    if len(values) > MOST_VALUES:
        raise _asked_wrongly(f"a filter has at most {MOST_VALUES:,} values")
    if not values:
        raise _asked_wrongly("a filter has no value")
    return values


def _moment(name: str, text: str) -> int:
    try:
        return stamp_of(text)
    except ValueError as fault:
        raise _asked_wrongly(f"{name}: {fault}") from None


def _asked_wrongly(reason: str) -> Refused:
    return Refused(HTTPStatus.BAD_REQUEST, reason)
