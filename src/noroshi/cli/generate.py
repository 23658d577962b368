"""`noroshi generate`: made-up traffic with known truth."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Annotated

from cyclopts import Parameter
from msgspec import Struct
from rich.live import Live
from rich.text import Text

from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.screen import Screen
from noroshi.cli.watch.progress import duration as duration_text
from noroshi.cli.watch.progress import size as size_text
from noroshi.cyber.scenarios import (
    SCENARIOS,
    Scenario,
    Truth,
    generate,
    scenario,
    sizes_of,
    write_roster,
    write_survey_list,
)
from noroshi.errors import UsageError

app = command(
    "generate",
    "noroshi generate",
    "noroshi generate demo -o demo.pcap --truth demo.json --roster demo.yaml",
    "noroshi generate line-rate -o /dev/shm/large.pcap --packets 20000000 --sources 500000",
    "noroshi generate outbreak -o - | tcpdump -n -r -",
)

STANDARD_OUTPUT = Path("-")

Size = Annotated[int | None, Parameter(show_default=False)]
File = Annotated[Path | None, Parameter(show_default=False)]
Flag = Annotated[bool, Parameter(negative="", show_default=False)]


class Listed(Struct, frozen=True):
    """A scenario that can be made."""

    scenario: str
    """Its name."""
    sentence: str
    """What happens in it."""
    sizes: Mapping[str, int | None]
    """Sizes that it takes, each with its default; null where that follows from another."""


class Generated(Struct, frozen=True):
    """What was written."""

    scenario: str
    """The scenario's name."""
    seed: int
    """What its random numbers hang on."""
    capture: str
    """The capture file."""
    truth: str | None
    """The file with what is true about it, if one was asked for."""
    roster: str | None
    """The file with its members, if one was asked for."""
    survey_list: str | None
    """The file with its known survey scanners, if one was asked for."""
    packets: int
    """Packets in the capture."""
    bytes: int
    """Bytes of it, before compression."""
    sources: int
    """Distinct source addresses."""
    first: int
    """When its first packet comes, ns UTC."""
    last: int
    """When its last packet comes, ns UTC."""
    monitored: tuple[str, ...]
    """Dark prefixes that a watch over it has to monitor, whoever holds them."""
    must_alert: int
    """Planted cases that somebody must be told about."""


OUTPUTS = (Generated, Listed)


@app.default
def generate_(
    name: Annotated[str, Parameter(name="SCENARIO", show_default=False)] = "",
    /,
    *,
    output: Annotated[
        Path | None, Parameter(name=["--output", "-o"], allow_leading_hyphen=True, show_default=False)
    ] = None,
    truth: File = None,
    roster: File = None,
    survey_list: File = None,
    seed: Size = None,
    packets: Size = None,
    sources: Size = None,
    members: Size = None,
    duration: Size = None,
    nanoseconds: Flag = False,
    force: Flag = False,
    list_: Annotated[bool, Parameter(name="--list", negative="", show_default=False)] = False,
    here: Here = EVERYWHERE,
) -> None:
    """Write made-up traffic with known truth.

    The same scenario, seed and sizes give the same bytes.

    Parameters
    ----------
    name
        Which one; without it, all are listed.
    output
        The capture to write (pcap; compressed if its name ends in .gz or .zst), or - for standard output.
    truth
        Write here, as JSON, what is true about the capture.
    roster
        Write here, as YAML, the members to import.
    survey_list
        Write here, as JSON, the known survey scanners that play in it.
    seed
        A number; another one gives other traffic of the same kind.
    packets
        How many packets.
    sources
        How many distinct source addresses.
    members
        How many members, or, in line-rate, their prefixes.
    duration
        How many seconds the capture spans.
    nanoseconds
        Write times to the nanosecond, not to the microsecond.
    force
        Write over files that exist.
    list_
        List the scenarios, with the sizes they take.
    """
    screen = here.screen()
    if list_ or (not name and output is None):
        _list(screen)
        return
    play = scenario(name, seed=seed, packets=packets, sources=sources, members=members, duration=duration)
    capture = _capture(output, screen)
    files = [path for path in (capture, truth, roster, survey_list) if path and path != STANDARD_OUTPUT]
    _check(files, force=force)
    with _progress(play, screen) as told:
        true = _write(play, capture, told, nanoseconds=nanoseconds)
    for path, write in (
        (truth, true.write),
        (roster, lambda path: write_roster(play, path)),
        (survey_list, lambda path: write_survey_list(play, path)),
    ):
        if path:
            with _blamed_on(path):
                write(path)
    screen.record(_generated(true, capture, truth, roster, survey_list))
    if capture != STANDARD_OUTPUT:
        _tell(true, capture, screen)


def _list(screen: Screen) -> None:
    listed = [Listed(name, scenario(name).sentence, sizes_of(name)) for name in SCENARIOS]
    for each in listed:
        screen.record(each)
    screen.table(
        ("scenario", "what happens", "packets", "sources", "seconds"),
        [(each.scenario, each.sentence, *map(_default, _SHOWN, [each.sizes] * 3)) for each in listed],
    )


_SHOWN = ("packets", "sources", "duration")


def _default(size: str, sizes: Mapping[str, int | None]) -> str:
    default = sizes[size]
    return "" if default is None else f"{default:,}"


def _capture(output: Path | None, screen: Screen) -> Path:
    """Say where the capture goes; refuse where nobody could use it."""
    if output is None or (str(output).startswith("-") and output != STANDARD_OUTPUT):
        raise UsageError("no file is named for the capture", hint="Give -o FILE.pcap, or -o - for a pipe.")
    if output == STANDARD_OUTPUT and screen.as_json:
        raise UsageError("standard output cannot carry both the capture and JSON", hint="Leave out --json.")
    if output == STANDARD_OUTPUT and sys.stdout.isatty():
        raise UsageError("a terminal cannot show a capture", hint="Give -o FILE.pcap, or pipe it somewhere.")
    return output


def _check(files: list[Path], *, force: bool) -> None:
    """Refuse to write one file over another, or over one that is there, before anything is made."""
    true = [path.resolve() for path in files]
    for place, path in enumerate(files):
        if true[place] in true[:place]:
            raise UsageError(f"{path} is named twice", hint="Give each file a name of its own.")
        if path.is_dir():
            raise UsageError(f"{path} is a directory", hint="Name a file in it.")
        if not true[place].parent.is_dir():
            raise UsageError(f"{path}: there is no such directory", hint="Make it first.")
        if path.is_file() and not force:
            raise UsageError(f"{path} exists already", hint="--force writes over it.")


def _write(play: Scenario, capture: Path, told: Callable[[int], None], *, nanoseconds: bool) -> Truth:
    if capture == STANDARD_OUTPUT:
        true = generate(play, sys.stdout.buffer, nanoseconds=nanoseconds, told=told)
        sys.stdout.buffer.flush()
        return true
    with _blamed_on(capture), _whole(capture) as unfinished:
        return generate(play, unfinished, nanoseconds=nanoseconds, told=told)


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """Give a hidden name to write under, so that nobody ever finds half a capture; then the true name."""
    if path.exists() and not path.is_file():  # a device or a named pipe
        yield path
        return
    true = path.resolve()
    unfinished = true.with_name(f".{true.name}")
    try:
        yield unfinished
        unfinished.replace(true)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def _blamed_on(path: Path) -> Iterator[None]:
    """Name the file that could not be written."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as fault:
        raise UsageError(f"{path} was not written: {fault.strerror}") from fault


@contextmanager
def _progress(play: Scenario, screen: Screen) -> Iterator[Callable[[int], None]]:
    """Keep a line up to date on a terminal while the block runs; give what to tell the number of packets."""
    began, done = monotonic(), 0

    def told(packets: int) -> None:
        nonlocal done
        done = packets

    def line() -> Text:
        spent = max(monotonic() - began, 1e-9)
        parts = [play.name, f"{done:,} of {play.packets:,} packets", f"{done / spent:,.0f} packets/s"]
        if done:
            parts.append(f"{duration_text(spent * (play.packets - done) / done)} left")
        return Text("  ".join(parts), "dim", no_wrap=True, overflow="ellipsis")

    if screen.as_json or not screen.notes.is_terminal:
        yield told
        return
    with Live(console=screen.notes, get_renderable=line, refresh_per_second=4, transient=True):
        yield told


def _generated(
    true: Truth, capture: Path, truth: Path | None, roster: Path | None, survey_list: Path | None
) -> Generated:
    return Generated(
        scenario=true.scenario,
        seed=true.seed,
        capture=str(capture),
        truth=str(truth) if truth else None,
        roster=str(roster) if roster else None,
        survey_list=str(survey_list) if survey_list else None,
        packets=true.packets,
        bytes=true.bytes,
        sources=true.sources,
        first=true.first,
        last=true.last,
        monitored=true.monitored,
        must_alert=_must_alert(true),
    )


def _must_alert(true: Truth) -> int:
    return sum(planted.must_alert for planted in true.planted)


def _tell(true: Truth, capture: Path, screen: Screen) -> None:
    """Say to people what was written, and how to watch it."""
    screen.line(
        f"{capture}: {true.packets:,} packets from {true.sources:,} sources, {size_text(true.bytes)}; "
        f"{_must_alert(true):,} planted to be alerted about, and nothing else."
    )
    prefixes = ", ".join(f'"{prefix}"' for prefix in true.monitored)
    screen.remark(
        f"To watch it: monitored = [{prefixes}] under [watch] in the settings, and import its roster."
    )
