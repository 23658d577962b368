"""A channel that sends nothing: it lays each message into a folder, as the member would get it."""

from pathlib import Path

from noroshi.delivery.channels.channel import Channel
from noroshi.delivery.document import encoded
from noroshi.delivery.message import Message
from noroshi.delivery.rendering import html, preview


class FolderChannel(Channel):
    """Writes text, HTML and JSON of each message into a folder, a folder an organisation.

    Parameters
    ----------
    folder
        Where to.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.taken: list[tuple[Message, Path]] = []
        """Each message, and the file with its text."""

    async def send(self, message: Message) -> None:
        """Write a message down."""
        place = self.folder / message.organisation
        place.mkdir(parents=True, exist_ok=True)
        text = place / f"{len(list(place.glob('*.txt'))) + 1}-{message.kind}.txt"
        text.write_text(preview(message), encoding="utf-8")
        text.with_suffix(".html").write_text(html(message), encoding="utf-8")
        text.with_suffix(".json").write_bytes(encoded(message) + b"\n")
        self.taken.append((message, text))
