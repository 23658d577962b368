"""Who decides at the command line, and what a release looks like there."""

from noroshi.cli.colours import NAME
from noroshi.cli.here import Here, who
from noroshi.cli.screen import Coloured, Screen
from noroshi.cli.times import apart
from noroshi.clock import SystemClock, clock_text
from noroshi.people.audit import By
from noroshi.people.caller import Via
from noroshi.records.releases import release_now, release_record
from noroshi.sharing.releases import Release
from noroshi.sharing.releasing import Releasing
from noroshi.storage.books import Books


def releasing(books: Books) -> Releasing:
    """Give what the person at the command line may decide; nobody says there that they are somebody else.

    Raises
    ------
    UsageError
        If nobody knows who it is.
    """
    by = By(who(""), Via.COMMAND)
    return Releasing(
        books.sharing,
        books.alerts,
        books.indications,
        books.organisations,
        books.people.audit,
        by,
        SystemClock(),
    )


def decide_all(here: Here, releases: tuple[str, ...], deed: str) -> None:
    """Approve, refuse or withdraw releases, in order, and show how they stand.

    Raises
    ------
    NotFoundError
        If there is none of an id; those before it are decided.
    MoveRefusedError
        If one cannot be decided so; as above.
    """
    screen = here.screen()
    with here.books() as books:
        for identity in dict.fromkeys(each.upper() for each in releases):
            show(screen, getattr(releasing(books), deed)(identity))


def show(screen: Screen, release: Release) -> None:
    """Show how a release stands now."""
    now = SystemClock().now()
    screen.record(release_record(release, now))
    screen.line(
        Coloured(release.id, NAME),
        f"  {release_now(release, now)}: {release.what.text}, {release.level}, to {release.to},",
        f" until {clock_text(release.until)} UTC ({apart(release.until, now)})",
    )
