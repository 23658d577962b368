"""Flows as they arrive: a sensor for those who cannot mirror packets."""

import select
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, Self

import numpy as np

from noroshi.clock import Clock, SystemClock
from noroshi.columns.schema import columns_of
from noroshi.cyber.packets import Packets
from noroshi.cyber.sources.flows.exporters import Exporters
from noroshi.cyber.sources.flows.listening import FLOWS, Port
from noroshi.cyber.sources.flows.model import Flow, Flows
from noroshi.cyber.sources.flows.unfolding import Unfolder
from noroshi.domains import Arrival, Progress, Source

PATIENCE: Final = 1.0
"""Seconds to wait for a datagram before saying that none has come."""

AT_ONCE: Final = 4096
"""Flows that are enough for a batch; a datagram has about 30."""


class FlowReceiver(Source):
    """Receives NetFlow 5, NetFlow 9 and IPFIX at UDP ports until it is stopped; close it by leaving its `with`.

    All ports are listened to when it has been made.

    Parameters
    ----------
    names
        Of the ports, each as in 127.0.0.1:2055 or [::1]:2055.
    buffer
        Bytes of memory for datagrams that wait at each.
    clock
        Says when a datagram arrives.

    Raises
    ------
    UsageError
        If a name is wrong, or one of them cannot be listened to.
    """

    def __init__(self, names: Sequence[str], buffer: int, clock: Clock | None = None) -> None:
        self.datagrams = 0
        self.packets = 0
        self.bytes = 0
        self.exporters = Exporters()
        self.ports: list[Port] = []
        self._names = tuple(FLOWS + name for name in names)
        self._clock = clock or SystemClock()
        self._unfolder = Unfolder()
        try:
            for name in names:
                self.ports.append(Port(name, buffer))
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        self.close()

    def close(self) -> None:
        """Listen no longer; what was counted stays."""
        for port in self.ports:
            port.close()

    def arrivals(self, finished: Collection[str]) -> Iterator[Arrival]:  # noqa: ARG002  # a port never finishes
        """Give the flows as they come, unfolded into packets; None about once a second while none do.

        Raises
        ------
        SourceError
            If the system does not let a port be read.
        """
        poll = select.poll()
        for port in self.ports:
            poll.register(port, select.POLLIN)
        given = time.monotonic()
        try:
            while True:
                ready = {descriptor for descriptor, _ in poll.poll(PATIENCE * 1000)}
                for port in self.ports:
                    if port.fileno() in ready:
                        for batch in self._take(port):
                            yield Arrival(batch)
                            given = time.monotonic()
                if time.monotonic() >= given + PATIENCE:
                    yield Arrival(None)
                    given = time.monotonic()
        finally:
            self.close()

    def lasting(self) -> Sequence[str]:
        """Name the ports: a later watch of them goes on with what this one remembers."""
        return self._names

    def lost(self) -> int:
        """Count what was sent and not read: by the routers' numbers, or by the system, if that is more.

        What the system drops is missing from the routers' numbers, too, so the two are not added up.
        """
        return max(self.exporters.sequences.missing, self._dropped())

    def progress(self) -> Progress:
        """Say how far it has come."""
        return Progress(" ".join(self._names), self.bytes, None)

    def counters(self) -> Mapping[str, int]:
        """Give what was received, dropped and skipped, by reason.

        packets
            What flows were unfolded into.
        packets left out
            Of flows that had more than `unfolding.MOST`.
        missing
            What routers have numbered and did not arrive, or came before its template: flows, or of NetFlow 9 datagrams.
        dropped by the system
            Datagrams for which there was no room.
        """
        reader = self.exporters
        return {
            "datagrams": self.datagrams,
            "bytes": self.bytes,
            "flows": reader.flows,
            "packets": self.packets,
            "packets left out": self._unfolder.beyond,
            "missing": reader.sequences.missing,
            "dropped by the system": self._dropped(),
            "records about exporters": reader.options,
            "reverse directions": reader.reversed,
            "dated ahead": reader.ahead,
            **{
                f"skipped: {reason.name.lower().replace('_', ' ')}": count
                for reason, count in reader.skipped().items()
            },
        }

    def _dropped(self) -> int:
        return sum(port.dropped() for port in self.ports)

    def _take(self, port: Port) -> Iterator[Packets]:
        """Take the datagrams that wait at a port, at most as many as make a batch."""
        flows: list[Flow] = []
        while len(flows) < AT_ONCE and (datagram := port.receive()) is not None:
            self.datagrams += 1
            self.bytes += len(datagram.data)
            flows += self.exporters.read(datagram.data, datagram.sender, self._clock.now())
        if flows:
            for batch in self._unfolder.unfold(in_columns(flows)):
                self.packets += len(batch.time)
                yield batch


def in_columns(flows: Sequence[Flow]) -> Flows:
    """Turn flows, one after the other, into columns; at least one."""
    pairs = zip(columns_of(Flows), zip(*flows, strict=True), strict=True)
    return Flows(*(np.array(values, column.dtype) for column, values in pairs))
