"""What each domain says of its kinds."""

from collections.abc import Mapping
from functools import cache

from noroshi.domains import domains
from noroshi.engine.sensing.sensor import RULES


@cache
def dark_kinds() -> frozenset[str]:
    """Give the detection kinds whose subject lies in dark space."""
    return frozenset(kind for each in domains().values() for kind in each.dark_kinds)


@cache
def campaign_kinds() -> frozenset[str]:
    """Give the detection kinds of which alerts may be a campaign."""
    return frozenset(kind for each in domains().values() for kind in each.campaigns)


@cache
def sentences() -> Mapping[str, str]:
    """Give a sentence for each detection kind."""
    return {
        **{kind: sentence for each in domains().values() for kind, sentence in each.kinds.items()},
        **{rule.kind: rule.sentence for rule in RULES},
    }
