"""What each domain says of its kinds, for a member who gets one."""

from collections.abc import Mapping
from functools import cache

from noroshi.domains import domains
from noroshi.engine.sensing.sensor import RULES


@cache
def sentences() -> Mapping[str, str]:
    """Give a sentence for each detection kind."""
    return {
        **{kind: sentence for each in domains().values() for kind, sentence in each.kinds.items()},
        **{rule.kind: rule.sentence for rule in RULES},
    }
