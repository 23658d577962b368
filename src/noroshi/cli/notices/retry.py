"""`noroshi notices retry`: a message that was given up is tried again."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from noroshi.cli.colours import NAME
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.notices.view import SHORT
from noroshi.cli.notices.waiting import MESSAGES
from noroshi.cli.phrases import counted
from noroshi.cli.screen import Coloured
from noroshi.clock import SystemClock, iso
from noroshi.delivery.book import OutboxBook
from noroshi.delivery.message import Dispatch, MessageState
from noroshi.errors import UsageError
from noroshi.organisations.model import Severity

app = command(
    "retry",
    "noroshi notices retry 5f1c02aa9e",
    "noroshi notices retry --dead",
)


class MessageRow(Struct, frozen=True):
    """A message, and how its sending goes."""

    key: str
    """The idempotency key."""
    state: MessageState
    """waiting, sent or dead."""
    organisation: str
    """The id of the organisation that must be told."""
    channel: str
    """email, webhook, syslog or file."""
    address: str
    """The contact's address."""
    kind: str
    """The detection kind, or summary."""
    severity: Severity
    """low, medium, high or critical."""
    notices: tuple[str, ...]
    """The ids of the notices in it."""
    composed: str
    """When it was composed, ISO 8601 in UTC."""
    due: str
    """When it is tried next, ISO 8601 in UTC."""


OUTPUTS = (MessageRow,)


@app.default
def retry(
    notice: tuple[str, ...] = (),
    /,
    *,
    dead: bool = False,
    here: Here = EVERYWHERE,
) -> None:
    """Have a message tried again that was given up.

    The process that delivers, such as a running `noroshi watch`, tries it at once. Whatever else is in the same
    message goes with it.

    Parameters
    ----------
    notice
        Ids of notices or keys of messages, or their first letters.
    dead
        All that are dead.
    """
    if dead == bool(notice):
        raise UsageError(
            "say which: some notices, or --dead", hint="`noroshi notices list` shows what is dead."
        )
    now = SystemClock().now()
    with here.books() as books:
        book = books.messages
        keys = _all_dead(book) if dead else iter(dict.fromkeys(_keys(book, notice)))
        retried = [book.retry(key, now) for key in keys]
    screen = here.screen()
    for each in retried:
        message = each.message
        screen.record(_row(each))
        screen.line(
            Coloured(message.key[:SHORT], NAME),
            f"  to {message.contact.key}, with {counted(len(message.notices), 'notice')}: due now",
        )
    if not retried:
        screen.line("Nothing is dead.")


def _all_dead(book: OutboxBook) -> Iterator[str]:
    """Give the keys of dead messages until there are none; whoever takes one revives it."""
    while dead := book.messages([MessageState.DEAD], MESSAGES):
        yield from [dispatch.message.key for dispatch in dead]


def _keys(book: OutboxBook, wanted: Iterable[str]) -> Iterator[str]:
    """Find messages by the first letters of their keys or notices; what is not found is passed on as it is."""
    unsent = book.messages((MessageState.DEAD, MessageState.WAITING), MESSAGES)
    for text in wanted:
        start = text.lower()
        found = {
            dispatch.message.key
            for dispatch in unsent
            if any(each.startswith(start) for each in (dispatch.message.key, *dispatch.message.notices))
        }
        if len(found) > 1:
            raise UsageError(f"{text} is the beginning of several messages", hint="Give more letters of it.")
        yield found.pop() if found else start


def _row(dispatch: Dispatch) -> MessageRow:
    message = dispatch.message
    return MessageRow(
        key=message.key,
        state=dispatch.state,
        organisation=message.organisation,
        channel=message.contact.channel.value,
        address=message.contact.address,
        kind=message.kind,
        severity=message.severity,
        notices=message.notices,
        composed=iso(message.composed),
        due=iso(dispatch.due),
    )
