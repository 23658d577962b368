"""`noroshi notices retry`: a message that was given up is tried again."""

from collections.abc import Iterator

from noroshi.cli.colours import NAME
from noroshi.cli.here import EVERYWHERE, Here, command, doer
from noroshi.cli.notices.messages import found
from noroshi.cli.notices.view import SHORT
from noroshi.cli.phrases import counted
from noroshi.cli.screen import Coloured
from noroshi.clock import SystemClock
from noroshi.delivery.book import OutboxBook
from noroshi.delivery.message import MessageState
from noroshi.delivery.waiting import MESSAGES
from noroshi.errors import UsageError
from noroshi.people.audit import What
from noroshi.records.notices import MessageRecord, message_record

app = command(
    "retry",
    "noroshi notices retry 5f1c02aa9e",
    "noroshi notices retry --dead",
)


OUTPUTS = (MessageRecord,)


@app.default
def retry(
    notice: tuple[str, ...] = (),
    /,
    *,
    dead: bool = False,
    by: str = "",
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
    by
        Who has it tried again; else your login name.
    """
    if dead == bool(notice):
        raise UsageError(
            "say which: some notices, or --dead", hint="`noroshi notices list` shows what is dead."
        )
    now = SystemClock().now()
    with here.books() as books:
        book = books.messages
        keys = _all_dead(book) if dead else iter(dict.fromkeys(_key(book, each) for each in notice))
        retried = [book.retry(key, now) for key in keys]
        entries = [
            doer(by).did(now, What.RETRY, notice) for each in retried for notice in each.message.notices
        ]
        books.people.audit.write(entries)
    screen = here.screen()
    for each in retried:
        message = each.message
        screen.record(message_record(each))
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


def _key(book: OutboxBook, text: str) -> str:
    """Find a message's key; what is not found is passed on as it is, for the book to say what is wrong."""
    dispatch = found(book, text, (MessageState.DEAD, MessageState.WAITING))
    return dispatch.message.key if dispatch else text.lower()
