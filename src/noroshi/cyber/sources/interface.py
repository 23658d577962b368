"""What Linux says of a network interface (netdevice(7))."""

import errno
import fcntl
import os
import socket
import struct
from ctypes import addressof, create_string_buffer
from typing import Final

from noroshi.errors import UsageError

LINKS: Final = {1: 1, 772: 1, 65534: 101, 519: 101, 512: 101}
"""Hardware type (linux/if_arp.h: Ethernet, loopback; none, raw IP, PPP) -> link type (the registry of tcpdump.org).
Of the last three a packet socket gives the IP packet alone."""

_GET_FLAGS, _GET_HARDWARE, _ETHTOOL, _SET_STAMPING = 0x8913, 0x8927, 0x8946, 0x89B0
_UP: Final = 1
_GET_STAMPING: Final = 0x41
"""ETHTOOL_GET_TS_INFO (linux/ethtool.h)."""
_ARRIVING, RAW_HARDWARE = 1 << 2, 1 << 6
"""SOF_TIMESTAMPING_RX_HARDWARE and SOF_TIMESTAMPING_RAW_HARDWARE (linux/net_tstamp.h)."""
_STAMP_NOTHING_SENT, _STAMP_ALL_ARRIVING = 0, 1
_LONGEST_NAME: Final = 15


def link_of(name: str) -> int:
    """Give the link type of an interface's frames.

    Raises
    ------
    UsageError
        If there is no such interface, if it is down, or if its frames are of a kind that is not read.
    """
    flags, kind = (_asked(name, what, bytes(16)) for what in (_GET_FLAGS, _GET_HARDWARE))
    hardware = _short(kind)
    if hardware not in LINKS:
        raise UsageError(
            f"{name}: frames of its kind (hardware type {hardware}) are not read",
            hint="Ethernet, loopback, and interfaces that carry IP alone (tun, WireGuard, PPP) are.",
        )
    if not _short(flags) & _UP:
        raise UsageError(f"{name} is down", hint=f"`ip link set {name} up` brings it up.")
    return LINKS[hardware]


def stamp_by_hardware(name: str) -> None:
    """Have the interface itself stamp all that arrives with its time.

    Raises
    ------
    UsageError
        If it cannot, or if this process may not ask it to.
    """
    told = create_string_buffer(struct.pack("I40x", _GET_STAMPING))  # struct ethtool_ts_info
    try:
        _asked(name, _ETHTOOL, struct.pack("P8x", addressof(told)))
        (able,) = struct.unpack_from("4xI", told)
    except UsageError:
        able = 0
    if able & (_ARRIVING | RAW_HARDWARE) != _ARRIVING | RAW_HARDWARE:
        raise UsageError(
            f"{name} does not stamp packets itself", hint="Without --hardware-time the system stamps them."
        )
    wanted = create_string_buffer(struct.pack("3i", 0, _STAMP_NOTHING_SENT, _STAMP_ALL_ARRIVING))
    try:
        _asked(name, _SET_STAMPING, struct.pack("P8x", addressof(wanted)))
    except UsageError as fault:
        raise UsageError(
            f"{fault.message} (asked to stamp all packets that arrive)",
            hint="It takes CAP_NET_ADMIN to ask, and some interfaces stamp only packets of time protocols.",
        ) from fault


def _asked(name: str, what: int, given: bytes) -> bytes:
    """Ask about an interface, and give the answer: 16 bytes that follow the name in `struct ifreq`."""
    encoded = os.fsencode(name)
    if not 0 < len(encoded) <= _LONGEST_NAME or b"\0" in encoded:
        raise UsageError(f"{name!r} is no name of an interface")
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as asking:  # any socket will do
            return fcntl.ioctl(asking, what, struct.pack("16s16s8x", encoded, given))[16:32]
    except OSError as fault:
        if fault.errno == errno.ENODEV:
            raise UsageError(
                f"there is no interface {name}", hint="`ip link` lists those that there are."
            ) from fault
        raise UsageError(f"{name}: {fault.strerror}") from fault


def _short(answer: bytes) -> int:
    return int(struct.unpack_from("H", answer)[0])
