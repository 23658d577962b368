"""How the time of a watch is shared out among its stages."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from types import ModuleType
from typing import Any
from unittest.mock import patch

from noroshi.alerts.desk import Desk
from noroshi.cyber import memory
from noroshi.cyber.detectors import (
    dos_victim,
    infection_external,
    infection_internal,
    misconfiguration,
    port_rising,
)
from noroshi.cyber.sources import capture, pcap
from noroshi.cyber.sources.stream import ByteStream
from noroshi.cyber.tables.ports import PortTable

STAGES: dict[str, tuple[tuple[ModuleType | type, str], ...]] = {
    "read": ((ByteStream, "fill"),),
    "framing": ((pcap, "frame_pcap"),),
    "dissect": ((capture, "dissect"),),
    "meet": ((memory, "meet"),),
    "look": ((memory, "look"),),
    "count": ((PortTable, "count"),),
    "judge": (
        (infection_internal.InfectionInternal, "judge"),
        (infection_external.InfectionExternal, "judge"),
        (dos_victim.DosVictim, "judge"),
        (misconfiguration.Misconfiguration, "judge"),
        (port_rising.PortRising, "judge"),
    ),
    "record": ((Desk, "conclude"),),
}
"""Stage -> the functions that it consists of; none of them calls one of another."""


@contextmanager
def timed_stages() -> Iterator[Counter[str]]:
    """Add up the processor seconds of each stage while inside: those of the wall would be others' too."""
    spent: Counter[str] = Counter(dict.fromkeys(STAGES, 0))
    with ExitStack() as hooks:
        for stage, functions in STAGES.items():
            for owner, name in functions:
                hooks.enter_context(patch.object(owner, name, _timed(getattr(owner, name), stage, spent)))
        yield spent


def _timed(function: Callable[..., Any], stage: str, spent: Counter[str]) -> Callable[..., Any]:
    @wraps(function)
    def timed(*given: Any, **named: Any) -> Any:
        begun = time.process_time()
        try:
            return function(*given, **named)
        finally:
            spent[stage] += time.process_time() - begun  # type: ignore[assignment]  # a Counter of seconds

    return timed
