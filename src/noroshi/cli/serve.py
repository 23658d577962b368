"""`noroshi serve`: a watch that runs unattended, for months."""

import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic_ns

import structlog

from noroshi.alerts.wanted import Wanted
from noroshi.api.crowd import Crowd
from noroshi.api.taxii.exchange import Exchange
from noroshi.app import Application
from noroshi.cli.answering import answering
from noroshi.cli.answering_partners import exchanging
from noroshi.cli.federating import federating
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.watch.command import watched
from noroshi.cli.watch.counters import Watched, sum_up
from noroshi.cli.watch.delivering import Delivery
from noroshi.cli.watch.logs import log_to_standard_error
from noroshi.cli.watch.signals import stopped_by_signals
from noroshi.domains import Sourcing
from noroshi.engine.watching import Watching
from noroshi.errors import NoroshiError, StorageError, UsageError
from noroshi.files import write_whole
from noroshi.serving.live import LiveWatch
from noroshi.serving.metrics import Counted, exposition
from noroshi.serving.pulse import Pulse
from noroshi.serving.site import Site, address
from noroshi.serving.supervisor import Supervisor
from noroshi.serving.traces import Traces, collector

app = command(
    "serve",
    "noroshi serve",
    "noroshi serve live:eth1",
    "noroshi serve /var/captures --json",
    "systemctl reload noroshi    # takes the register and the settings anew",
)

OUTPUTS = (Watched,)

_log = structlog.get_logger("noroshi.serve")


@app.default
def serve(
    *source: str,
    here: Here = EVERYWHERE,
) -> int:
    """Watch unattended, under a supervisor, for months.

    One process for sensors, alerts, delivery, console and API. It logs what happens, answers at [serve] listen how it is (/health,
    /ready, /metrics), tells systemd when it is ready and that it lives, sends traces where [serve] traces says, and takes
    the register and the settings anew on SIGHUP, losing nothing that it remembers. SIGTERM ends it in order.

    Parameters
    ----------
    source
        Directories that a capture program rotates its files into, interfaces (live:eth1) or ports for flows
        (flows:192.0.2.1:2055); without any, what [serve] sources in the settings names.
    """
    screen = here.screen()
    log_to_standard_error(as_json=here.json)
    supervisor = Supervisor()
    with here.application() as application:
        traces = _traces(application)
        watching = _watching(application, source)
        delivery = Delivery(application, broken=watching.stop)
        pulse = Pulse({"database": lambda: _database(application), "sensor": lambda: _sensor(watching)})
        asked = threading.Event()
        try:
            with ExitStack() as around:
                if traces:
                    around.enter_context(traces.beside())
                around.enter_context(delivery.beside(screen))
                exchange = around.enter_context(exchanging(application))
                around.enter_context(federating(application))
                crowd = Crowd()
                _open_site(application, watching, delivery, traces, pulse, exchange, crowd, around)
                _open_console(application, watching, crowd, around)
                around.enter_context(stopped_by_signals(watching.stop, screen))
                around.enter_context(_reload_asked(asked))
                _go_round(application, watching, pulse, supervisor, asked)
                supervisor.stopping()
        finally:
            counted = watched(watching, delivery)
            screen.record(counted)
            sum_up(counted, screen)
    return max((fault.exit_code for fault in watching.source.faults()), default=0)


def _traces(application: Application) -> Traces | None:
    address = application.config.serve.traces
    return Traces(collector(address)) if address else None


def _watching(application: Application, source: tuple[str, ...]) -> Watching:
    serve = application.config.serve
    names = source or serve.sources
    if not names:
        raise UsageError(
            "there is nothing to watch",
            hint="Name a directory or an interface, or set [serve] sources in the settings.",
        )
    sourcing = Sourcing(
        keep_going=True,
        filter=serve.filter,
        only_monitored=serve.only_monitored,
        buffer=serve.buffer,
        rings=serve.rings,
        hardware_time=serve.hardware_time,
    )
    return application.watch(names, sourcing, shown=bool(application.config.console.listen))


def _open_site(
    application: Application,
    watching: Watching,
    delivery: Delivery,
    traces: Traces | None,
    pulse: Pulse,
    exchange: Exchange | None,
    crowd: Crowd,
    around: ExitStack,
) -> None:
    listen = application.config.serve.listen
    if not listen:
        return
    counted = Counted(
        lambda: {
            **watching.counters(),
            "delivery": delivery.counters(),
            "traces": traces.counters() if traces else {},
            "taxii": dict(exchange.counters) if exchange else {},
            "console": crowd.counters(),
        },
        {"latest_observation": lambda: watching.latest},
    )
    site = Site(address(listen), pulse, exposition(counted))
    around.enter_context(site.beside())
    _log.info("answers how it is", host=site.listen.host, port=site.listen.port)


def _open_console(application: Application, watching: Watching, crowd: Crowd, around: ExitStack) -> None:
    listen = application.config.console.listen
    if not listen:
        return
    live = LiveWatch(watching, application.alerts, application.clock)
    around.enter_context(live.beside())
    answers = around.enter_context(answering(application, listen, live, crowd))
    _log.info("answers with the console", address=answers.address)
    _leave_invitation(answers.invitation, application.home.invitation)


def _leave_invitation(link: str, file: Path) -> None:
    """Put the first administrator's link where only this user can read it, for a log is read by many; empty: take it away."""
    try:
        if not link:
            file.unlink(missing_ok=True)
            return
        write_whole(file, [f"{link}\n".encode()], file.with_suffix(".new"))
    except OSError as fault:
        raise StorageError(f"{file}: {fault.strerror}", hint="May you write there?") from fault
    _log.warning("nobody can sign in yet: a file has the link for the first administrator", file=str(file))


def _go_round(
    application: Application,
    watching: Watching,
    pulse: Pulse,
    supervisor: Supervisor,
    asked: threading.Event,
) -> None:
    """Watch until the end; between two arrivals give signs of life, and take the settings anew where asked."""
    is_told = False
    for turns in watching.turns():
        pulse.beat()
        supervisor.alive(monotonic_ns())
        if not is_told:
            is_told = True
            supervisor.ready()
            _log.info("watches")
        for alert, deed, _, _ in turns:
            if deed is not None:
                _log.info(
                    "alert", deed=deed.value, id=alert.id, kind=alert.kind, subject=alert.subject,
                    organisation=alert.organisation, severity=alert.severity.value,
                )  # fmt: skip
        if asked.is_set() and watching.may_be_renewed():
            asked.clear()
            supervisor.reloading(monotonic_ns())
            _reload(application, watching)
            supervisor.ready()


def _reload(application: Application, watching: Watching) -> None:
    """Take the register and the settings anew; what is wrong with them is logged, and the old ones stay."""
    try:
        application.renew(watching)
    except NoroshiError as fault:
        _log.error("the old register and settings stay", error=str(fault), hint=fault.hint)
    else:
        _log.info("took the register and the settings anew")


def _database(application: Application) -> str:
    application.alerts.count(Wanted(subject="0.0.0.0"), 0)  # noqa: S104  # any question that an index answers
    return ""


def _sensor(watching: Watching) -> str:
    return ", ".join(watching.sensor.unwell()) if watching.sensor else ""


@contextmanager
def _reload_asked(asked: threading.Event) -> Iterator[None]:
    """Set `asked` at each SIGHUP within the block."""
    before = signal.signal(signal.SIGHUP, lambda *_: asked.set())
    try:
        yield
    finally:
        signal.signal(signal.SIGHUP, before)
