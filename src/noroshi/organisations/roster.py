"""A roster: what an import file says, checked, as rows of the register."""

from msgspec import Struct

from noroshi.organisations.register import Row


class Roster(Struct, frozen=True):
    """What a faultless file says."""

    source: str
    """The file's name without folders; a later import of that name may change or retire the rows."""
    rows: tuple[Row, ...]
    """Each organisation before its contacts and holdings."""
