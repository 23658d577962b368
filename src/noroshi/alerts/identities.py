"""Short ids for people: easy to say on the telephone, and always the same for the same story."""

import hashlib
from collections.abc import Callable, Collection, Mapping
from itertools import count
from typing import Final

LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: without I, L, O and U, which are misheard or misread."""

ALERT: Final = 7
"""Letters of an alert's id: 35 bits, so among 100,000 alerts two would meet in one centre of seven."""

SILENCE: Final = 5
"""Letters of a silence's id; there are few."""


def short(text: str, letters: int) -> str:
    """Hash a text to so many letters.

    Examples
    --------
    >>> short("whatever", 7)
    'H1ZT2D1'
    """
    number = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())
    return "".join(LETTERS[number >> 5 * place & 31] for place in range(letters))


def alert_ids(
    stories: Collection[str], taken: Callable[[Collection[str]], Collection[str]]
) -> Mapping[str, str]:
    """Choose an alert id for each new story.

    Parameters
    ----------
    taken
        Says which of some ids exist.

    Returns
    -------
    dict
        Story -> id. Two stories whose ids would meet get different ones.

    Examples
    --------
    >>> alert_ids(["one"], taken=lambda ids: ())
    {'one': 'A-Z8RSTF1'}
    """
    chosen: dict[str, str] = {}
    for ordinal in count():
        left = [story for story in sorted(stories) if story not in chosen]
        if not left:
            break
        offered: dict[str, str] = {}
        for story in left:
            offered.setdefault(f"A-{short(f'{story}/{ordinal}', ALERT)}", story)
        gone = {*taken(offered), *chosen.values()}
        chosen.update((story, identity) for identity, story in offered.items() if identity not in gone)
    return chosen
