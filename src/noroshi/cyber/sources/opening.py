"""What a person named: captures, or the network interfaces of this machine."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import structlog

from noroshi.cyber.sources import listing, privileges
from noroshi.cyber.sources.expression_filter import compile_expression
from noroshi.cyber.sources.live import LIVE, LiveCapture
from noroshi.cyber.sources.prefix_filter import EVERYTHING, Program, compile_filter
from noroshi.cyber.sources.ring import USUAL, Blocks
from noroshi.domains import Source, Sourcing
from noroshi.errors import UsageError
from noroshi.organisations.networks import Network

MOST_BUFFER: Final = 2047
"""MiB of a ring; the system reckons with 32 bits."""

_log = structlog.get_logger(__name__)


def open_source(names: Sequence[str], sourcing: Sourcing) -> Source:
    """Open files, patterns, directories and standard input; or interfaces, each named as in live:eth0.

    Once interfaces are open, this process gives up CAP_NET_RAW and CAP_NET_ADMIN for good.

    Raises
    ------
    UsageError
        If there is no such thing, if it may not be opened, or if names or options do not go together.
    """
    interfaces = list(dict.fromkeys(name.removeprefix(LIVE) for name in names if name.startswith(LIVE)))
    if not interfaces:
        _refuse_options(sourcing)
        return listing.open_source(names, sourcing)
    if not all(name.startswith(LIVE) for name in names):
        raise UsageError(
            "interfaces and captures cannot be watched together",
            hint="Watch each of them with a command of its own.",
        )
    if not sourcing.follow:
        raise UsageError("--once is for directories: an interface has no end")
    source = LiveCapture(
        interfaces,
        _filter(sourcing),
        _blocks(sourcing.buffer),
        hardware_time=sourcing.hardware_time,
        keep_going=sourcing.keep_going,
    )
    _give_rights_up()
    return source


def _give_rights_up() -> None:
    try:
        threads = privileges.give_up()
    except OSError as fault:
        raise UsageError(f"CAP_NET_RAW cannot be given up: {fault.strerror}") from fault
    if threads:  # of a library, in a program that is not ours
        _log.warning("threads that were started earlier keep CAP_NET_RAW or CAP_NET_ADMIN", threads=threads)


def _refuse_options(sourcing: Sourcing) -> None:
    """Refuse what files do not have, so that nobody believes in a filter that is none."""
    given = {
        "--filter": sourcing.filter,
        "--only-monitored": sourcing.only_monitored,
        "--hardware-time": sourcing.hardware_time,
    }
    for name, value in given.items():
        if value:
            raise UsageError(f"{name} is for interfaces", hint="Interfaces are named as in live:eth0.")


def _blocks(buffer: int) -> Blocks:
    if not 1 < buffer <= MOST_BUFFER:
        raise UsageError(f"a ring has from 2 to {MOST_BUFFER} MiB, not {buffer}")
    return USUAL._replace(number=(buffer << 20) // USUAL.size)


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
