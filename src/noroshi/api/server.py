"""A thread of its own that answers over HTTP."""

import asyncio
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import uvicorn

from noroshi.errors import UsageError

GRACE: Final = 3
"""Seconds that answers under way get at the end."""

WAITING: Final = 128
"""Connections that the system keeps while nobody takes them."""

UNSENT: Final = 131_072
"""Bytes that the system holds of what a reader has no room for. Without it Linux took 4 MB for each that reads nothing (benchmarks/consoles.py,
30 of them at 1,000 events a second)."""

STUCK: Final = 120
"""Seconds that a reader may take nothing of what it is sent, or acknowledge nothing; then the system ends the connection. Who follows
comes back and resumes."""

SAID: Final = 1_024
"""Bytes of a WebSocket's message from outside: nobody has anything to say there, and 16 MiB, as uvicorn has it, would be kept
for each connection."""


class Server:
    """Answers while a block runs.

    Parameters
    ----------
    host, port
        Where; port 0 takes any that is free.
    setting
        Which setting says so.

    Raises
    ------
    UsageError
        If it cannot listen there.
    """

    def __init__(self, host: str, port: int, setting: str = "[console] listen") -> None:
        try:
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            self._socket = socket.create_server((host, port), family=family, backlog=WAITING)
        except OSError as fault:
            raise UsageError(
                f"cannot listen on {host} port {port}: {fault.strerror}",
                hint=f"Name another place as {setting} in the settings; empty for none.",
            ) from fault
        # Each connection has what the socket has that takes it. asyncio itself sets this only on sockets that name TCP as their protocol,
        # which those of `create_server` do not, and then an answer's second piece waits for the first to be acknowledged: 40 ms.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if sys.platform == "linux":
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, STUCK * 1_000)
        self.host, self.port = host, int(self._socket.getsockname()[1])
        shown = f"[{host}]" if ":" in host else host
        self.listen = f"{shown}:{self.port}"
        self.address = f"http://{self.listen}/"

    @contextmanager
    def beside(
        self,
        application: Any,
        closing: Callable[[], None],
        trust: ssl.SSLContext | None = None,
        protocol: type[asyncio.Protocol] | None = None,
    ) -> Iterator[None]:
        """Answer while the block runs, in a thread.

        Parameters
        ----------
        application
            What answers, by ASGI.
        closing
            Ends at once what goes on for ever, at the end of the block.
        trust
            Speaks TLS; None where nobody does, or something in front of it.
        protocol
            Speaks HTTP; None for uvicorn's own.
        """
        config = uvicorn.Config(
            application,
            http=protocol or "auto",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            lifespan="on",
            ws_max_size=SAID,
            ws_max_queue=1,
            timeout_graceful_shutdown=GRACE,
        )
        config.load()
        config.ssl = trust  # made here, for uvicorn makes one only of files
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([self._socket],), name="console")
        thread.start()
        try:
            yield
        finally:
            closing()
            server.should_exit = True
            thread.join()
            self._socket.close()
