"""What a packet is, once parsed: the columns of the cyber domain's observations.

Addresses are 128 bits in two columns, as `noroshi.columns.addresses` writes them.
"""

from enum import IntEnum, IntFlag
from typing import Annotated, NamedTuple

from noroshi.columns.schema import I64, U8, U16, U32, U64, Into, Shared


class Packets(NamedTuple):
    """A batch of parsed packets, one array a column; rows are in order of arrival.

    What a truncated packet does not show is zero. A later fragment has no ports.
    """

    time: Annotated[I64, "ns UTC", "When the sensor saw the packet."]
    source_hi: Annotated[U64, "", "Upper 64 bits of the source address."]
    source_lo: Annotated[U64, "", "Lower 64 bits of the source address."]
    destination_hi: Annotated[U64, "", "Upper 64 bits of the destination address."]
    destination_lo: Annotated[U64, "", "Lower 64 bits of the destination address."]
    source_port: Annotated[U16, "", "TCP or UDP source port; for ICMP and ICMPv6 the type."]
    destination_port: Annotated[U16, "", "TCP or UDP destination port; for ICMP and ICMPv6 the code."]
    protocol: Annotated[
        U8, "", "Upper-layer protocol number (IANA): 1 ICMP, 6 TCP, 17 UDP, 47 GRE, 58 ICMPv6."
    ]
    tcp_flags: Annotated[U8, "", "TCP flags, FIN = 1 to CWR = 128."]
    ttl: Annotated[U8, "hops", "Time to live, or hop limit, as it arrived; 0 if unknown."]
    tcp_header: Annotated[U8, "bytes", "TCP header length as written in it; 20 means no options."]
    ip_id: Annotated[U16, "", "IPv4 identification; 0 for IPv6."]
    fragment: Annotated[
        U16, "", "IPv4 flags and fragment offset as on the wire; for IPv6 the same from its fragment header."
    ]
    length: Annotated[U32, "bytes", "Length of the IP packet, by its own header."]
    sequence: Annotated[U32, "", "TCP sequence number."]
    window: Annotated[U16, "", "TCP window, unscaled."]
    mss: Annotated[U16, "bytes", "TCP maximum segment size option; 0 if there is none."]
    labels: Annotated[U8, "", "The patterns of tools that it matches by itself, as bits: members of Pattern."]
    quoted: Annotated[U8, "", "Whether an ICMP error quotes a packet: a member of Quoted."]
    quoted_protocol: Annotated[U8, "", "Upper-layer protocol of the quoted packet."]
    quoted_hi: Annotated[U64, "", "Upper 64 bits of the quoted packet's destination address."]
    quoted_lo: Annotated[U64, "", "Lower 64 bits of the quoted packet's destination address."]
    quoted_source_port: Annotated[U16, "", "Source port of the quoted packet."]
    quoted_destination_port: Annotated[U16, "", "Destination port of the quoted packet."]
    captured: Annotated[U32, "bytes", "How much of it was captured, from its IP header on; 0 of a flow."]
    at: Annotated[U64, "", "Where in `data` that is.", Into()]
    data: Annotated[U8, "", "Bytes as they were captured.", Shared()]


class Quoted(IntEnum):
    """Whether an ICMP error quotes the packet it is about."""

    NONE = 0
    """Not an ICMP error, or cut off before the quoted addresses."""
    OURS = 1
    """It quotes a packet whose source is the address the error was sent to, as it should be."""
    FOREIGN = 2
    """It quotes a packet with another source: a mismatch, worth counting."""


class Pattern(IntFlag):
    """A pattern that a tool leaves in each single packet."""

    MIRAI = 1
    """TCP SYN whose sequence number is its destination address (Mirai's source, 2016; kept by its variants)."""
    ZMAP = 2
    """IP identification 54321 (ZMap before 4.1.0, March 2024; later versions choose it at random)."""
    MASSCAN = 4
    """IP identification = destination xor port xor sequence, 16 bits (masscan, old and new)."""


class Skip(IntEnum):
    """Why a frame did not become a packet; each is counted."""

    UNKNOWN_LINK = 0
    """The capture's link type is not one that we read."""
    SHORT_LINK = 1
    """The frame ends inside its link-layer header."""
    NOT_IP = 2
    """The frame carries something else (ARP, LLDP, ...)."""
    SHORT_IP = 3
    """The frame ends inside the fixed part of the IP header."""
    BAD_VERSION = 4
    """The IP version is neither 4 nor 6, or not the one that the link layer announced."""
    BAD_HEADER = 5
    """The IP header's own lengths contradict each other."""
    EXTENSION_CHAIN = 6
    """An IPv6 extension header chain is longer than any honest one."""
    MAPPED_ADDRESS = 7
    """An IPv6 packet names an IPv4-mapped address, which no host sends, and which would blame an IPv4 one."""


class Flag(IntEnum):
    """TCP flags (RFC 9293, RFC 3168)."""

    FIN = 0x01
    """No more data from the sender."""
    SYN = 0x02
    """Opens a connection."""
    RST = 0x04
    """Refuses or breaks it."""
    PSH = 0x08
    """Hand the data over at once."""
    ACK = 0x10
    """The acknowledgement number counts."""
    URG = 0x20
    """The urgent pointer counts."""
    ECE = 0x40
    """Congestion was met."""
    CWR = 0x80
    """The sender has slowed down."""


class Protocol(IntEnum):
    """Upper-layer protocol numbers (IANA) that a rule here names."""

    ICMP = 1
    """Internet control messages, version 4."""
    TCP = 6
    """Transmission control."""
    UDP = 17
    """User datagrams."""
    ICMPV6 = 58
    """Internet control messages, version 6."""
