"""Block-lists, as far as a caller may know them."""

from typing import NamedTuple

from msgspec.structs import replace

from noroshi.api.sight.reach import Reach
from noroshi.app.blocking import BlockLists
from noroshi.errors import NotFoundError
from noroshi.organisations.model import Organisation
from noroshi.sharing.blocklists.serving import etag
from noroshi.sharing.formats.catalogue import LIST_FILES, write_file


class ReadFile(NamedTuple):
    """A file, as it is now."""

    content: bytes
    etag: str
    """Names what it says."""


class SeenBlockLists:
    """What firewalls and their like take.

    Parameters
    ----------
    reach
        How far the caller sees.
    block_lists
        The centre's.
    """

    def __init__(self, reach: Reach, block_lists: BlockLists) -> None:
        self._reach = reach
        self._block_lists = block_lists

    def file(self, name: str) -> ReadFile:
        """Give a file with what is to be stopped now.

        Raises
        ------
        NotFoundError
            If there is no such file.
        SettingsError
            If it is not known what is never listed.
        """
        if name not in LIST_FILES:
            raise NotFoundError(f"there is no file {name!r}", hint=f"There are {', '.join(LIST_FILES)}.")
        told = self._block_lists.served(self._reader())
        terms = self._reach.centre.terms(self._block_lists.allowed())
        return ReadFile(write_file(name, told, terms), etag(name, told.entries))

    def _reader(self) -> Organisation | None:
        """Give the organisation for which the caller reads; None for the centre itself."""
        person = self._reach.caller.person
        if not person.organisation:
            return None
        reader = self._reach.centre.organisations.get(person.organisation)
        clearance = min(reader.clearance, person.clearance, key=lambda each: each.rank)
        return replace(reader, clearance=clearance)
