"""`noroshi people tokens add`: a token for a program."""

from typing import Annotated

from cyclopts import Parameter
from msgspec import Struct

from noroshi.cli.colours import NAME
from noroshi.cli.here import EVERYWHERE, Here, command, written
from noroshi.cli.people.reception import Reception
from noroshi.cli.screen import Coloured
from noroshi.cli.times import read_span
from noroshi.clock import clock_text, iso
from noroshi.people.rights import Right

app = command(
    "add",
    "noroshi people tokens add mika --name 'ticket system' --scope see --scope work --for 90d",
    "noroshi people tokens add mika --name export --scope see --scope export --for 1d --json | jq -r .token",
)


class TokenMade(Struct, frozen=True):
    """An API token that was made."""

    id: str
    """Its id, which opens nothing."""
    person: str
    """The id of the person whose it is."""
    scopes: tuple[Right, ...]
    """What it may do."""
    expires: str
    """When it expires, ISO 8601 in UTC."""
    token: str
    """The token; it is shown now, and never again."""


OUTPUTS = (TokenMade,)


@app.default
def add(
    person: str,
    /,
    *,
    name: Annotated[str, Parameter(required=True)],
    scope: Annotated[tuple[Right, ...], Parameter(required=True)],
    for_: Annotated[str, Parameter("--for", required=True)],
    by: str = "",
    here: Here = EVERYWHERE,
) -> None:
    """Make an API token for a program of somebody's.

    Parameters
    ----------
    person
        The id of the person whose it is: it can never do more than they.
    name
        What it is for.
    scope
        What it may do; may be given more than once.
    for_
        For so long: 12h, 90d.
    by
        Who makes it; else your login name.
    """
    with here.books() as books:
        reception = Reception(here, books, by)
        owner = reception.roll.get(person)
        token, secret = reception.tokens.add(owner, written(name), scope, read_span(for_), reception.by)
    screen = here.screen()
    screen.record(TokenMade(token.id, token.person, token.scopes, iso(token.expires), secret.reveal()))
    screen.line(
        Coloured(token.id, NAME), f"  may {', '.join(token.scopes)}, until {clock_text(token.expires)} UTC:"
    )
    screen.line()
    screen.line(secret.reveal(), indent=2)
    screen.line()
    screen.line("It is shown now, and never again.")
