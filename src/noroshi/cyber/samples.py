"""Sample packets as a file that tcpdump and Wireshark read."""

from collections.abc import Iterable
from typing import Final

from noroshi.clock import moment
from noroshi.cyber.sources.pcap import file_header, record
from noroshi.detections.model import Sample

_RAW: Final = 101
"""LINKTYPE_RAW: frames that begin with the IP header, as what is kept of them does."""


def capture_of(samples: Iterable[Sample]) -> bytes:
    """Write a pcap of those samples of which bytes were kept; times are to the millisecond, as samples have them.

    Returns
    -------
    bytes
        Empty if there are none: a flow has no bytes.
    """
    records = [
        record(moment(str(sample["time"])), first, int(sample["length"]))
        for sample in samples
        if (first := bytes.fromhex(str(sample.get("first_bytes", ""))))
    ]
    return b"".join((file_header(_RAW, nanoseconds=True), *records)) if records else b""
