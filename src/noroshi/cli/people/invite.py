"""`noroshi people invite`: a link for somebody new."""

from typing import Annotated

from cyclopts import Parameter

from noroshi.cli.here import EVERYWHERE, Here, command, written
from noroshi.cli.people.invited import InvitedRow, show_invited
from noroshi.cli.people.reception import Reception
from noroshi.organisations.model import Marking
from noroshi.people.rights import Role

app = command(
    "invite",
    "noroshi people invite mika --name 'Mika Tanaka' --role administrator",
    "noroshi people invite library-csirt --role member --organisation library --clearance green",
)

OUTPUTS = (InvitedRow,)


@app.default
def invite(
    person: str,
    /,
    *,
    role: Annotated[Role, Parameter(required=True)],
    name: str = "",
    organisation: str = "",
    clearance: Marking | None = None,
    by: str = "",
    here: Here = EVERYWHERE,
) -> None:
    """Invite somebody, by a link that opens once.

    Parameters
    ----------
    person
        The id to sign in with: lower-case letters, digits and hyphens.
    role
        What they are to this centre.
    name
        Their name; else the id.
    organisation
        For a member, the organisation's id.
    clearance
        The most restrictive TLP label that they may see; else amber for a member, amber+strict for the others.
    by
        Who invites; else your login name.
    """
    with here.books() as books:
        reception = Reception(here, books, by)
        if organisation:
            organisation = books.organisations.get(organisation).id
        invited = reception.invitations.invite(
            person,
            written(name) or person,
            role,
            reception.by,
            organisation=organisation,
            clearance=clearance,
        )
    show_invited(here.screen(), invited)
