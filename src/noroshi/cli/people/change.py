"""`noroshi people change`: what is said of somebody, and what they may do."""

from noroshi.cli.colours import NAME
from noroshi.cli.here import EVERYWHERE, Here, command, written
from noroshi.cli.people.reception import Reception
from noroshi.cli.screen import Coloured
from noroshi.errors import UsageError
from noroshi.organisations.model import Marking
from noroshi.people.model import Language
from noroshi.people.rights import Role
from noroshi.records.people import PersonRecord, person_record

app = command(
    "change",
    "noroshi people change mika --role lead",
    "noroshi people change mika --role member --organisation library --by chief",
    "noroshi people change mika --activate",
)

OUTPUTS = (PersonRecord,)


@app.default
def change(
    person: str,
    /,
    *,
    name: str = "",
    role: Role | None = None,
    organisation: str = "",
    clearance: Marking | None = None,
    language: Language | None = None,
    activate: bool = False,
    by: str = "",
    here: Here = EVERYWHERE,
) -> None:
    """Change what is said of somebody, or what they may do.

    Parameters
    ----------
    person
        Their id.
    name
        Their name.
    role
        What they are to this centre; it holds from their next request on.
    organisation
        For a member, the organisation's id.
    clearance
        The most restrictive TLP label that they may see.
    language
        The console's language for them.
    activate
        Let them sign in again who were deactivated.
    by
        Who changes it; else your login name.
    """
    said = {
        "name": written(name) or None,
        "role": role,
        "organisation": "" if role not in {None, Role.MEMBER} else organisation or None,
        "clearance": clearance,
        "language": language,
        "active": activate or None,
    }
    fields = {field: value for field, value in said.items() if value is not None}
    if not fields:
        raise UsageError("nothing is to be changed", hint="Say --role, --name, --clearance, or another.")
    with here.books() as books:
        if organisation:
            fields["organisation"] = books.organisations.get(organisation).id
        reception = Reception(here, books, by)
        changed = reception.roll.change(person, reception.by, **fields)
    screen = here.screen()
    screen.record(person_record(changed))
    screen.line(Coloured(changed.id, NAME), f"  {changed.name}: {changed.role}, up to {changed.clearance}")
