"""Sharing groups: partners who are told together, and of some things alone.

Who is in a group is said in the register, by a tag such as "group:asia-pacific", so that it comes with the roster, and
whoever reads the register sees it.
"""

from collections.abc import Iterable
from typing import Final

from noroshi.errors import NotFoundError
from noroshi.organisations.model import Organisation

PREFIX: Final = "group:"
"""What a tag begins with that names a group."""


def groups_of(organisation: Organisation) -> frozenset[str]:
    """Give the groups that an organisation is in.

    Examples
    --------
    >>> groups_of(Organisation("example", "Example", tags=("partner", "group:asia-pacific")))
    frozenset({'asia-pacific'})
    """
    return frozenset(tag.removeprefix(PREFIX) for tag in organisation.tags if tag.startswith(PREFIX))


def members_of(group: str, organisations: Iterable[Organisation]) -> list[Organisation]:
    """Give the organisations that are in a group.

    Raises
    ------
    NotFoundError
        If there are none: somebody has mistyped its name.
    """
    found = [each for each in organisations if group in groups_of(each)]
    if not found:
        raise NotFoundError(
            f"nobody is in a group called {group!r}",
            hint=f"The tag {PREFIX}{group} in the roster puts an organisation into it.",
        )
    return found
