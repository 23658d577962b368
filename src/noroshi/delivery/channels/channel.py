"""What a channel is."""

from typing import Protocol

from noroshi.delivery.message import Message


class Channel(Protocol):
    """One way out."""

    async def send(self, message: Message) -> None:
        """Hand a message over; when this returns, the other side has taken it.

        Raises
        ------
        DeliveryError
            If it was not taken; `retry` says whether another attempt may succeed. Its
            message holds no secret.
        """
        ...
