"""The site for machines, asked by a real client."""

import json
from collections.abc import Callable, Iterator
from http.client import HTTPConnection

import pytest
from prometheus_client.parser import text_string_to_metric_families

from noroshi.clock import SECOND
from noroshi.errors import StorageError, UsageError
from noroshi.serving.metrics import Counted, exposition
from noroshi.serving.pulse import PATIENCE, Pulse
from noroshi.serving.site import Listen, Site, address

HERE = Listen("127.0.0.1", 0)


class Process:
    """A process as it seems from outside."""

    def __init__(self) -> None:
        self.steady = 0
        self.trouble: Callable[[], str] = str
        self.pulse = Pulse({"sensor": self._trouble}, lambda: self.steady)
        counted = Counted(
            lambda: {"source": {"frames": 7, "skipped: not ip": 2}, "memory": {"sources": 3}},
            {"latest_observation": lambda: 5 * SECOND},
        )
        self.site = Site(HERE, self.pulse, exposition(counted))

    def _trouble(self) -> str:
        return self.trouble()

    def ask(self, path: str) -> tuple[int, str]:
        """Ask the site; give the status and the body."""
        connection = HTTPConnection(*self.site.listen, timeout=5)
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        return answer.status, body


@pytest.fixture
def process() -> Iterator[Process]:
    """Give a process whose site answers."""
    made = Process()
    with made.site.beside():
        yield made


def test_it_is_alive_while_it_goes_round(process: Process) -> None:
    """Not before the first turn, and not when the next is long overdue."""
    before = process.ask("/health")
    process.pulse.beat()
    going = process.ask("/health")
    process.steady += PATIENCE
    hanging = process.ask("/health")

    assert [503, 200, 503] == [before[0], going[0], hanging[0]]
    assert {"alive": False} == json.loads(hanging[1])


def test_it_is_ready_while_nothing_is_wrong(process: Process) -> None:
    """A silent sensor, or a database that does not answer, is said by name: it is alive, and does not do its work."""
    process.pulse.beat()
    well = process.ask("/ready")
    process.trouble = lambda: "sensor.silent"
    silent = process.ask("/ready")

    def fail() -> str:
        raise StorageError("the database failed: disk I/O error")

    process.trouble = fail
    failing = process.ask("/ready")

    assert (200, {"ready": True, "troubles": []}) == (well[0], json.loads(well[1]))
    assert (503, ["sensor: sensor.silent"]) == (silent[0], json.loads(silent[1])["troubles"])
    assert (503, ["sensor: the database failed: disk I/O error"]) == (
        failing[0], json.loads(failing[1])["troubles"],
    )  # fmt: skip
    assert 200 == process.ask("/health")[0]


def test_metrics_are_what_prometheus_reads(process: Process) -> None:
    """Every counter is there by part and name, with the process's own."""
    status, body = process.ask("/metrics")
    samples = {
        (sample.name, sample.labels.get("what", "")): sample.value
        for family in text_string_to_metric_families(body)
        for sample in family.samples
    }

    assert 200 == status
    assert 7 == samples["noroshi_source_total", "frames"]
    assert 2 == samples["noroshi_source_total", "skipped: not ip"]
    assert 3 == samples["noroshi_memory", "sources"]
    assert 5 == samples["noroshi_latest_observation_timestamp_seconds", ""]
    assert samples["process_resident_memory_bytes", ""] > 0


def test_a_place_that_is_taken(process: Process) -> None:
    """Two cannot listen at one place; the second is told what to change."""
    second = Site(process.site.listen, process.pulse, bytes)
    with pytest.raises(UsageError, match=r"cannot listen on 127\.0\.0\.1"), second.beside():
        pass


@pytest.mark.parametrize("text", ["", "9464", ":9464", "host:", "host:99999", "host:port"])
def test_an_address_that_is_none(text: str) -> None:
    """What is not HOST:PORT is refused with an example."""
    with pytest.raises(UsageError, match="HOST:PORT"):
        address(text)
