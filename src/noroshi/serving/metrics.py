"""Everything that is counted, for Prometheus.

Names are few and fixed, and what was counted is a label: a new counter anywhere in the house is seen without
a change here. No label holds an address or a name of a member: whoever may look at metrics need not know whom we watch.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from prometheus_client import CollectorRegistry, PlatformCollector, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

SHRINKING: Final = frozenset({"memory"})
"""Parts whose numbers may become smaller: what the memory holds."""


class Counted(Collector):
    """Counters as Prometheus asks for them.

    Parameters
    ----------
    counters
        Gives what is counted now: part of the house -> name -> count.
    moments
        Name -> what gives ns UTC.
    """

    def __init__(
        self,
        counters: Callable[[], Mapping[str, Mapping[str, int]]],
        moments: Mapping[str, Callable[[], int]],
    ) -> None:
        self._counters = counters
        self._moments = moments

    def collect(self) -> Iterable[Metric]:
        """Give what is counted now."""
        for part, counts in self._counters().items():
            kind = GaugeMetricFamily if part in SHRINKING else CounterMetricFamily
            family = kind(f"noroshi_{part}", f"What the {part} has counted.", labels=["what"])
            for name, count in counts.items():
                family.add_metric([name], count)
            yield family
        for name, moment in self._moments.items():
            yield GaugeMetricFamily(
                f"noroshi_{name}_timestamp_seconds", f"When the {name.replace('_', ' ')} was.", moment() / 1e9
            )


def exposition(counted: Counted) -> Callable[[], bytes]:
    """Make what writes all metrics down, the process's own with them, in Prometheus's text form."""
    registry = CollectorRegistry(auto_describe=False)
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    registry.register(counted)
    return lambda: generate_latest(registry)
