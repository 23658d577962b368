from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noroshi.detections.model import Phase
from noroshi.domains import Place
from noroshi.engine import checkpoint
from noroshi.engine.checkpoint import Checkpoint
from noroshi.engine.run import Run
from noroshi.engine.sensing.sensor import Sensor
from noroshi.errors import StorageError
from tests.cyber.traffic import batch, detections, packet, watch

SNAPSHOT = {"source.hi": np.arange(5, dtype=np.uint64), "counts": np.array([1, 2], np.int64)}


def test_comes_back_whole(tmp_path: Path) -> None:
    """What is read is what was written: every array with its type, and the finished inputs."""
    path = tmp_path / "state" / "run.checkpoint"
    checkpoint.write(path, Checkpoint(SNAPSHOT, frozenset({"b.pcap", "a.pcap"}), Place("c.pcap", 7)))
    read = checkpoint.read(path)

    assert read is not None
    assert {"a.pcap", "b.pcap"} == read.finished
    assert Place("c.pcap", 7) == read.place
    assert SNAPSHOT.keys() == read.snapshot.keys()
    for name, array in SNAPSHOT.items():
        assert array.dtype == read.snapshot[name].dtype
        assert array.tolist() == read.snapshot[name].tolist()


def test_none_is_none(tmp_path: Path) -> None:
    """Where nothing was written, nothing is read, and that is no error."""
    assert checkpoint.read(tmp_path / "none") is None


def test_the_new_replaces_the_old(tmp_path: Path) -> None:
    """A second checkpoint takes the place of the first, and nothing else is left behind."""
    path = tmp_path / "run.checkpoint"
    checkpoint.write(path, Checkpoint(SNAPSHOT, frozenset({"a"})))
    checkpoint.write(path, Checkpoint(SNAPSHOT, frozenset({"a", "b"})))
    read = checkpoint.read(path)

    assert read is not None
    assert {"a", "b"} == read.finished
    assert [path] == list(tmp_path.iterdir())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damage_is_noticed(tmp_path: Path, data: st.DataObject) -> None:
    """A checkpoint with any byte changed, or cut off anywhere, is refused by name and never half believed."""
    path = tmp_path / "run.checkpoint"
    checkpoint.write(path, Checkpoint(SNAPSHOT, frozenset({"a"})))
    whole = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(whole) - 1))
    if data.draw(st.booleans()):
        whole[place] ^= data.draw(st.integers(1, 255))
    else:
        del whole[place:]
    path.write_bytes(whole)

    with pytest.raises(StorageError, match="damaged"):
        checkpoint.read(path)


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """Where a file stands in the way of the folder, the error names the checkpoint and the reason."""
    blocked = tmp_path / "file"
    blocked.write_text("in the way")

    with pytest.raises(StorageError, match="cannot write the checkpoint"):
        checkpoint.write(blocked / "run.checkpoint", Checkpoint(SNAPSHOT, frozenset()))


GOLDEN = Path(__file__).with_name("version-2.checkpoint")
"""Written when the format was new: one machine that scans and was told, two that sent a packet each."""


def test_a_checkpoint_of_an_earlier_version_is_gone_on_from() -> None:
    """Every later version reads it: it knows the sources, where the source stood, and ends the story it began."""
    saved = checkpoint.read(GOLDEN)
    assert saved is not None
    run = Run(watch())
    run.restore({name: data for name, data in saved.snapshot.items() if name not in Sensor.ENTRIES})
    before = run.counters()
    told = list(detections(run, batch(packet(2_000, "10.1.2.3", "198.18.0.1"))))

    assert frozenset({"a.pcap|1|2|3"}) == saved.finished
    assert Place("b.pcap|4|5|6", 8) == saved.place
    assert (8, 3) == (before["packets"], before["sources"])
    assert [("infection.external", Phase.ENDED, "192.0.2.7")] == [
        (each.kind, each.phase, each.subject.value) for each in told
    ]
