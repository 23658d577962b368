"""`noroshi people tokens list`: which programs may come in."""

from typing import Annotated

from cyclopts import Parameter

from noroshi.cli.colours import ASIDE, NAME
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.people.reception import Reception
from noroshi.cli.screen import Coloured
from noroshi.clock import SystemClock, clock_text
from noroshi.records.people import TokenRecord, token_record

app = command("list", "noroshi people tokens list", "noroshi people tokens list mika --all --json")

OUTPUTS = (TokenRecord,)


@app.default
def list_(
    person: str = "", /, *, all_: Annotated[bool, Parameter("--all")] = False, here: Here = EVERYWHERE
) -> None:
    """List API tokens.

    Parameters
    ----------
    person
        Of this person, by their id; else of everybody.
    all_
        Also those that are over.
    """
    now = SystemClock().now()
    with here.books() as books:
        reception = Reception(here, books)
        whose = reception.roll.get(person).id if person else ""
        tokens = [each for each in reception.tokens.of(whose) if all_ or each.holds(now)]
    screen = here.screen()
    for token in tokens:
        screen.record(token_record(token))
    if not tokens:
        screen.line("No tokens." if all_ else "No tokens that are valid.")
        return
    screen.table(
        ("token", "person", "may", "expires (UTC)", "last used (UTC)", "for"),
        [
            (
                Coloured(token.id, NAME if token.holds(now) else ASIDE),
                token.person,
                ", ".join(token.scopes),
                clock_text(token.expires) if token.revoked is None else Coloured("revoked", ASIDE),
                "never" if token.used is None else clock_text(token.used),
                token.name,
            )
            for token in tokens
        ],
    )
