"""The public kit for people who write detectors and domains.

::

    HandClock          a clock that moves when you say so
    build              a batch of observations from a few rows
    check_detector     every law that a detector must keep, over observations you give
    check_domain       every law that a domain must keep
    LawBrokenError     what the two raise: which law, and where it broke

A domain is proven by one call in its own tests; `docs/example_domain.py` is a whole
domain with nothing but this kit and the nouns.
"""

from noroshi.testing.batches import build
from noroshi.testing.detector import check_detector
from noroshi.testing.domain import check_domain
from noroshi.testing.hand_clock import HandClock
from noroshi.testing.trial import LawBrokenError

__all__ = ["HandClock", "LawBrokenError", "build", "check_detector", "check_domain"]
