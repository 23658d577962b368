"""Those who send flows: what their datagrams hold, by the templates that each has sent, and what never arrived."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import numpy as np
from netflume import Decoder, Message, TemplateStore

from noroshi.clock import MINUTE, SECOND
from noroshi.cyber.sources.flows.model import Flow, FlowSkip
from noroshi.cyber.sources.flows.record import Export, flow_of
from noroshi.cyber.sources.flows.sequences import Sequences

TEMPLATES: Final = 1024
"""Kept at most, of all exporters; then the one that was not used for longest is forgotten. A router sends about five, and
sends them again every few minutes. Anybody can send some under forged addresses, so there must be an end."""

FIELDS: Final = 256
"""Of a template at most; those of routers have 20 to 60. So all templates together take 40 MB at the very most."""

VARIABLE: Final = 0xFFFF
"""The length of a field that says it itself (RFC 7011), in a byte at least."""

SHORTEST, SHORTEST_OPTION = 8, 4
"""Bytes of a record at least: two IPv4 addresses; or, of what an exporter says of itself, one number."""

BOOTED: Final = 1024
"""Exporters of whom it is kept when they came up; then as above."""

REVERSE: Final = ("e29305.2", "e29305.86")
"""Packets of the other direction, as netflume calls them (RFC 5103: enterprise 29305)."""


class Templates(TemplateStore):
    """Templates, by exporter, observation domain and number; those that nobody honest sends are left out.

    A record takes as much memory as its template has fields, so a field without a byte would let one datagram of
    65 kB, half of it a template, become gigabytes. And each takes its time, so one of 65,000 records of a byte took 0.4 s.
    """

    def __init__(self) -> None:
        super().__init__(TEMPLATES)  # type: ignore[no-untyped-call]  # it has no annotations
        self.unfit = 0
        """Templates left out so far."""

    def put(
        self,
        exporter: str,
        domain: int,
        tid: int,
        fields: list[tuple[str, str, int]],
        options: bool = False,  # noqa: FBT001, FBT002  # netflume's signature
    ) -> bool:
        """Keep a template; whether it is new."""
        least = [1 if length == VARIABLE else length for _, _, length in fields]
        if len(fields) > FIELDS or not all(least) or sum(least) < (SHORTEST_OPTION if options else SHORTEST):
            self.unfit += 1
            self.templates.pop((exporter, domain, tid), None)
            return False
        return bool(super().put(exporter, domain, tid, fields, options))  # type: ignore[no-untyped-call]  # it has no annotations


class Exporters:
    """Reads datagrams into flows, and remembers of their senders what is needed for that.

    A template is known by the sender's address, its observation domain and the template's number. Records that
    come before their template are skipped, not kept: routers send it again within minutes.
    """

    def __init__(self) -> None:
        self.flows = 0
        """Read so far."""
        self.options = 0
        """Records about an exporter itself."""
        self.reversed = 0
        """Other directions of flows in both (RFC 5103), left out."""
        self.ahead = 0
        """Flows that end later than they arrived, by more than a minute."""
        self.sequences = Sequences()
        """What was sent and not read."""
        self._records = np.zeros(len(FlowSkip), np.int64)  # skipped, by reason
        self._failed = 0
        self._templates = Templates()
        self._decoder = Decoder(track_sequence=False, track_sampling=False)
        self._decoder.templates = self._templates
        self._booted: OrderedDict[tuple[str, int], int] = OrderedDict()

    def read(self, datagram: bytes, exporter: str, received: int) -> list[Flow]:
        """Read the flows of a datagram; whatever it is, there is no error, but what is skipped is counted.

        Parameters
        ----------
        datagram
            What was received, whole.
        exporter
            The sender's address.
        received
            When, ns UTC.
        """
        try:
            message: Message | None = self._decoder.decode(datagram, exporter)
        except Exception:  # noqa: BLE001  # it promises none, which is not enough for what anybody may send
            self._failed += 1
            message = None
        self._decoder.take_events()  # which it would keep otherwise, 10,000 of them with their templates
        if message is None:
            return []
        header = message.header
        key = header["exporter"], header["domain"]
        # NetFlow 5 has none of these, but netflume makes some of its header.
        others = len(message.options) if header["version"] == 10 else 0
        self.sequences.observe((*key, header["version"]), header["sequence"], len(message.flows), others)
        self.options += len(message.options)
        self._note_booting(key, message.options)
        at = header["unix_secs"] * SECOND
        if header["version"] == 5:
            at += int.from_bytes(datagram[12:16])  # the rest of the second, which netflume leaves out
        export = Export(at, header["sys_uptime"], self._booted.get(key), received)
        return list(self._read_records(message.flows, export))

    def skipped(self) -> Mapping[FlowSkip, int]:
        """Count what did not become flows, by reason."""
        stats = self._decoder.stats
        return dict(zip(FlowSkip, self._records.tolist(), strict=True)) | {
            FlowSkip.SHORT: stats["malformed"],
            FlowSkip.UNSUPPORTED: stats["unsupported_version"],
            FlowSkip.MALFORMED: stats["parse_errors"] + self._failed,
            FlowSkip.CUT_OFF: stats["truncated"],
            FlowSkip.UNKNOWN_TEMPLATE: stats["deferred"],
            FlowSkip.UNFIT_TEMPLATE: self._templates.unfit,
        }

    def _read_records(self, records: Iterable[Mapping[str, Any]], export: Export) -> Iterator[Flow]:
        for record in records:
            found = flow_of(record, export)
            if isinstance(found, FlowSkip):
                self._records[found] += 1
            else:
                self.flows += 1
                self.ahead += found.last > export.received + MINUTE
                yield found
            if record.get(REVERSE[0]) or record.get(REVERSE[1]):
                self.reversed += 1

    def _note_booting(self, key: tuple[str, int], options: Iterable[Mapping[str, Any]]) -> None:
        """Take note of when an exporter came up (RFC 5102, element 160), from which IPFIX may count its times."""
        for option in options:
            booted = option.get("system_init_time_ms")
            if isinstance(booted, int):
                self._booted[key] = booted
                self._booted.move_to_end(key)
                if len(self._booted) > BOOTED:
                    self._booted.popitem(last=False)
