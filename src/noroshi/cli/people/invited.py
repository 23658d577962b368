"""An invitation as commands give it."""

from msgspec import Struct

from noroshi.cli.colours import NAME
from noroshi.cli.screen import Coloured, Screen
from noroshi.clock import clock_text, iso
from noroshi.people.invitations import Invited
from noroshi.people.rights import Role


class InvitedRow(Struct, frozen=True):
    """Somebody was invited."""

    person: str
    """The id of who is invited: what they sign in with."""
    name: str
    """Their name."""
    role: Role
    """What they are to this centre."""
    organisation: str
    """For a member, the organisation's id; else empty."""
    expires: str
    """Until when the link can be opened, ISO 8601 in UTC."""
    link: str
    """The link, for that person and nobody else; it is shown now, and never again."""


def show_invited(screen: Screen, invited: Invited) -> None:
    """Write an invitation, with its link."""
    person, invitation, link = invited
    screen.record(
        InvitedRow(
            person.id,
            person.name,
            person.role,
            person.organisation,
            iso(invitation.expires),
            link.reveal(),
        )
    )
    screen.line(
        Coloured(person.id, NAME), f"  is invited as {person.role}. Give them, and nobody else, this link:"
    )
    screen.line()
    screen.line(link.reveal(), indent=2)
    screen.line()
    screen.line(f"It opens once, until {clock_text(invitation.expires)} UTC.")
