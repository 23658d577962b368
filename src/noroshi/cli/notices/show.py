"""`noroshi notices show`: the message that a notice is in, word for word."""

from msgspec import Struct

from noroshi.cli.colours import NAME
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.notices.messages import MessageRow, found, message_row
from noroshi.cli.screen import Coloured
from noroshi.cli.times import clock_text
from noroshi.delivery.message import MessageState
from noroshi.delivery.rendering import subject, text
from noroshi.errors import NotFoundError

app = command(
    "show", "noroshi notices show 5f1c02aa9e", "noroshi notices show 5f1c02aa9e --json | jq -r .text"
)


class MessageShown(Struct, frozen=True):
    """A message as its reader gets it."""

    message: MessageRow
    """The message, and how its sending goes."""
    subject: str
    """Its subject line, in the contact's language; empty once what it said is kept no longer."""
    text: str
    """Its plain text, in the contact's language; empty likewise."""


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
    heading, told = (subject(message), text(message)) if message.tellings else ("", "")
    screen = here.screen()
    screen.record(MessageShown(message_row(dispatch), heading, told))
    screen.facts(
        [
            ("message", Coloured(message.key, NAME)),
            ("to", message.contact.key),
            ("composed", f"{clock_text(message.composed)} UTC"),
            ("state", f"{dispatch.state}{f', {dispatch.error}' if dispatch.error else ''}"),
            ("subject", heading),
        ]
    )
    screen.line()
    if not told:
        screen.line("What it said is kept no longer; see [keep] in the settings.")
    screen.raw(told)
