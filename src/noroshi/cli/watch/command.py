"""`noroshi watch`: captures or interfaces in, alerts as they happen."""

import gc
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from itertools import chain
from typing import Annotated

from cyclopts import Parameter
from msgspec import Struct

from noroshi.alerts.episodes import Turn
from noroshi.alerts.history import Deed
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.screen import Screen
from noroshi.cli.watch.counters import Watched, sum_up
from noroshi.cli.watch.delivering import Delivery
from noroshi.cli.watch.logs import log_to_standard_error
from noroshi.cli.watch.progress import showing_progress
from noroshi.cli.watch.signals import stopped_by_signals
from noroshi.cli.watch.telling import tell
from noroshi.domains import Sourcing
from noroshi.engine.watching import Watching
from noroshi.errors import UsageError
from noroshi.organisations.model import Organisation
from noroshi.records.alerts import AlertRecord, alert_record

app = command(
    "watch",
    "noroshi watch capture.pcap",
    "noroshi watch '/var/captures/2026-11-*.pcap.gz' --keep-going",
    "noroshi watch /var/captures",
    "tcpdump -i eth1 -U -w - | noroshi watch -",
    "noroshi watch live:eth1",
    "noroshi watch live:eth1 live:eth2 --filter 'net 198.51.100.0/24'",
    "noroshi watch flows:192.0.2.1:2055",
)


class Happened(Struct, frozen=True, tag_field="event", tag="alert"):
    """What became of an alert, as soon as it is written down."""

    deed: Deed | None
    """opened, came-back, worse or ended; null where it goes on and only its numbers changed."""
    alert: AlertRecord
    """The alert as it is now."""


OUTPUTS = (Happened, Watched)


@app.default
def watch(
    source: Annotated[tuple[str, ...], Parameter(required=True, allow_leading_hyphen=True)],
    /,
    *,
    keep_going: Annotated[bool, Parameter(negative="")] = False,
    once: Annotated[bool, Parameter(negative="")] = False,
    no_delivery: Annotated[bool, Parameter(negative="")] = False,
    afresh: Annotated[bool, Parameter(negative="")] = False,
    filter: str = "",  # noqa: A002  # what tcpdump and Wireshark call it
    only_monitored: Annotated[bool, Parameter(negative="")] = False,
    buffer: int = 64,
    rings: int = 1,
    hardware_time: Annotated[bool, Parameter(negative="")] = False,
    here: Here = EVERYWHERE,
) -> int:
    """Watch captures, and alert members as it happens.

    Parameters
    ----------
    source
        Capture files, patterns in quotes, directories that a capture program rotates its files
        into, or - for standard input. Or interfaces of this machine, each named as in live:eth0. Or
        ports that routers send NetFlow or IPFIX to, each named as in flows:192.0.2.1:2055.
    keep_going
        Skip to the next file when one is broken; go on when an interface is gone, while there are others.
    once
        Read what is in the directories, and do not wait for more.
    no_delivery
        Record what members are owed, and send nothing.
    afresh
        Leave behind what an earlier watch of the same directories, interfaces or ports has kept.
    filter
        Read from interfaces only what this expression lets through, as tcpdump's does; needs libpcap.
    only_monitored
        Read from interfaces only packets to or from monitored prefixes and dark holdings.
    buffer
        MiB for what arrives at an interface or a port while the watch is busy; 64 unless told otherwise.
    rings
        Parts that an interface's buffer is shared out in, each for some of the processors that packets arrive at.
    hardware_time
        Let interfaces stamp packets with their own clocks.
    """
    _refuse_options(source)
    screen = here.screen()
    log_to_standard_error(as_json=here.json)
    with here.application() as application:
        sourcing = Sourcing(
            keep_going=keep_going,
            follow=not once,
            filter=filter,
            only_monitored=only_monitored,
            buffer=buffer,
            rings=rings,
            hardware_time=hardware_time,
        )
        watching = application.watch(source, sourcing, afresh=afresh)
        gc.freeze()  # what is loaded stays: to look through it all again would hold the packets up for 60 ms
        delivery = None if no_delivery else Delivery(application, broken=watching.stop)
        try:
            with ExitStack() as around:
                if delivery:
                    around.enter_context(delivery.beside(screen))
                around.enter_context(stopped_by_signals(watching.stop, screen))
                around.enter_context(showing_progress(watching, screen))
                for turn in chain.from_iterable(watching.turns()):
                    happened(turn, watching.desk.organisations, screen)
        finally:
            counted = watched(watching, delivery)
            screen.record(counted)
            sum_up(counted, screen)
    return max((fault.exit_code for fault in watching.source.faults()), default=0)


def watched(watching: Watching, delivery: Delivery | None) -> Watched:
    """Gather what was counted."""
    return Watched(
        **watching.counters(),
        delivery=delivery.counters() if delivery else {},
        faults=[str(fault) for fault in watching.source.faults()],
    )


def _refuse_options(names: Sequence[str]) -> None:
    """Refuse what looks like a mistyped option: to let "-" pass as a source, the parser lets them all pass."""
    for name in names:
        if name.startswith("-") and name != "-":
            raise UsageError(
                f"there is no option {name}",
                hint="`noroshi watch --help` lists them; a file of that name is written ./-name.",
            )


def happened(turn: Turn, organisations: Mapping[str, Organisation], screen: Screen) -> None:
    """Show what became of an alert, to people or to programs."""
    screen.record(Happened(turn.deed, alert_record(turn.alert)))
    tell(turn, organisations, screen)
