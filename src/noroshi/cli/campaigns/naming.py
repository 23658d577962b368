"""Names for those whom a campaign has reached."""

from collections.abc import Callable

from noroshi.organisations.book import OrganisationBook


def naming(book: OrganisationBook) -> Callable[[str], str]:
    """Give what names organisations by id; empty for one that is no longer registered."""
    names = {each.id: each.name for each in book.all()}
    return lambda organisation: names.get(organisation, "")
