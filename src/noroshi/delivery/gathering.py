"""Which notices need not be told, and which go together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from noroshi.alerts.notices import Notice, Reason
from noroshi.delivery.message import SUMMARY
from noroshi.organisations.model import ChannelKind, Severity


class Group(NamedTuple):
    """What the notices of one message share."""

    organisation: str
    channel: ChannelKind
    address: str
    kind: str
    """The detection kind, or `SUMMARY` for what goes on."""
    severity: Severity


class Gathered(NamedTuple):
    """Owed notices, sorted out."""

    groups: Mapping[Group, Sequence[Notice]]
    """Oldest first in each; all notices of one alert are in one group."""
    superseded: Sequence[Notice]
    """Another notice that waits for the same contact says more about the same alert."""


def gather(owed: Iterable[Notice]) -> Gathered:
    """Sort owed notices into the messages that they will be part of.

    What a contact has to hear about one alert travels together, by the highest severity
    among it. "It goes on" is left out when something else is said about the alert, or
    said more recently; else it goes into the daily summary of all kinds.
    """
    stories: dict[tuple[str, str, str, str], list[Notice]] = defaultdict(list)
    for notice in sorted(owed, key=lambda notice: (notice.at, notice.id)):
        stories[notice.organisation, notice.channel, notice.address, notice.alert].append(notice)
    groups: dict[Group, list[Notice]] = defaultdict(list)
    superseded: list[Notice] = []
    for (organisation, channel, address, _), story in stories.items():
        told = [notice for notice in story if notice.reason is not Reason.STILL] or story[-1:]
        superseded += (notice for notice in story if notice not in told)
        latest = told[-1]
        kind = SUMMARY if latest.reason is Reason.STILL else latest.kind
        severity = max((notice.severity for notice in told), key=lambda severity: severity.rank)
        groups[Group(organisation, ChannelKind(channel), address, kind, severity)] += told
    return Gathered(_summaries_joined(groups), superseded)


def _summaries_joined(groups: Mapping[Group, Sequence[Notice]]) -> dict[Group, list[Notice]]:
    """Let one contact have one summary, by its highest severity."""
    joined: dict[Group, list[Notice]] = {}
    summaries: dict[tuple[str, str, str], Group] = {}
    for group, notices in sorted(groups.items(), key=lambda item: -item[0].severity.rank):
        target = summaries.setdefault(group[:3], group) if group.kind == SUMMARY else group
        joined.setdefault(target, []).extend(notices)
    return joined
