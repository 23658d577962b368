"""`noroshi notices show`: the message that a notice is in, word for word."""

from noroshi.cli.colours import NAME
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.notices.messages import found
from noroshi.cli.screen import Coloured
from noroshi.clock import clock_text
from noroshi.delivery.message import MessageState
from noroshi.errors import NotFoundError
from noroshi.records.notices import MessageShown, message_shown

app = command(
    "show", "noroshi notices show 5f1c02aa9e", "noroshi notices show 5f1c02aa9e --json | jq -r .text"
)


OUTPUTS = (MessageShown,)


@app.default
def show(notice: str, /, *, here: Here = EVERYWHERE) -> None:
    """Show the message that a notice is in, as its reader gets it.

    Parameters
    ----------
    notice
        A notice's id or a message's key, or its first letters.
    """
    with here.books() as books:
        dispatch = found(books.messages, notice, tuple(MessageState))
    if dispatch is None:
        raise NotFoundError(
            f"{notice} is in none of the latest messages",
            hint="One that is owed or held is in none yet, and what one said is kept for as long as [keep] says; "
            "`noroshi notices list --all` shows which there are.",
        )
    message = dispatch.message
    shown = message_shown(dispatch)
    screen = here.screen()
    screen.record(shown)
    screen.facts(
        [
            ("message", Coloured(message.key, NAME)),
            ("to", message.contact.key),
            ("composed", f"{clock_text(message.composed)} UTC"),
            ("state", f"{dispatch.state}{f', {dispatch.error}' if dispatch.error else ''}"),
            ("subject", shown.subject),
        ]
    )
    screen.line()
    if not shown.text:
        screen.line("What it said is kept no longer; see [keep] in the settings.")
    screen.raw(shown.text)
