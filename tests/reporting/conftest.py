"""What the tests of reports stand on."""

from tests.cli.conftest import bare, centre

__all__ = ["bare", "centre"]
