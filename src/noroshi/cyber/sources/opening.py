"""What a person named: captures, network interfaces of this machine, or ports that flows are sent to."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

import structlog

from noroshi.cyber.loading import load_kernels
from noroshi.cyber.sources import listing, privileges
from noroshi.cyber.sources.expression_filter import compile_expression
from noroshi.cyber.sources.flows.listening import FLOWS
from noroshi.cyber.sources.flows.receiver import FlowReceiver
from noroshi.cyber.sources.live import LIVE, LiveCapture
from noroshi.cyber.sources.prefix_filter import EVERYTHING, Program, compile_filter
from noroshi.cyber.sources.ring import USUAL, Blocks
from noroshi.domains import Source, Sourcing
from noroshi.errors import UsageError
from noroshi.organisations.networks import Network

MOST_BUFFER: Final = 2047
"""MiB for what arrives; the system reckons with 32 bits."""

FEWEST_BLOCKS: Final = 2
"""Blocks of a ring, so that one is filled while the other is read."""

_log = structlog.get_logger(__name__)


def open_source(names: Sequence[str], sourcing: Sourcing) -> Source:
    """Open files, patterns, directories and standard input, or what goes on for ever: interfaces, or ports for flows.

    Interfaces are named as in live:eth0, ports as in flows:127.0.0.1:2055. Once interfaces are open, this process gives up
    CAP_NET_RAW and CAP_NET_ADMIN for good.

    Raises
    ------
    UsageError
        If there is no such thing, if it may not be opened, or if names or options do not go together.
    """
    kinds = {next((kind for kind in _ENDLESS if name.startswith(kind)), "") for name in names}
    if len(kinds) > 1:
        raise UsageError(
            "captures, interfaces and flows cannot be watched together",
            hint="Watch each of them with a command of its own.",
        )
    kind = kinds.pop() if kinds else ""
    if kind != LIVE:
        _refuse_options(sourcing)
    if not kind:
        return listing.open_source(names, sourcing)
    if not sourcing.follow:
        raise UsageError("--once is for directories: interfaces and flows have no end")
    load_kernels()
    return _ENDLESS[kind](list(dict.fromkeys(name.removeprefix(kind) for name in names)), sourcing)


def _open_interfaces(names: Sequence[str], sourcing: Sourcing) -> Source:
    source = LiveCapture(
        names,
        _filter(sourcing),
        _blocks(sourcing),
        sourcing.rings,
        hardware_time=sourcing.hardware_time,
        keep_going=sourcing.keep_going,
    )
    _give_rights_up()
    return source


def _open_flows(names: Sequence[str], sourcing: Sourcing) -> Source:
    return FlowReceiver(names, _room(sourcing.buffer))


_ENDLESS: Final[Mapping[str, Callable[[Sequence[str], Sourcing], Source]]] = {
    LIVE: _open_interfaces,
    FLOWS: _open_flows,
}
"""What stands before a name -> what opens it."""


def _give_rights_up() -> None:
    try:
        threads = privileges.give_up()
    except OSError as fault:
        raise UsageError(f"CAP_NET_RAW cannot be given up: {fault.strerror}") from fault
    if threads:  # of a library, in a program that is not ours
        _log.warning("threads that were started earlier keep CAP_NET_RAW or CAP_NET_ADMIN", threads=threads)


def _refuse_options(sourcing: Sourcing) -> None:
    """Refuse what only interfaces have, so that nobody believes in a filter that is none."""
    given = {
        "--filter": sourcing.filter,
        "--only-monitored": sourcing.only_monitored,
        "--rings": sourcing.rings != 1,
        "--hardware-time": sourcing.hardware_time,
    }
    for name, value in given.items():
        if value:
            raise UsageError(f"{name} is for interfaces", hint="Interfaces are named as in live:eth0.")


def _blocks(sourcing: Sourcing) -> Blocks:
    """Share the buffer out among an interface's rings."""
    blocks = _room(sourcing.buffer) // USUAL.size
    if not 1 <= sourcing.rings <= blocks // FEWEST_BLOCKS:
        raise UsageError(
            f"{sourcing.buffer} MiB are shared out among 1 to {blocks // FEWEST_BLOCKS} rings, not {sourcing.rings}",
            hint="More rings than processors are of no use; --buffer makes room for more.",
        )
    return USUAL._replace(number=blocks // sourcing.rings)


def _room(buffer: int) -> int:
    """Turn MiB into bytes."""
    if not 1 < buffer <= MOST_BUFFER:
        raise UsageError(f"a buffer has from 2 to {MOST_BUFFER} MiB, not {buffer}")
    return buffer << 20


def _filter(sourcing: Sourcing) -> Callable[[int], Program]:
    """Choose what gives the filter for a link type."""
    if sourcing.filter and sourcing.only_monitored:
        raise UsageError("--filter and --only-monitored do not go together")
    if sourcing.filter:
        return partial(compile_expression, sourcing.filter)
    if not sourcing.only_monitored:
        return lambda _: EVERYTHING
    if not sourcing.monitored:
        raise UsageError(
            "--only-monitored would let nothing through: no prefix is monitored or dark",
            hint="Set [watch] monitored, or import a roster with dark holdings.",
        )
    return partial(_only, sourcing.monitored)


def _only(networks: Sequence[Network], link: int) -> Program:
    program = compile_filter(networks, link)
    if program is None:
        _log.warning(
            "too many prefixes for a filter in the system; all packets are read", prefixes=len(networks)
        )
    return program or EVERYTHING
