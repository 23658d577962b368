"""Words that may stand in a comment or a message of any language."""

import re
from typing import Final

LONGEST: Final = 60
"""Letters."""

_OTHER: Final = re.compile(r"[^A-Za-z0-9._/+-]+")


def word(text: str) -> str:
    r"""Keep letters, digits and a few signs that mean nothing in any configuration; the rest becomes a line below.

    Examples
    --------
    >>> word('CERT "Example"; drop all\n')
    'CERT_Example_drop_all'
    """
    return _OTHER.sub("_", text).strip("_")[:LONGEST]
