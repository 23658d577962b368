"""What came of a run."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec


class Crossed(NamedTuple):
    """What one centre has said to another."""

    speaker: str
    hearer: str
    cleared: str
    """What the hearer may receive."""
    read: int
    """Bytes that were read under the TLS, and searched."""
    told: int
    """Addresses in them, each of a member of the hearer."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What happened, and what is wrong."""

    seed: int
    seconds: float
    """That all of it took."""
    waited: float
    """Seconds from the last trouble until everybody was told."""
    delay: float
    """Seconds, in the median, from an alert's record where a machine is seen to that where its member is told."""
    troubles: Mapping[str, int]
    machines: int
    """That members must know of."""
    alerts: Mapping[str, int]
    told: Mapping[str, int]
    """Notices that arrived, by key once."""
    repeats: Mapping[str, int]
    """Messages that repeated a key."""
    largest: Mapping[str, int]
    """Bytes of memory that each service ever took."""
    deeds: Mapping[str, int]
    """What the hostile partner did, and how often."""
    crossed: Sequence[Crossed]
    wrong: Sequence[str]

    def json(self) -> str:
        """Write it for programs."""
        return msgspec.json.encode(self).decode()

    def text(self) -> str:
        """Write it for people."""
        lines = [f"{self.machines} machines, a week in {self.seconds:.0f} s"]
        lines += [f"{name}: {times} times" for name, times in sorted(self.troubles.items())]
        lines += [f"all told {self.waited:.0f} s after the last capture"]
        lines += [f"told by another centre after {self.delay:.1f} s in the median"]
        lines += [f"{deed}: {times} times" for deed, times in sorted(self.deeds.items())]
        lines += [
            f"{name}: {alerts} alerts, {self.told[name]} notices told, {self.repeats[name]} messages repeated a key, "
            f"{self.largest[name] >> 20:,} MB of memory"
            for name, alerts in self.alerts.items()
        ]
        lines += [
            f"{each.speaker} to {each.hearer}, cleared for {each.cleared}: "
            f"{each.read:,} bytes read, {each.told} addresses told"
            for each in self.crossed
        ]
        lines += [f"WRONG: {each}" for each in self.wrong]
        return "\n".join([*lines, f"seed {self.seed}: {len(self.wrong) or 'nothing'} wrong"])
