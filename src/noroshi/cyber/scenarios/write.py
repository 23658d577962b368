"""A scenario to a capture file, in order of time and in bounded memory."""

import gzip
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Protocol

import numpy as np
import zstandard

from noroshi.columns.schema import I64, U8, allocate, rows
from noroshi.cyber.kernels.encode import ETHERNET, RECORD, SHORTEST_FRAME, encode
from noroshi.cyber.packets import Packets
from noroshi.cyber.scenarios.actors.actor import Actor
from noroshi.cyber.scenarios.dice import Turn
from noroshi.cyber.scenarios.payloads import PAYLOADS
from noroshi.cyber.scenarios.scenario import Scenario
from noroshi.cyber.scenarios.truth import Tally, Truth
from noroshi.cyber.sources.pcap import file_header

SLICE = 1 << 16
"""Packets made at a time, about. Tried: twice as many leave the processor's cache and are no faster."""

_LINK_ETHERNET = 1


class Sink(Protocol):
    """Whatever takes bytes: a file open for writing, a pipe, a compressor."""

    def write(self, data: memoryview | bytes, /) -> int | None:
        """Take all of them."""
        ...


def generate(
    scenario: Scenario,
    capture: Path | Sink,
    *,
    nanoseconds: bool = False,
    at_a_time: int = SLICE,
    told: Callable[[int], None] = lambda _: None,
) -> Truth:
    """Write a scenario's packets as a pcap capture, and say what is true about them.

    The same scenario gives the same bytes, whatever `at_a_time` is.

    Parameters
    ----------
    capture
        A path, compressed if it ends in .gz or .zst; or a binary file open for writing.
    nanoseconds
        Write times to the nanosecond; otherwise to the microsecond, as most programs expect.
    at_a_time
        Packets to make at a time, about: memory grows with it.
    told
        Is called now and then with the number of packets written so far.

    Raises
    ------
    OSError
        If the file cannot be written.

    Examples
    --------
    >>> from io import BytesIO
    >>> from noroshi.cyber.scenarios import scenario
    >>> file = BytesIO()
    >>> truth = generate(scenario("quiet", packets=100), file)
    >>> truth.packets, truth.bytes == len(file.getvalue())
    (100, True)
    """
    tally = Tally(scenario)
    unit = 1 if nanoseconds else 1000
    with _opened(capture) as file:
        header = file_header(_LINK_ETHERNET, nanoseconds=nanoseconds)
        file.write(header)
        size = len(header)
        out = np.empty(0, np.uint8)
        for since, until in _slices(scenario, at_a_time):
            packets, payload = _made(scenario, since, until, tally)
            order = np.argsort(packets.time, kind="stable")
            room = RECORD * len(order) + int(np.maximum(packets.length + ETHERNET, SHORTEST_FRAME).sum())
            if len(out) < room:
                out = np.empty(room, np.uint8)
            used = int(encode(packets, payload, order, PAYLOADS, unit, out))
            file.write(out[:used].data)
            size += used
            told(tally.packets)
    return tally.truth(size)


def _slices(scenario: Scenario, at_a_time: int) -> Iterator[tuple[int, int]]:
    """Cut the scenario's time into equal parts of about so many packets each."""
    start, end = scenario.start, scenario.end
    count = max(-(-scenario.packets // at_a_time), 1)
    edges = [start + (end - start) * part // count for part in range(count + 1)]
    return pairwise(edges)


def _made(scenario: Scenario, since: int, until: int, tally: Tally) -> tuple[Packets, U8]:
    """Make every actor's packets of a slice of time, actor after actor."""
    turns = [
        (actor, Turn(scenario.seed, actor.name, numbers, attempt), times + delay)
        for actor in scenario.actors
        for attempt, delay in enumerate(actor.attempts)
        for numbers, times in [actor.pace.between(since - delay, until - delay, scenario.seed, actor.name)]
    ]
    length = sum(len(times) for _, _, times in turns)
    packets, payload = allocate(Packets, length), np.zeros(length, np.uint8)
    at = 0
    for actor, turn, times in turns:
        where = slice(at, at + len(times))
        _take_turn(actor, turn, times, rows(packets, where), payload[where], tally)
        at = where.stop
    return packets, payload


def _take_turn(actor: Actor, turn: Turn, times: I64, packets: Packets, payload: U8, tally: Tally) -> None:
    if len(times):
        packets.time[:] = times
        actor.fill(turn, packets, payload)
        tally.count(actor.name, packets)


@contextmanager
def _opened(capture: Path | Sink) -> Iterator[Sink]:
    """Open a file for writing, through the compressor that its name asks for."""
    if not isinstance(capture, Path):
        yield capture
        return
    with capture.open("wb") as plain:
        if capture.suffix == ".gz":
            # No time and no name in the header, so that the same scenario gives the same bytes.
            with gzip.GzipFile(filename="", mode="wb", fileobj=plain, mtime=0) as packed:
                yield packed
        elif capture.suffix == ".zst":
            with zstandard.ZstdCompressor().stream_writer(plain, closefd=False) as packed:
                yield packed
        else:
            yield plain
