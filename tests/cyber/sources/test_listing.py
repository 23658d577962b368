"""What a person names: files, patterns, FIFOs and standard input."""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from noroshi.cyber.sources.listing import Captures, open_source
from noroshi.domains import Arrival, Sourcing
from noroshi.errors import CaptureError, UsageError
from tests.cyber import captures
from tests.cyber.captures import SYN, Frame

CAPTURE = captures.pcap(Frame(1_800_000_000_000_000_000, SYN))
PACKET = captures.record(Frame(1_800_000_001_000_000_000, SYN))


def packets(source: Captures, finished: frozenset[str] = frozenset()) -> int:
    """Read everything; give how many packets there were."""
    return sum(len(arrival.batch[0]) for arrival in source.arrivals(finished) if arrival.batch)


def captured(folder: Path, *names: str) -> list[str]:
    """Write a capture under each name."""
    for name in names:
        (folder / name).write_bytes(CAPTURE)
    return [str(folder / name) for name in names]


def test_files_are_read_in_the_order_named(tmp_path: Path) -> None:
    """Files come in the order in which they were named, each finished after its packets."""
    names = captured(tmp_path, "b.pcap", "a.pcap")
    source = open_source(names, Sourcing())
    read = [source.progress().name for arrival in source.arrivals(()) if arrival.batch]

    assert names == read


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    """By itself, by a pattern and by its directory, a file is read once."""
    (name,) = captured(tmp_path, "a.pcap")
    source = open_source([name, str(tmp_path / "*.pcap"), str(tmp_path)], Sourcing(follow=False))

    assert 1 == packets(source)


def test_patterns_are_sorted(tmp_path: Path) -> None:
    """A pattern stands for the files that match it, sorted, in folders below too."""
    (tmp_path / "x").mkdir()
    names = captured(tmp_path, "b.pcap", "x/a.pcap")
    source = open_source([str(tmp_path / "**" / "*.pcap")], Sourcing())
    read = [source.progress().name for arrival in source.arrivals(()) if arrival.batch]

    assert names == read


def test_a_name_with_brackets_is_a_name(tmp_path: Path) -> None:
    """A file whose name looks like a pattern is that file."""
    (name,) = captured(tmp_path, "a[1].pcap")

    assert 1 == packets(open_source([name], Sourcing()))


@pytest.mark.parametrize("name", ["nothing.pcap", "*.pcap", "file/below", "n" * 300])
def test_what_does_not_exist_is_said_at_once(name: str, tmp_path: Path) -> None:
    """A name that stands for nothing is refused before anything is read."""
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match=r"no such file|too long"):
        open_source([str(tmp_path / name)], Sourcing())


def test_a_finished_file_is_left_out(tmp_path: Path) -> None:
    """What an earlier run finished is not read again, but counts as done; a file that has grown is another."""
    (name,) = captured(tmp_path, "a.pcap")
    finished = frozenset(
        arrival.finished for arrival in open_source([name], Sourcing()).arrivals(()) if arrival.finished
    )
    again = open_source([name], Sourcing())
    assert 0 == packets(again, finished)
    assert (len(CAPTURE), len(CAPTURE)) == again.progress()[1:]
    (tmp_path / "a.pcap").write_bytes(CAPTURE + PACKET)

    assert 2 == packets(open_source([name], Sourcing()), finished)


def test_a_file_that_vanished_stops_or_is_remembered(tmp_path: Path) -> None:
    """A named file that is gone when its turn comes is a named error, or a fault to remember."""
    names = captured(tmp_path, "a.pcap", "b.pcap")
    stopping, going = open_source(names, Sourcing()), open_source(names, Sourcing(keep_going=True))
    (tmp_path / "a.pcap").unlink()

    with pytest.raises(UsageError, match="No such file"):
        packets(stopping)
    assert 1 == packets(going)
    assert 1 == len(going.faults())


def test_a_fault_comes_after_all_before_it(tmp_path: Path) -> None:
    """Everything before a fault has arrived when it is raised, and the broken file is not finished."""
    (tmp_path / "a.pcap").write_bytes(CAPTURE + PACKET + b"\xff" * 16)
    arrivals = open_source([str(tmp_path / "a.pcap")], Sourcing()).arrivals(())
    batch, finished, _ = next(arrivals)

    assert batch is not None
    assert (2, None) == (len(batch[0]), finished)
    with pytest.raises(CaptureError):
        next(arrivals)


def test_progress_is_told_in_bytes_on_disk(tmp_path: Path) -> None:
    """Progress counts the bytes of all files as they lie on disk, and knows how many there are."""
    names = captured(tmp_path, "a.pcap", "b.pcap")
    source = open_source(names, Sourcing())
    told = [source.progress()[1:] for _ in source.arrivals(())]
    size = len(CAPTURE)

    assert [(size, 2 * size), (size, 2 * size), (2 * size, 2 * size), (2 * size, 2 * size)] == told


def test_counters_say_what_was_read() -> None:
    """Counters name frames, packets, bytes and each reason to skip, at nought before anything is read."""
    counters = open_source(["-"], Sourcing()).counters()

    assert {0} == set(counters.values())
    assert {"frames", "packets", "bytes", "skipped: not ip", "skipped: short ip"} <= set(counters)


def open_files() -> int:
    """Count the files that this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))


def test_a_reader_that_is_abandoned_closes_its_file(tmp_path: Path) -> None:
    """A source that nobody reads on leaves no file open."""
    (name,) = captured(tmp_path, "a.pcap")
    before = open_files()
    arrivals = open_source([name], Sourcing()).arrivals(())
    next(arrivals)
    meanwhile = open_files()
    del arrivals

    assert (before + 1, before) == (meanwhile, open_files())


def test_a_fifo_is_waited_for(tmp_path: Path) -> None:
    """A FIFO that has no writer yet, or a silent one, gives others a turn; it ends with its writer, never finished."""
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    arrivals = open_source([str(fifo)], Sourcing()).arrivals(())
    before = time.monotonic()
    assert Arrival(None) == next(arrivals)
    waited = time.monotonic() - before
    with fifo.open("wb", buffering=0) as writer:
        writer.write(CAPTURE)
        first = next(arrivals)
        assert Arrival(None) == next(arrivals)
        writer.write(PACKET)
        second = next(arrivals)

    assert 0.5 < waited < 5
    assert [1, 1] == [len(arrival.batch[0]) for arrival in (first, second) if arrival.batch]
    assert [Arrival(None)] == list(arrivals)


READER = """
import json
from noroshi.cyber.sources.listing import open_source
from noroshi.domains import Sourcing

for arrival in open_source(["-"], Sourcing()).arrivals(()):
    print(json.dumps(len(arrival.batch[0]) if arrival.batch else None), flush=True)
"""


def test_standard_input(tmp_path: Path) -> None:
    """Packets from a pipe are handed over as they come; while it is silent the others get a turn each second."""
    command = [sys.executable, "-c", READER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        lines = (json.loads(line) for line in reader.stdout)
        reader.stdin.write(CAPTURE)
        reader.stdin.flush()
        first = next(line for line in lines if line)
        silence = next(lines)
        reader.stdin.write(PACKET)
        reader.stdin.flush()
        second = next(line for line in lines if line)
        reader.stdin.close()
        rest = list(lines)

    assert [1, None, 1] == [first, silence, second]
    assert {None} == set(rest)
    assert 0 == reader.returncode


def test_an_impatient_reader_hears_of_a_packet_within_a_tenth_of_a_second(tmp_path: Path) -> None:
    """Nobody waits for a full window: a packet that comes while the source waits is there at once."""
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    arrivals = open_source([str(fifo)], Sourcing()).arrivals(())
    written: list[float] = []

    def write() -> None:
        with fifo.open("wb", buffering=0) as writer:
            writer.write(CAPTURE)
            time.sleep(0.3)
            written.append(time.monotonic())
            writer.write(PACKET)

    thread = threading.Thread(target=write)
    next(arrivals)
    thread.start()
    next(arrivals)
    next(arrivals)
    delay = time.monotonic() - written[0]
    thread.join()

    assert delay < 0.25
