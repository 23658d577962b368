"""Where kinds stand in the Reference Security Incident Taxonomy (RSIT), as their domains say.

A domain says so under an entry point of its own, beside that of the domain itself: whoever lists alerts needs the
classification, and not the kernels, which take half a second to load.
"""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points

from noroshi.detections.model import Classification

GROUP = "noroshi.classifications"
"""The group of entry points: the domain's name -> a mapping of its kinds."""


@cache
def classifications(domain: str = "") -> Mapping[str, Classification]:
    """Say where kinds stand; one that stands nowhere is not there, and is never shared with partners.

    Parameters
    ----------
    domain
        The name of the domain whose kinds they are; empty for every installed one's.
    """
    points = entry_points(group=GROUP, name=domain) if domain else entry_points(group=GROUP)
    return {kind: place for point in points for kind, place in point.load().items()}


@cache
def classified() -> Mapping[str, str]:
    """Say the same as text, such as malicious-code/infected-system, for whoever is told of a kind."""
    return {kind: "/".join(place) for kind, place in classifications().items()}
