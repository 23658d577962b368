"""What a flow is, and why a record did not become one."""

from enum import IntEnum
from typing import Annotated, NamedTuple

from noroshi.columns.schema import I64, U8, U16, U32, U64


class Flow(NamedTuple):
    """Packets of one direction that are alike, as a router counted them: the columns of `Flows`, in their order."""

    first: int
    last: int
    source_hi: int
    source_lo: int
    destination_hi: int
    destination_lo: int
    source_port: int
    destination_port: int
    protocol: int
    tcp_flags: int
    ttl: int
    length: int
    packets: int


class Flows(NamedTuple):
    """Flows, one array a column."""

    first: Annotated[I64, "ns UTC", "When its first packet passed."]
    last: Annotated[I64, "ns UTC", "When its last one did."]
    source_hi: Annotated[U64, "", "Upper 64 bits of the source address."]
    source_lo: Annotated[U64, "", "Lower 64 bits of the source address."]
    destination_hi: Annotated[U64, "", "Upper 64 bits of the destination address."]
    destination_lo: Annotated[U64, "", "Lower 64 bits of the destination address."]
    source_port: Annotated[U16, "", "As in `Packets`."]
    destination_port: Annotated[U16, "", "As in `Packets`."]
    protocol: Annotated[U8, "", "As in `Packets`."]
    tcp_flags: Annotated[U8, "", "All TCP flags that any of its packets had."]
    ttl: Annotated[U8, "hops", "The smallest time to live of its packets; 0 where the router does not say."]
    length: Annotated[U32, "bytes", "The mean length of its packets."]
    packets: Annotated[I64, "", "How many there were, or were sampled; at least 1."]


class FlowSkip(IntEnum):
    """Why a datagram, or a part of it, did not become flows; each is counted."""

    SHORT = 0
    """The datagram ends inside its header."""
    UNSUPPORTED = 1
    """The datagram is of no version that is read here: neither NetFlow 5 or 9 nor IPFIX."""
    MALFORMED = 2
    """The datagram contradicts itself, so that nothing of it is believed."""
    CUT_OFF = 3
    """The datagram ends before its header said; what was there of it was read."""
    UNKNOWN_TEMPLATE = 4
    """A set of records came before the template that says what they mean."""
    UNFIT_TEMPLATE = 5
    """A template has more fields than any honest one, fields without a byte, or no room for addresses; it was not kept."""
    NO_ADDRESSES = 6
    """The record has no two IP addresses: a flow of Ethernet frames, or an event."""
    MAPPED_ADDRESS = 7
    """An IPv6 flow names an IPv4-mapped address, which no host sends, and which would blame an IPv4 one."""
    NO_PROTOCOL = 8
    """The record does not say its protocol (0 stands for all), so nobody knows whether it answers."""
    NO_PACKETS = 9
    """The record says that there were no packets."""
    NO_TCP_FLAGS = 10
    """The router does not tell TCP flags, so an attack's victim would look like a scanner."""
    NO_UDP_PORTS = 11
    """The router does not tell UDP ports, or it is a later fragment: what a reflector answers would look like a question."""
    NO_ICMP_TYPE = 12
    """The router does not tell ICMP types, so an answer would look like a question."""
    ICMP_ERROR = 13
    """ICMP errors, whose subject stands in the packet that they quote, which flows do not have."""
