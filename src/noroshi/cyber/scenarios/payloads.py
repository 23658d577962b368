"""What packets carry, by number."""

from enum import IntEnum

import numpy as np

from noroshi.cyber.kernels.encode import Payloads


class Payload(IntEnum):
    """Numbers of payloads."""

    NOTHING = 0
    """No payload."""
    ECHO = 1
    """The 32 letters that Windows' ping sends."""
    SLAMMER = 2
    """376 bytes that start with 04 01 01, as SQL Slammer's did; the rest is not its code."""
    DNS = 3
    """A query for the A record of example.com (RFC 1035)."""
    SYSLOG = 4
    """A message in the form of RFC 5424."""
    SNMP = 5
    """A version 1 request for sysDescr with the community "public" (RFC 1157)."""
    NTP = 6
    """A private-mode request for the list of recent clients, as amplifiers are looked for with."""
    MEMCACHED = 7
    """A request for statistics behind memcached's 8-byte UDP header."""
    COAP = 8
    """A request for .well-known/core (RFC 7252)."""


_TEXT = {
    Payload.NOTHING: b"",
    Payload.ECHO: b"abcdefghijklmnopqrstuvwabcdefghi",
    Payload.SLAMMER: b"\x04" + b"\x01" * 375,
    Payload.DNS: bytes.fromhex("2a2a01000001000000000000076578616d706c6503636f6d0000010001"),
    Payload.SYSLOG: b"<134>1 - printer-3 lpd - - - toner low",
    Payload.SNMP: bytes.fromhex(
        "302902010004067075626c6963a01c02041a2b3c4d020100020100300e300c06082b060102010101000500"
    ),
    Payload.NTP: bytes.fromhex("1700032a") + bytes(4),
    Payload.MEMCACHED: bytes.fromhex("0000000000010000") + b"stats\r\n",
    Payload.COAP: bytes.fromhex("40012a2a") + b"\xbb.well-known\x04core",
}

SIZES = np.array([len(_TEXT[payload]) for payload in Payload])
"""Bytes of each payload, by number."""

PAYLOADS = Payloads(
    np.frombuffer(b"".join(_TEXT[payload] for payload in Payload), np.uint8),
    np.concatenate(([0], np.cumsum(SIZES))),
)
"""All of them, as the encoder takes them."""
