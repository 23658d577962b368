import os
from pathlib import Path

import msgspec
import pytest

from noroshi.delivery.channels.file import FileChannel
from noroshi.delivery.document import Document, document
from noroshi.delivery.message import Message
from noroshi.errors import DeliveryError
from noroshi.organisations.model import ChannelKind
from tests.delivery.stories import alert, contact, message, telling


def to(path: Path | str, number: int = 17) -> Message:
    return message(telling(alert(number=number)), to=contact(ChannelKind.FILE, str(path)))


async def test_lines(tmp_path: Path) -> None:
    """Each message is one line of JSON, in a file that only its owner may read."""
    path = tmp_path / "alerts.ndjson"

    await FileChannel().send(to(path, 1))
    await FileChannel().send(to(path, 2))

    told = [msgspec.json.decode(line, type=Document) for line in path.read_text().splitlines()]
    assert told == [document(to(path, 1)), document(to(path, 2))]
    assert path.stat().st_mode & 0o777 == 0o600


async def test_torn_line(tmp_path: Path) -> None:
    """A line that a kill has cut short spoils no other."""
    path = tmp_path / "alerts.ndjson"
    path.write_bytes(b'{"schema":"noroshi')

    await FileChannel().send(to(path))

    torn, whole = path.read_text().splitlines()
    assert torn == '{"schema":"noroshi'
    assert msgspec.json.decode(whole)["alerts"][0]["id"] == "A-0000017"


async def test_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """The address - means standard output."""
    await FileChannel().send(to("-"))

    assert msgspec.json.decode(capfdbinary.readouterr().out)["alerts"][0]["id"] == "A-0000017"


async def test_missing_folder(tmp_path: Path) -> None:
    """A folder that is missing may be made: it is tried again."""
    with pytest.raises(DeliveryError) as refused:
        await FileChannel().send(to(tmp_path / "none" / "alerts.ndjson"))

    assert refused.value.retry


async def test_not_a_file(tmp_path: Path) -> None:
    """A pipe that nobody reads is refused at once, not waited for."""
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(DeliveryError, match="not a regular file") as refused:
        await FileChannel().send(to(tmp_path / "pipe"))

    assert not refused.value.retry
