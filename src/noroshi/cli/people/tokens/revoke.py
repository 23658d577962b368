"""`noroshi people tokens revoke`: a program comes in no longer."""

from typing import Annotated

from cyclopts import Parameter
from msgspec import Struct

from noroshi.cli.colours import NAME
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.people.reception import Reception
from noroshi.cli.screen import Coloured

app = command("revoke", "noroshi people tokens revoke T-7QX3M2K")


class TokenRevoked(Struct, frozen=True):
    """An API token that was ended."""

    id: str
    """Its id."""


OUTPUTS = (TokenRevoked,)


@app.default
def revoke(
    token: Annotated[tuple[str, ...], Parameter(required=True)],
    /,
    *,
    by: str = "",
    here: Here = EVERYWHERE,
) -> None:
    """End an API token now.

    Parameters
    ----------
    token
        Ids of tokens.
    by
        Who ends them; else your login name.
    """
    screen = here.screen()
    with here.books() as books:
        reception = Reception(here, books, by)
        for each in dict.fromkeys(identity.upper() for identity in token):
            reception.tokens.revoke(each, reception.by)
            screen.record(TokenRevoked(each))
            screen.line(Coloured(each, NAME), "  opens nothing any more")
