"""`noroshi people deactivate`: somebody signs in no longer."""

from typing import Annotated

from cyclopts import Parameter

from noroshi.cli.colours import NAME
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.people.reception import Reception
from noroshi.cli.screen import Coloured
from noroshi.records.people import PersonRecord, person_record

app = command(
    "deactivate", "noroshi people deactivate mika", "noroshi people deactivate mika yuki --by chief"
)

OUTPUTS = (PersonRecord,)


@app.default
def deactivate(
    person: Annotated[tuple[str, ...], Parameter(required=True)],
    /,
    *,
    by: str = "",
    here: Here = EVERYWHERE,
) -> None:
    """Let somebody sign in no longer.

    Their sessions and tokens end at once. They stay on the roll, for the audit names them.

    Parameters
    ----------
    person
        Ids of people.
    by
        Who does it; else your login name.
    """
    screen = here.screen()
    with here.books() as books:
        reception = Reception(here, books, by)
        for each in dict.fromkeys(person):
            changed = reception.roll.change(each, reception.by, active=False)
            screen.record(person_record(changed))
            screen.line(Coloured(changed.id, NAME), "  can sign in no longer; sessions and tokens have ended")
