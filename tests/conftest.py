"""What every test stands on."""

import os

import numpy as np
from hypothesis import HealthCheck, settings

from tests.delivery.protection.keys import keyring, papers
from tests.storage.server import blank, database, empty, furnished, server

__all__ = [
    "blank",
    "database",
    "empty",
    "furnished",
    "keyring",
    "papers",
    "server",
]  # fixtures, for whoever needs a database, or keys

settings.register_profile(
    "house",
    max_examples=50,  # of 100 the second fifty took two minutes of two cores; `make fuzz` and each new run go on
    deadline=None,  # a kernel's first call compiles it, which takes seconds
    suppress_health_check=[HealthCheck.too_slow],  # for the same reason
)
settings.load_profile("house")

os.environ.pop("NOROSHI_HOME", None)  # whoever runs the tests may have a centre of their own

# Hashes wrap around by design; as plain Python, NumPy would warn of each.
if os.environ.get("NUMBA_DISABLE_JIT") == "1":
    np.seterr(over="ignore")
