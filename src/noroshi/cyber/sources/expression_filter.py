"""A filter in the language of tcpdump (pcap-filter(7)), compiled by libpcap where it is installed."""

import ctypes
from ctypes import POINTER, Structure, byref, c_char_p, c_int, c_uint, c_uint8, c_uint16, c_uint32, c_void_p
from typing import Final

from noroshi.cyber.sources.prefix_filter import ETHERNET, SNAP, Instruction, Program
from noroshi.errors import UsageError

LIBRARIES: Final = ("libpcap.so.0.8", "libpcap.so.1")
"""What Debian and its kin call it, and what all others do."""

_ETHERNET, _RAW = 1, 12
"""libpcap's own numbers (pcap/dlt.h), on Linux."""

_ANY_NETMASK: Final = 0xFFFFFFFF
"""PCAP_NETMASK_UNKNOWN: "ip broadcast" is refused."""


class _Instruction(Structure):
    _fields_ = (("code", c_uint16), ("yes", c_uint8), ("no", c_uint8), ("value", c_uint32))


class _Program(Structure):
    _fields_ = (("length", c_uint), ("code", POINTER(_Instruction)))


def compile_expression(expression: str, link: int) -> Program:
    """Compile an expression for frames of a link type; what passes is cut as by the built-in filter.

    Raises
    ------
    UsageError
        If it is none, or if libpcap is not installed.
    """
    if "\0" in expression:
        raise UsageError("a filter has no zero bytes")
    library = _library()
    handle = library.pcap_open_dead(_ETHERNET if link == ETHERNET else _RAW, SNAP)
    program = _Program()
    try:
        if library.pcap_compile(handle, byref(program), expression.encode(), 1, _ANY_NETMASK):
            reason = library.pcap_geterr(handle).decode(errors="replace")
            raise UsageError(
                f"the filter {expression!r} cannot be used: {reason}", hint="man pcap-filter explains them."
            )
        found = [
            Instruction(each.code, each.yes, each.no, each.value) for each in program.code[: program.length]
        ]
        library.pcap_freecode(byref(program))
    finally:
        library.pcap_close(handle)
    return found


def _library() -> ctypes.CDLL:
    for name in LIBRARIES:
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        library.pcap_open_dead.restype = c_void_p
        library.pcap_open_dead.argtypes = (c_int, c_int)
        library.pcap_compile.argtypes = (c_void_p, POINTER(_Program), c_char_p, c_int, c_uint32)
        library.pcap_geterr.restype = c_char_p
        library.pcap_geterr.argtypes = (c_void_p,)
        library.pcap_freecode.argtypes = (POINTER(_Program),)
        library.pcap_close.argtypes = (c_void_p,)
        return library
    raise UsageError(
        "--filter needs libpcap, which is not installed",
        hint="On Debian and Ubuntu: apt-get install libpcap0.8",
    )
