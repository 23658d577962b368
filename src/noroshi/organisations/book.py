"""What storage must offer for the register."""

from collections.abc import Sequence
from typing import Protocol

from noroshi.organisations.model import Organisation
from noroshi.organisations.reconcile import Changes
from noroshi.organisations.register import Row


class OrganisationBook(Protocol):
    """The register, kept.

    Rows are told apart by `Row.key`. `noroshi.organisations.register` takes
    organisations apart into rows and puts them together again.
    """

    def rows(self) -> Sequence[Row]:
        """Give every row with its provenance, in the order in which the rows were added."""
        ...

    def all(self) -> Sequence[Organisation]:
        """Give every organisation, ended ones too, by id."""
        ...

    def edition(self) -> str:
        """Name the state that the register is in: another one has another name."""
        ...

    def get(self, organisation: str) -> Organisation:
        """Give one organisation.

        Raises
        ------
        NotFoundError
            If none has that id.
        """
        ...

    def apply(self, changes: Changes) -> None:
        """Write what was added, changed and retired, all or nothing.

        A `Change` whose `after` is None removes the row. What is unchanged or kept is
        not touched. Rows that a person typed come this way too, with their origin.

        Raises
        ------
        StorageError
            If a row is no longer as the change says it was before: somebody else wrote
            in the meantime, and the import is to be decided anew.
        """
        ...
