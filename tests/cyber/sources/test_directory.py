"""Directories that somebody writes into."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from noroshi.cyber.sources.directory import closed_files
from noroshi.cyber.sources.listing import open_source
from noroshi.domains import Arrival, Sourcing
from noroshi.errors import CaptureError, UsageError
from tests.cyber import captures
from tests.cyber.captures import SYN, Frame

AT_ONCE = Sourcing(follow=False)
CAPTURE = captures.pcap(Frame(1_800_000_000_000_000_000, SYN))

WRITER = """
import sys
with open(sys.argv[1], "ab", buffering=0) as file:
    print("open", flush=True)
    for line in sys.stdin:
        file.write(bytes.fromhex(line))
        print("written", flush=True)
"""


class Writer:
    """Another process that has a file open for writing."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._answer()

    def write(self, data: bytes) -> None:
        """Have it write, and wait until it has."""
        assert self._process.stdin is not None
        self._process.stdin.write(data.hex() + "\n")
        self._process.stdin.flush()
        self._answer()

    def _answer(self) -> None:
        assert self._process.stdout is not None
        assert self._process.stdout.readline()


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """Have another process hold a file open for writing."""
    command = [sys.executable, "-c", WRITER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Writer(process)
        assert process.stdin is not None
        process.stdin.close()
        process.wait(10)


def names(directory: Path) -> list[str]:
    return [path.name for path, _ in closed_files([directory], ())]


def read(directory: Path, finished: frozenset[str] = frozenset()) -> tuple[int, frozenset[str]]:
    """Read what is there; give how many packets, and what is finished now."""
    source = open_source([str(directory)], AT_ONCE)
    done = {arrival.finished for arrival in source.arrivals(finished)}
    return source.counters()["packets"], finished | {name for name in done if name}


def test_a_file_counts_when_nobody_writes_to_it_any_more(tmp_path: Path) -> None:
    """A file that another process has open for writing is left alone, and read whole once it is closed."""
    with writing(tmp_path / "a.pcap") as writer:
        writer.write(CAPTURE)
        assert (0, frozenset()) == read(tmp_path)
        writer.write(captures.record(Frame(0, SYN)))

    assert 2 == read(tmp_path)[0]


def test_an_empty_file_that_is_being_written_is_no_fault(tmp_path: Path) -> None:
    """A capture program creates its file long before it writes; only once closed is an empty file a fault."""
    with writing(tmp_path / "a.pcap"):
        assert (0, frozenset()) == read(tmp_path)

    with pytest.raises(CaptureError, match="empty"):
        read(tmp_path)


def test_each_file_is_read_once(tmp_path: Path) -> None:
    """What was finished is not read again, by this run or the next, and a new file is."""
    (tmp_path / "a.pcap").write_bytes(CAPTURE)
    first, finished = read(tmp_path)
    (tmp_path / "b.pcap").write_bytes(CAPTURE)
    second, both = read(tmp_path, finished)
    third, _ = read(tmp_path, both)

    assert [1, 1, 0] == [first, second, third]


def test_a_reused_name_is_another_file(tmp_path: Path) -> None:
    """A rotation that writes to the old names again (tcpdump -W) is read again."""
    (tmp_path / "0.pcap").write_bytes(CAPTURE)
    _, finished = read(tmp_path)
    (tmp_path / "0.pcap").unlink()
    (tmp_path / "0.pcap").write_bytes(CAPTURE + captures.record(Frame(0, SYN)))

    assert 2 == read(tmp_path, finished)[0]


def test_oldest_first_across_directories(tmp_path: Path) -> None:
    """Files are read in the order in which they were last written, whatever their names and directories."""
    for age, name in enumerate(("b/3.pcap", "a/1.pcap", "b/2.pcap", "a/4.pcap")):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(CAPTURE)
        os.utime(path, (1000 + age, 1000 + age))
    listed = [path.name for path, _ in closed_files([tmp_path / "a", tmp_path / "b"], ())]

    assert ["3.pcap", "1.pcap", "2.pcap", "4.pcap"] == listed


def test_what_is_no_capture_is_passed_over(tmp_path: Path) -> None:
    """Hidden and unfinished files, directories, pipes and links to nowhere are no captures."""
    for name in (".hidden", "a.pcap.part", "a.pcap~", "a.tmp"):
        (tmp_path / name).write_bytes(CAPTURE)
    (tmp_path / "directory").mkdir()
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    (tmp_path / "a.pcap").write_bytes(CAPTURE)

    assert ["a.pcap"] == names(tmp_path)


def test_a_file_that_vanishes_is_passed_over(tmp_path: Path) -> None:
    """A file that is moved away between being listed and being opened is no fault."""
    for name in ("a.pcap", "b.pcap", "c.pcap"):
        (tmp_path / name).write_bytes(CAPTURE)
    source = open_source([str(tmp_path)], AT_ONCE)
    arrivals = source.arrivals(())
    next(arrivals)
    (tmp_path / "b.pcap").unlink()
    list(arrivals)

    assert 2 == source.counters()["packets"]


def test_a_directory_that_vanishes_is_a_named_error(tmp_path: Path) -> None:
    """A directory that is removed while it is followed stops the source by name."""
    directory = tmp_path / "captures"
    directory.mkdir()
    source = open_source([str(directory)], AT_ONCE)
    directory.rmdir()

    with pytest.raises(UsageError, match="captures: No such file"):
        list(source.arrivals(()))


def test_a_broken_file_stops_or_is_remembered(tmp_path: Path) -> None:
    """Without --keep-going a broken file stops the source; with it the next file is read, and the fault kept."""
    (tmp_path / "a.pcap").write_bytes(CAPTURE + b"cut off")
    (tmp_path / "b.pcap").write_bytes(CAPTURE)
    os.utime(tmp_path / "a.pcap", (1, 1))
    stopping = open_source([str(tmp_path)], AT_ONCE)
    with pytest.raises(CaptureError, match=r"a\.pcap: broken at byte 94: the last record is cut off"):
        list(stopping.arrivals(()))
    going = open_source([str(tmp_path)], Sourcing(keep_going=True, follow=False))
    finished = {arrival.finished for arrival in going.arrivals(())} - {None}

    assert 1 == stopping.counters()["packets"]
    assert 2 == going.counters()["packets"]
    assert [str(tmp_path / "a.pcap")] == [getattr(each, "path", None) for each in going.faults()]
    assert 2 == len(finished)


def test_a_directory_is_followed(tmp_path: Path) -> None:
    """While there is nothing new the others get a turn; a file that comes later is read."""
    arrivals = open_source([str(tmp_path)], Sourcing()).arrivals(())
    before = next(arrivals)
    (tmp_path / "a.pcap").write_bytes(CAPTURE)
    batch, finished = next(arrivals), next(arrivals)

    assert Arrival(None) == before
    assert batch.batch is not None
    assert finished.finished is not None


def test_an_unreadable_file_is_met_once(tmp_path: Path) -> None:
    """With --keep-going a file that may not be read is remembered once, however long the directory is followed."""
    if os.geteuid() == 0:
        pytest.skip("root may read every file")
    (tmp_path / "a.pcap").write_bytes(CAPTURE)
    (tmp_path / "a.pcap").chmod(0)
    os.utime(tmp_path / "a.pcap", (1, 1))
    source = open_source([str(tmp_path)], Sourcing(keep_going=True))
    arrivals = source.arrivals(())
    next(arrivals), next(arrivals)

    assert 1 == len(source.faults())


LOOKER = """
import sys, time
from pathlib import Path
from noroshi.cyber.sources.directory import closed_files

end = time.monotonic() + 1
while time.monotonic() < end:
    list(closed_files([Path(sys.argv[1])], ()))
"""

RUDE = """
import sys
while True:
    open(sys.argv[1], "ab").close()
"""


def test_a_writer_that_comes_while_a_file_is_looked_at_does_no_harm(tmp_path: Path) -> None:
    """However often a file is opened for writing just then, looking at it neither dies nor keeps the writer out."""
    path = tmp_path / "a.pcap"
    path.write_bytes(CAPTURE)
    with subprocess.Popen([sys.executable, "-c", RUDE, str(path)]) as writer:
        looked = subprocess.run([sys.executable, "-c", LOOKER, str(tmp_path)], check=False, timeout=30)
        writer.kill()

    assert 0 == looked.returncode


@pytest.mark.skipif(shutil.which("tcpdump") is None, reason="tcpdump is not installed")
def test_tcpdump_rotates(tmp_path: Path) -> None:
    """What tcpdump rotates into a directory is read whole, each file once."""
    source, rotated = tmp_path / "source.pcap", tmp_path / "rotated"
    rotated.mkdir()
    source.write_bytes(captures.pcap(*(Frame(1000 * moment, SYN) for moment in range(40_000))))
    command = ["tcpdump", "-r", str(source), "-w", str(rotated / "out.pcap"), "-C", "1"]
    if os.geteuid() == 0:
        command += ["-Z", "root"]
    subprocess.run(command, check=True, capture_output=True)
    packets, finished = read(rotated)

    assert 40_000 == packets
    assert len(list(rotated.iterdir())) == len(finished) > 1
