"""A certificate authority of our own, as delivery's tests have it."""

from tests.delivery.conftest import certificates

__all__ = ["certificates"]
