import asyncio
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from noroshi.delivery.channels.syslog import BOM, DATAGRAM, FRAME, SyslogChannel, line
from noroshi.delivery.settings import SyslogSettings
from noroshi.delivery.washing import washed
from noroshi.errors import DeliveryError
from noroshi.organisations.model import ChannelKind
from tests.delivery.conftest import Certificates
from tests.delivery.stories import alert, contact, message, telling

RSYSLOGD = shutil.which("rsyslogd", path="/usr/sbin:/usr/bin:/sbin:/bin")
TEMPLATE = "%pri-text%|%timestamp%|%app-name%|%msgid%|%structured-data%|%msg%\\n"
PARAMETER = re.compile(r'([!-<>-\[\^-~]+)="((?:[^"\\\]]|\\.)*)"', re.DOTALL)


class Rsyslog(NamedTuple):
    """A running rsyslogd, and where it writes."""

    tcp: int
    udp: int
    output: Path

    async def lines(self, count: int) -> list[str]:
        """Wait until it has written so many lines."""
        async with asyncio.timeout(10):
            while not self.output.exists() or len(self.output.read_text().splitlines()) < count:  # noqa: ASYNC110  # no event to wait for
                await asyncio.sleep(0.02)
        return self.output.read_text().splitlines()


@pytest.fixture
def rsyslog(tmp_path: Path, unused_tcp_port: int, unused_udp_port: int) -> Iterator[Rsyslog]:
    """Run rsyslogd on free ports."""
    if RSYSLOGD is None:
        pytest.skip("rsyslogd is not installed")
    running = Rsyslog(unused_tcp_port, unused_udp_port, tmp_path / "received")
    configuration = tmp_path / "rsyslog.conf"
    configuration.write_text(
        f"""
        global(workDirectory="{tmp_path}" parser.escapeControlCharactersOnReceive="off")
        module(load="imtcp") module(load="imudp")
        input(type="imtcp" port="{running.tcp}" address="127.0.0.1")
        input(type="imudp" port="{running.udp}" address="127.0.0.1")
        template(name="all" type="string" string="{TEMPLATE}")
        action(type="omfile" file="{running.output}" template="all")
        """
    )
    command = [RSYSLOGD, "-n", "-f", str(configuration), "-i", str(tmp_path / "pid")]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(running.tcp)
            yield running
        finally:
            process.terminate()


def _wait_for(port: int) -> None:
    for _ in range(1_000):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)  # it is refused at once while nobody listens
        else:
            return
    pytest.fail("rsyslogd does not listen")


@pytest.mark.parametrize("transport", ["tcp", "udp"])
async def test_rsyslog_understands(rsyslog: Rsyslog, transport: str) -> None:
    """An rsyslogd reads every field and the sentence, over TCP and UDP."""
    port = rsyslog.tcp if transport == "tcp" else rsyslog.udp
    to = contact(ChannelKind.SYSLOG, f"syslog+{transport}://127.0.0.1:{port}", language="ja")
    classified = replace(telling(alert(number=1)), classification="malicious-code/infected-system")
    sent = message(classified, telling(alert(number=2)), to=to)

    await SyslogChannel(SyslogSettings()).send(sent)

    received = await rsyslog.lines(2)
    priority, _, application, kind, data, sentence = received[0].split("|")
    assert (priority, application, kind) == ("local0.crit", "noroshi", "infection.internal")
    assert f'key="{sent.key}" alert="A-0000001"' in data
    assert 'kind="infection.internal" classification="malicious-code/infected-system"' in data
    assert sentence.removeprefix("\ufeff").startswith("192.0.2.1 がマルウェアに感染し")
    assert 'alert="A-0000002"' in received[1]


class Listener(NamedTuple):
    """A server that keeps what it gets."""

    port: int
    received: asyncio.Queue[bytes]


@asynccontextmanager
async def listening(certificates: Certificates | None) -> AsyncIterator[Listener]:
    """Keep what arrives, over TLS if there are certificates."""
    received: asyncio.Queue[bytes] = asyncio.Queue()
    context = None
    if certificates is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificates.chain, certificates.key)

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        received.put_nowait(await reader.read())
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0, ssl=context)
    async with server:
        yield Listener(server.sockets[0].getsockname()[1], received)


async def test_tls(certificates: Certificates) -> None:
    """Over TLS each line has its length before it, and the server's certificate is checked."""
    async with listening(certificates) as listener:
        sent = message(to=contact(ChannelKind.SYSLOG, f"syslog+tls://localhost:{listener.port}"))
        settings = SyslogSettings(authorities=certificates.authority)
        await SyslogChannel(settings).send(sent)
        received = await listener.received.get()
        with pytest.raises(DeliveryError, match="certificate") as refused:
            await SyslogChannel(SyslogSettings()).send(sent)

    expected = line(sent.tellings[0], sent, settings, FRAME)
    assert received == b"%d %s" % (len(expected), expected)
    assert refused.value.retry


async def test_server_that_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that never closes its side has taken the message nevertheless."""
    monkeypatch.setattr("noroshi.delivery.channels.syslog.FAREWELL", 0.1)
    held: list[asyncio.StreamWriter] = []
    server = await asyncio.start_server(lambda _, writer: held.append(writer), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]

    async with server:
        await SyslogChannel(SyslogSettings()).send(
            message(to=contact(ChannelKind.SYSLOG, f"syslog+tcp://127.0.0.1:{port}"))
        )
        for writer in held:
            writer.transport.abort()

    assert len(held) == 1


async def test_server_that_breaks_off() -> None:
    """A server that breaks the connection off has not taken the message."""
    server = await asyncio.start_server(lambda _, writer: writer.transport.abort(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]

    async with server:
        with pytest.raises(DeliveryError) as refused:
            await SyslogChannel(SyslogSettings()).send(
                message(to=contact(ChannelKind.SYSLOG, f"syslog+tcp://127.0.0.1:{port}"))
            )

    assert refused.value.retry


async def test_nobody_there(unused_tcp_port: int) -> None:
    """A server that is down is tried again."""
    with pytest.raises(DeliveryError) as refused:
        await SyslogChannel(SyslogSettings()).send(
            message(to=contact(ChannelKind.SYSLOG, f"syslog+tcp://127.0.0.1:{unused_tcp_port}"))
        )

    assert refused.value.retry


@pytest.mark.parametrize(
    "address", ["", "syslog://127.0.0.1", "syslog+tcp://", "tcp://127.0.0.1", "syslog+udp://127.0.0.1:70000"]
)
async def test_not_an_address(address: str) -> None:
    """What is not a syslog address is refused for good."""
    with pytest.raises(DeliveryError) as refused:
        await SyslogChannel(SyslogSettings()).send(message(to=contact(ChannelKind.SYSLOG, address)))

    assert not refused.value.retry


@given(subject=st.text(max_size=100), kind=st.text(max_size=50), holding=st.text())
def test_escaping(subject: str, kind: str, holding: str) -> None:
    """Whatever an alert's fields hold, a reader of RFC 5424 gets each value back, and one line."""
    clean = alert()
    odd = msgspec.structs.replace(clean, subject=subject, kind=kind, holding=holding)
    told = telling(odd)

    written = line(told, message(told), SyslogSettings(), FRAME)

    header, _, rest = written.partition(b" [noroshi@32473 ")
    elements, _, sentence = rest.partition(b"] " + BOM)
    values = {
        name: re.sub(r'\\(["\\\]])', r"\1", value) for name, value in PARAMETER.findall(elements.decode())
    }
    assert values["subject"] == washed(subject)
    assert values["kind"] == washed(kind)
    assert len(header.split(b" ")) == 6
    assert header.isascii()
    assert b"\n" not in written
    assert sentence.decode()


@given(limit=st.integers(0, 2 * DATAGRAM))
def test_cut(limit: int) -> None:
    """A sentence that is too long for the transport is cut between characters, and nothing else is."""
    told = message(to=contact(ChannelKind.SYSLOG, "", language="ja"))
    whole = line(told.tellings[0], told, SyslogSettings(), FRAME)
    head = whole[: whole.index(BOM) + len(BOM)]

    written = line(told.tellings[0], told, SyslogSettings(), limit)

    assert written.decode()
    assert whole.startswith(written)
    assert len(written) <= max(limit, len(head))
