"""An onlooker whose kernels are loaded."""

import os
import subprocess
import sys

import pytest

LOOKING = """
from noroshi.columns.schema import rows
from noroshi.cyber.kernels import sampling, traffic
from noroshi.cyber.packets import Packets
from noroshi.cyber.picture.loading import ready_onlooker
from noroshi.onlooking import View
from noroshi.organisations.responsibility import Responsibility
from tests.cyber.traffic import MONITORED, REGISTER, batch, hosts, packet, sweep

KERNELS = (sampling.answers, sampling.held, sampling.mark, sampling.of_marked, sampling.sample)
onlooker = ready_onlooker(Responsibility(REGISTER, MONITORED))
loaded = [len(kernel.signatures) for kernel in KERNELS]
readers = [onlooker.look(view, lambda: None) for view in (View(), View("beta"))]
onlooker.emphasise(["9.9.9.9"])
onlooker.cut()
packets = batch(*sweep("9.9.9.9", hosts("198.18", 200)), packet(1, "2001:db8::1", "198.51.100.1"))
onlooker.see(rows(packets, slice(0, 201)))
onlooker.cut()
assert all(reader.take() for reader in readers)
print(loaded, loaded == [len(kernel.signatures) for kernel in KERNELS])
"""


@pytest.mark.skipif(os.environ.get("NUMBA_DISABLE_JIT") == "1", reason="nothing is compiled then")
def test_loaded() -> None:
    """What shows real packets is there once it was loaded: nothing is compiled for them."""
    done = subprocess.run(
        [sys.executable, "-c", LOOKING], capture_output=True, encoding="utf-8", check=True, timeout=300
    )

    assert "[1, 1, 1, 1, 1] True" == done.stdout.strip()
