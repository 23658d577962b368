"""Kernels, loaded before a sensor is opened."""

import subprocess
import sys

FOLDING = """
from noroshi.cyber.kernels.members import look
from noroshi.cyber.kernels.sources import meet
from noroshi.cyber.loading import load_kernels
from noroshi.cyber.domain import domain
from noroshi.organisations.responsibility import Responsibility
from noroshi.testing.batches import build
from noroshi.cyber.packets import Packets

load_kernels()
loaded = meet.signatures, look.signatures
memory = domain.prepare({}, Responsibility((), ["10.0.0.0/8"])).memory
memory.fold(build(Packets, {"time": 1, "source_lo": 0xFFFF_0A00_0001}, {"time": 2}), 0, 1 << 62)
assert memory.counters()["from dark"] == 1
print(loaded == (meet.signatures, look.signatures), len(loaded[0]), len(loaded[1]))
"""


def test_loaded() -> None:
    """What folds real packets is there once it was loaded: nothing is compiled for them."""
    done = subprocess.run(
        [sys.executable, "-c", FOLDING], capture_output=True, encoding="utf-8", check=True, timeout=300
    )

    assert "True 1 1" == done.stdout.strip()
