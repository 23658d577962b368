"""What members were told, held against what they are owed."""

from collections.abc import Sequence

from _centre import Alerts, Centre
from _receiver import Receiver

SETTLED = {"sent", "muted", "daily"}
"""Where a notice may stand in the end."""


def is_settled(centre: Centre, expected: Alerts) -> bool:
    """Tell whether all is alerted, and nothing is owed any more."""
    return centre.alerts() >= expected and set(centre.owed().values()) <= SETTLED


def wrong(centre: Centre, receivers: Sequence[Receiver], expected: Alerts) -> Sequence[str]:
    """Say what differs from what is expected, and what was told from what is owed."""
    alerts, owed = centre.alerts(), centre.owed()
    told = {notice: times for each in receivers for notice, times in each.told().items()}
    unsent = set(owed.values()) - SETTLED
    to_tell = {notice for notice, state in owed.items() if state == "sent"}
    checks = {
        "alerts are missing": len(expected - alerts),
        "alerts are too many": len(alerts - expected),
        f"notices are {', '.join(sorted(unsent))}": sum(state in unsent for state in owed.values()),
        "notices that are sent never arrived": len(to_tell - told.keys()),
        "notices arrived that nobody owes": len(told.keys() - to_tell),
        "notices arrived under two keys": sum(times > 1 for times in told.values()),
        "keys brought different things": sum(each.changed() for each in receivers),
    }
    return [f"{count} {what}" for what, count in checks.items() if count]
