"""`noroshi demo`: the main job on made-up traffic."""

import asyncio
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Annotated, Final

from cyclopts import Parameter
from msgspec import Struct

from noroshi.alerts.history import Deed
from noroshi.alerts.model import Alert
from noroshi.alerts.wanted import Wanted
from noroshi.app import Application
from noroshi.app.delivering import outbox_of
from noroshi.cli.answering import answering, show
from noroshi.cli.colours import ASIDE, NAME
from noroshi.cli.demo.folder import FolderChannel
from noroshi.cli.demo.pace import Paced
from noroshi.cli.demo.plot import plot
from noroshi.cli.demo.stage import Stage
from noroshi.cli.here import command
from noroshi.cli.screen import Coloured, Screen
from noroshi.cli.times import read_moment
from noroshi.cli.watch.command import Happened, happened
from noroshi.cli.watch.logs import log_to_standard_error
from noroshi.cli.watch.progress import showing_progress
from noroshi.cli.watch.signals import stopped_by_signals
from noroshi.clock import MINUTE, SystemClock
from noroshi.cyber.scenarios import Scenario, Truth, scenario
from noroshi.domains import Sourcing
from noroshi.engine.watching import Watching
from noroshi.organisations.model import ChannelKind
from noroshi.serving.live import LiveWatch

app = command(
    "demo", "noroshi demo", "noroshi demo --speed 0 --seed 7", "noroshi demo outbreak --folder /tmp/outbreak"
)

WATCHABLE: Final = 30.0
"""Ten minutes in twenty seconds: slow enough to read along, fast enough to stay."""

ALL: Final = 10_000
"""More alerts than any scenario plants."""

ANYWHERE: Final = "127.0.0.1:0"
"""Where the console answers: on this machine, at any port that is free."""

LINES: Final = 11
"""Of a message, those that a person reads first; the rest is in the file."""


class Planted(Struct, frozen=True):
    """What the traffic was made to hold, and what was found of it."""

    planted: int
    """Machines that must be told about."""
    found: int
    """Of these, those with an alert for the right organisation and kind."""
    others: tuple[str, ...]
    """Alerts about anything else."""


class Demonstrated(Struct, frozen=True, tag_field="event", tag="end"):
    """What came of a demonstration: the last line."""

    packets: int
    """Packets made and read."""
    alerts: int
    """Alerts opened."""
    messages: int
    """Messages that members would get."""
    truth: Planted
    """Alerts held against what was planted."""
    folder: str
    """Where everything was put."""


OUTPUTS = (Happened, Demonstrated)


@app.default
def demo(
    name: str = "demo",
    *,
    speed: float | None = None,
    seed: int = 1,
    folder: Path = Path("noroshi-demo"),
    ending: Annotated[str, Parameter(show_default=False)] = "",
    console: bool | None = None,
    json: Annotated[bool, Parameter(negative="", show_default=False)] = False,
) -> int:
    """Watch made-up traffic: alerts, messages, a summary and a plot.

    Parameters
    ----------
    name
        A scenario; `noroshi generate --list` lists them.
    speed
        Seconds of the traffic's time in a second; 0 is as fast as may be. On a terminal 30.
    seed
        Another number plays another day.
    folder
        Where everything is put; an earlier demonstration there is replaced.
    ending
        When the made-up traffic ends, such as 2026-01-15T00:10Z; about now unless said.
    console
        Answer with the console too, and stay until Ctrl-C. On a terminal it does.
    json
        Write JSON, one object a line; see docs/commands.md.
    """
    screen = Screen(as_json=json)
    log_to_standard_error(as_json=json)
    is_watched = sys.stdout.isatty() and not json
    if speed is None:
        speed = WATCHABLE if is_watched else 0.0
    if console is None:
        console = is_watched
    stage = Stage.clear(folder)
    played = _ending(scenario(name, seed=seed), read_moment(ending) if ending else SystemClock().now())
    screen.line(Coloured(f"{played.sentence} Made-up members, made-up traffic, and nothing is sent.", NAME))
    truth = stage.write(played)
    screen.remark(f"{truth.packets:,} packets from {truth.sources:,} sources are in {stage.capture}")
    with (
        stage.open(played) as application,
        _shown(application, stage, screen, with_console=console) as watching,
    ):
        paced = Paced(watching.source, speed)
        watching.source = paced
        screen.heading("Alerts as they happen")
        opened = _play(watching, screen)
        channel = FolderChannel(stage.messages)
        outbox = outbox_of(application, dict.fromkeys(ChannelKind, channel))
        asyncio.run(outbox.drain(60))
        alerts = application.alerts.page(Wanted(), application.clock.now(), ALL).alerts
        found = _held_against(truth, alerts)
        _show_messages(channel, screen)
        _show_summary(found, opened, paced.seen, stage, screen)
        screen.record(
            Demonstrated(truth.packets, len(alerts), len(channel.taken), found, str(stage.folder.absolute()))
        )
        if console:
            _stay(screen)
    return 0 if found.found == found.planted and not found.others else 1


def _ending(made: Scenario, moment: int) -> Scenario:
    """Let a scenario end within the minute before a moment, so that what it shows is as old as it says."""
    return made.later((moment - made.end) // MINUTE * MINUTE)


@contextmanager
def _shown(
    application: Application, stage: Stage, screen: Screen, *, with_console: bool
) -> Iterator[Watching]:
    """Make ready to watch the traffic, with the console beside it where that is wanted."""
    watching = application.watch([str(stage.capture)], Sourcing(follow=False), shown=with_console)
    if not with_console:
        yield watching
        return
    live = LiveWatch(watching, application.alerts, application.clock)
    with live.beside(), answering(application, ANYWHERE, live) as answers:
        show(answers, screen)
        yield watching


def _stay(screen: Screen) -> None:
    """Let people look at the console for as long as they like."""
    stop = threading.Event()
    with stopped_by_signals(stop, screen):
        screen.line("The console stays; Ctrl-C ends it.")
        stop.wait()


def _play(watching: Watching, screen: Screen) -> list[int]:
    """Show what becomes of alerts; give when each was opened, ns UTC."""
    opened = []
    with showing_progress(watching, screen):
        for turn in chain.from_iterable(watching.turns()):
            happened(turn, watching.desk.organisations, screen)
            if turn.deed is Deed.OPENED:
                opened.append(turn.alert.detection.at)
    return opened


def _held_against(truth: Truth, alerts: Sequence[Alert]) -> Planted:
    """Compare alerts with what was planted."""
    wanted = {(each.subject, each.organisation, each.kind) for each in truth.planted if each.must_alert}
    got = {(alert.subject, alert.organisation, alert.kind): alert.id for alert in alerts}
    others = tuple(identity for what, identity in got.items() if what not in wanted)
    return Planted(len(wanted), len(wanted & got.keys()), others)


def _show_messages(channel: FolderChannel, screen: Screen) -> None:
    """Show the first lines of each message, and where the whole is."""
    for message, path in channel.taken:
        screen.heading(f"To {message.organisation_name}, {message.contact.address}")
        for line in path.read_text("utf-8").splitlines()[1:LINES]:
            screen.line(line, indent=2)
        screen.line(Coloured(f"the rest: {path}", ASIDE), indent=2)


def _show_summary(
    found: Planted, opened: Sequence[int], seen: Mapping[int, int], stage: Stage, screen: Screen
) -> None:
    """Show the plot, what was found, and where everything is."""
    screen.heading("Packets a second, and when alerts were opened")
    for line in plot(seen, opened, min(screen.console.width, 100)):
        screen.line(line)
    screen.heading("What came of it")
    screen.line(
        f"{found.found} of {found.planted} planted machines were found, and {len(found.others)} others were alerted."
    )
    screen.facts(
        [
            ("traffic", str(stage.capture)),
            ("truth", str(stage.truth)),
            ("members", str(stage.roster)),
            ("messages", str(stage.messages)),
            ("home", str(stage.home.path)),
        ]
    )
    screen.line()
    screen.line("Go on with: ", Coloured(f"noroshi alerts list --home {stage.home.path}", NAME))
