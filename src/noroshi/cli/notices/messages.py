"""A message as commands give it, and how it is found."""

from collections.abc import Collection

from noroshi.delivery.book import OutboxBook
from noroshi.delivery.message import Dispatch, MessageState
from noroshi.delivery.waiting import MESSAGES
from noroshi.errors import UsageError


def found(book: OutboxBook, text: str, states: Collection[MessageState]) -> Dispatch | None:
    """Find a message by its key or one of its notices, or by their first letters.

    Raises
    ------
    UsageError
        If several begin so.
    """
    start = text.lower()
    fitting = [
        dispatch
        for dispatch in book.messages(states, MESSAGES)
        if any(each.startswith(start) for each in (dispatch.message.key, *dispatch.message.notices))
    ]
    if len(fitting) > 1:
        raise UsageError(f"{text} is the beginning of several messages", hint="Give more letters of it.")
    return fitting[0] if fitting else None
