"""What the commands about people stand on: the roll, invitations and tokens over a home's books."""

from noroshi.cli.here import Here, who
from noroshi.clock import SystemClock
from noroshi.config.signing_in import people_settings
from noroshi.people.audit import By
from noroshi.people.caller import Via
from noroshi.people.invitations import Invitations
from noroshi.people.roll import Roll
from noroshi.people.tokens import Tokens
from noroshi.storage.books import Books


class Reception:
    """Where people are invited, changed and given tokens from the command line.

    Parameters
    ----------
    here
        Which home.
    books
        Its books, open.
    by
        Who does it, as the option --by says; else the login name.
    """

    def __init__(self, here: Here, books: Books, by: str = "") -> None:
        settings, clock, ports = people_settings(here.config()), SystemClock(), books.people
        self.roll = Roll(ports.people, clock)
        self.invitations = Invitations(ports.invitations, ports.people, settings, clock)
        self.tokens = Tokens(ports.tokens, settings, clock)
        self.by = By(who(by), Via.COMMAND)
