"""Syslog: RFC 5424 over TLS (RFC 5425), TCP (RFC 6587, octet counting) or UDP (RFC 5426)."""

import asyncio
import re
import ssl
from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import urlsplit

from noroshi.clock import iso
from noroshi.delivery.channels.trust import distrust, trust
from noroshi.delivery.message import Message, Telling
from noroshi.delivery.settings import SyslogSettings
from noroshi.delivery.view import headline
from noroshi.delivery.washing import washed
from noroshi.errors import DeliveryError
from noroshi.organisations.model import Severity

SEVERITIES: Mapping[Severity, int] = {
    Severity.CRITICAL: 2,
    Severity.HIGH: 3,
    Severity.MEDIUM: 4,
    Severity.LOW: 5,
}
"""To syslog's critical, error, warning and notice (RFC 5424, table 2)."""
PORTS: Mapping[str, int] = {"tls": 6514, "tcp": 514, "udp": 514}
"""Where nothing else is said: 6514 is RFC 5425's, 514 RFC 5426's and the custom for TCP."""
DATAGRAM = 2048
"""Octets of a line over UDP: what receivers should be able to take (RFC 5426, 3.2)."""
FRAME = 8192
"""Octets of a line over TCP and TLS: rsyslog's default limit is 8 KiB."""
VALUE = 128
"""Characters of one structured datum; a subject or holding is shorter, unless somebody is being clever."""
FAREWELL = 2.0
"""Seconds that a server may take to close; most do at once, some keep the connection for its own sake."""
BOM = b"\xef\xbb\xbf"
"""Marks the message as UTF-8 (RFC 5424, 6.4)."""


class _Server(NamedTuple):
    transport: str
    host: str
    port: int


class SyslogChannel:
    """Writes one line an alert.

    Syslog has no answer: over TCP and TLS a message counts as taken when everything was
    written and the server did not break off within two seconds; over UDP when it was sent.

    Structured data is `noroshi@<enterprise number>` with key, alert, kind, classification, organisation,
    subject, severity, reasons, first, last, observations and confidence.
    """

    def __init__(self, settings: SyslogSettings) -> None:
        self._settings = settings
        self._trust = trust(settings.authorities)

    async def send(self, message: Message) -> None:
        """Write the message's lines.

        Raises
        ------
        DeliveryError
            If the server cannot be reached; permanent if the address is none.
        """
        server = _server(message.contact.address)
        limit = DATAGRAM if server.transport == "udp" else FRAME
        lines = [line(telling, message, self._settings, limit) for telling in message.tellings]
        try:
            if server.transport == "udp":
                await self._send_datagrams(server, lines)
            else:
                await self._stream(server, b"".join(b"%d %s" % (len(each), each) for each in lines))
        except ssl.SSLCertVerificationError as error:
            raise DeliveryError(distrust(error), retry=True) from error
        except (OSError, TimeoutError) as error:
            reason = getattr(error, "strerror", None) or type(error).__name__
            raise DeliveryError(f"cannot be reached: {reason}", retry=True) from error

    async def _send_datagrams(self, server: _Server, lines: list[bytes]) -> None:
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(self._settings.timeout):
            transport, _ = await loop.create_datagram_endpoint(
                asyncio.DatagramProtocol, remote_addr=(server.host, server.port)
            )
        try:
            for each in lines:
                transport.sendto(each)
        finally:
            transport.close()

    async def _stream(self, server: _Server, frames: bytes) -> None:
        context = self._trust if server.transport == "tls" else None
        async with asyncio.timeout(self._settings.timeout):
            reader, writer = await asyncio.open_connection(server.host, server.port, ssl=context)
        try:
            async with asyncio.timeout(self._settings.timeout):
                writer.write(frames)
                await writer.drain()
            with suppress(TimeoutError):
                async with asyncio.timeout(FAREWELL):
                    await self._part(reader, writer)
        finally:
            writer.transport.abort()

    async def _part(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Say that there is no more, and wait for the server to close; a reset raises."""
        if writer.can_write_eof():
            writer.write_eof()
            await reader.read(1)
        writer.close()
        await writer.wait_closed()


def line(telling: Telling, message: Message, settings: SyslogSettings, limit: int) -> bytes:
    """Write one alert as a syslog line of at most `limit` octets; the sentence is cut if need be."""
    alert, evidence = telling.alert, telling.alert.detection.evidence
    priority = settings.facility * 8 + SEVERITIES[alert.severity]
    data = {
        "key": message.key,
        "alert": alert.id,
        "kind": alert.kind,
        "classification": telling.classification,
        "organisation": message.organisation,
        "subject": alert.subject,
        "severity": alert.severity.value,
        "reasons": " ".join(reason.value for reason in telling.reasons),
        "first": iso(evidence.first),
        "last": iso(evidence.last),
        "observations": str(evidence.observations),
        "confidence": f"{alert.detection.confidence.score:g}",
    }
    elements = " ".join(f'{name}="{_value(value)}"' for name, value in data.items())
    header = (
        f"<{priority}>1 {iso(message.composed)} {_name(settings.hostname, 255)} noroshi - {_name(alert.kind, 32)} "
        f"[noroshi@{settings.enterprise} {elements}] "
    )
    head = header.encode() + BOM
    sentence = washed(headline(telling, message)).encode()
    return head + sentence[: max(0, limit - len(head))].decode(errors="ignore").encode()


def _value(text: str) -> str:
    r"""Write a parameter's value: quotes, backslashes and closing brackets escaped (RFC 5424, 6.3.3)."""
    return re.sub(r'(["\\\]])', r"\\\1", washed(text[:VALUE]))


def _name(text: str, length: int) -> str:
    """Write a header field: printable ASCII without spaces (RFC 5424, 6), or "-" for nothing."""
    return re.sub(r"[^!-~]", "?", text)[:length] or "-"


def _server(address: str) -> _Server:
    wrong = DeliveryError(
        "the address is not syslog+tls://, syslog+tcp:// or syslog+udp:// host:port", retry=False
    )
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise wrong from error
    transport = parts.scheme.removeprefix("syslog+")
    if not parts.scheme.startswith("syslog+") or transport not in PORTS or not parts.hostname:
        raise wrong
    return _Server(transport, parts.hostname, port or PORTS[transport])
