"""`noroshi people reset`: a new link for somebody who lost everything."""

from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.people.invited import InvitedRow, show_invited
from noroshi.cli.people.reception import Reception

app = command("reset", "noroshi people reset mika", "noroshi people reset mika --by chief --json")

OUTPUTS = (InvitedRow,)


@app.default
def reset(person: str, /, *, by: str = "", here: Here = EVERYWHERE) -> None:
    """Invite somebody anew who lost what they sign in with.

    Their passkeys, password, recovery codes, sessions and tokens are worth nothing from now on.

    Parameters
    ----------
    person
        Their id.
    by
        Who does it; else your login name.
    """
    with here.books() as books:
        reception = Reception(here, books, by)
        invited = reception.invitations.reset(reception.roll.get(person), reception.by)
    show_invited(here.screen(), invited)
