"""`noroshi people list`: who may sign in."""

from typing import Annotated

from cyclopts import Parameter

from noroshi.cli.colours import ASIDE, NAME
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.people.reception import Reception
from noroshi.cli.screen import Coloured
from noroshi.clock import clock_text
from noroshi.records.people import PersonRecord, person_record

app = command("list", "noroshi people list", "noroshi people list --all --json")

OUTPUTS = (PersonRecord,)


@app.default
def list_(*, all_: Annotated[bool, Parameter("--all")] = False, here: Here = EVERYWHERE) -> None:
    """List people.

    Parameters
    ----------
    all_
        Also those who are deactivated.
    """
    with here.books() as books:
        reception = Reception(here, books)
        people = [each for each in reception.roll.all() if all_ or each.active]
        waiting = {each.person: each.expires for each in reception.invitations.waiting()}
    screen = here.screen()
    for person in people:
        screen.record(person_record(person))
    if not people:
        screen.line("Nobody may sign in. `noroshi people invite ID --role administrator` invites the first.")
        return
    screen.table(
        ("person", "name", "role", "organisation", "clearance", "invited until (UTC)"),
        [
            (
                Coloured(person.id, NAME if person.active else ASIDE),
                person.name,
                person.role.value if person.active else Coloured(f"{person.role}, deactivated", ASIDE),
                person.organisation or "the centre",
                person.clearance.value,
                clock_text(waiting[person.id]) if person.id in waiting else "",
            )
            for person in people
        ],
    )
